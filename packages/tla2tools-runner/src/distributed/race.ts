import type { TlcResult } from "../tlc-result.js";

/** How often a run is begun before TLC's own exception is its result. */
export const ATTEMPTS = 3;

const GENERAL = 1000;
const BEHAVIOUR_FOLLOWS = 2121;
/** Of Java, where the spec's own errors are exceptions of TLC. */
const OF_JAVA = /java\.(?:lang\.NullPointer|util\.ConcurrentModification|rmi\.\w*\.?)/;

/** Whether a behaviour follows that ends in a violation. */
export function showsBehaviour({ diagnostics }: TlcResult): boolean {
  return diagnostics.some(({ code }) => code === BEHAVIOUR_FOLLOWS);
}

/**
 * Whether TLC's server fell over itself, which says nothing of the spec: it counts the states of
 * a worker that registers while the last ones are being dismissed (`TLCServer.getNewStates`), or
 * finds that somebody has taken the port that was free.
 */
export function fellOverItself(result: TlcResult): boolean {
  if (result.verdict !== "evaluation-error" && result.verdict !== "failed") return false;
  if (showsBehaviour(result)) return false;
  return result.diagnostics.some(({ code, text }) => code === GENERAL && OF_JAVA.test(text));
}
