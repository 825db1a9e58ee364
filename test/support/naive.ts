import type { Effect, History, NodeState, PerServer } from "#state-machine";

/** The highest index that a quorum backs, found by trying every index: Zab!Committable by words. */
export function highestBacked(s: NodeState, acks: PerServer<number>, own: number): number {
  let highest = s.committed;
  for (let k = s.committed + 1; k <= s.memLog.length; k += 1) {
    const backing = s.voters.filter((v) => (v === s.self ? own : (acks[v] ?? 0)) >= k);
    if (backing.length > s.voters.length / 2) highest = k;
  }
  return highest;
}

/** What a leader asks for when it commits up to `k`. */
export function commitEffects(s: NodeState, k: number): Effect[] {
  const served = s.servers.filter((f) => ["synced", "ready"].includes(s.learner[f] ?? "none"));
  return delivered(s.memLog, s.committed, k).flatMap((delivery) => {
    const { txn } = delivery;
    const told = served.map((to): Effect => {
      const commit = { type: "COMMIT", zxid: txn.zxid } as const;
      const inform = { type: "INFORM", txn } as const;
      return { kind: "Send", to, message: s.voters.includes(to) ? commit : inform };
    });
    return [...told, delivery];
  });
}

/** The deliveries of what is held between two positions. */
export function delivered(history: History, from: number, to: number) {
  const positions = Array.from({ length: to }, (_, k) => k + 1);
  return positions.flatMap((index) => {
    const txn = history.at(index);
    return index > from && txn !== undefined ? [{ kind: "Deliver", index, txn } as const] : [];
  });
}
