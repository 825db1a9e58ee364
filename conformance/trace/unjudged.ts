/** What of the election is not judged, of a run with these servers. */
export function unjudged(
  run: {
    readonly servers: readonly number[];
    readonly voters: readonly number[];
    readonly lives: { has(server: number): boolean };
  },
  read: number,
  judged: number,
): string[] {
  if (judged === 0) {
    return [
      ...(read > 0 ? [`${String(read)} events of the election are of servers without a vote`] : []),
      "no voter recorded an election: who leads is taken as given",
    ];
  }
  const observers = run.servers.filter((s) => run.lives.has(s) && !run.voters.includes(s));
  const those = observers.length === 1 ? "server" : "servers";
  const list = observers.map(String).join(", ");
  const rest = read - judged;
  return [
    ...(observers.length > 0
      ? [`${those} ${list} without a vote: whom it follows is taken as given`]
      : []),
    ...(rest > 0
      ? [`${String(rest)} events of the election not judged: of, or for, a server without a vote`]
      : []),
  ];
}
