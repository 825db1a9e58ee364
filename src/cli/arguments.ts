/** `zkCli.sh`'s options have one dash and a long name, which commander cannot have. */
const SINGLE_DASH = new Map([
  ["-server", "--server"],
  ["-timeout", "--timeout"],
]);

/** Rewrites `cli -server x -timeout y command …` up to the command, and leaves the rest alone. */
export function normalizeArguments(args: readonly string[]): string[] {
  if (args[0] !== "cli") return [...args];
  const result = ["cli"];
  let at = 1;
  while (at < args.length && String(args[at]).startsWith("-")) {
    const option = String(args[at]);
    const long = SINGLE_DASH.get(option) ?? option;
    const takesValue = [...SINGLE_DASH.values()].includes(long);
    result.push(long, ...(takesValue ? args.slice(at + 1, at + 2) : []));
    at += takesValue ? 2 : 1;
  }
  return [...result, ...args.slice(at)];
}
