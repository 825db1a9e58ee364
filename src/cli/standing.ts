/** What `zabkeeper check --follow` tells whoever started it with a channel. */
export interface Standing {
  /** Lines judged. */
  readonly steps: number;
  readonly lag: { readonly ms: number; readonly waits: readonly Wait[] };
}

interface Wait {
  readonly server: number;
  readonly for: number;
  readonly ms: number;
}

/** Waiting for less than this is how lines of several servers become one order. */
const WORTH_SAYING = 1000;

/** `1200 lines, 0.1 s behind`, and which servers' lines cannot be judged yet. */
export function standingText({ steps, lag }: Standing): string {
  const held = lag.waits
    .filter(({ ms }) => ms >= WORTH_SAYING)
    .map(({ server, for: other }) => `; server ${server} waits for what server ${other} recorded`);
  return `${steps} lines, ${(lag.ms / 1000).toFixed(1)} s behind${held.join("")}`;
}
