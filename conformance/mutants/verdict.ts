// Promise: a verdict says what became of a mutant, and whether that is what must become of it.
import { createHash } from "node:crypto";
import type { Alone } from "./alone.js";
import type { Tried } from "./lab.js";

/** What became of one mutant. */
export interface Verdict {
  readonly name: string;
  /** The clause that a machine-made mutant lacks; null for one made by hand. */
  readonly clause: string | null;
  /** What killed it, or null. */
  readonly killer: string | null;
  /** The model that killed it; of a survivor, all that did not. */
  readonly models: readonly string[];
  /** States of the counterexample; 0 without one. */
  readonly steps: number;
  /** Distinct states when it was found; of a survivor, all of them on the last model. */
  readonly distinct: number;
  /** Of all its runs. */
  readonly seconds: number;
  /** Of what the runs that decided depended on; another text has another one. */
  readonly digest: string;
  /** The properties that were asked for alone, and fail; left out where none was. */
  readonly alone?: readonly FailsAlone[];
}

/** A property that fails behind the killer, and after how many states. */
export interface FailsAlone extends Alone {
  readonly steps: number;
  readonly distinct: number;
}

/**
 * The mutant is no specification: one of its steps asks for what a state does not have. Nothing
 * that is checked has caught it, and nothing could; it counts neither as killed nor as alive.
 */
export const isNoSpec = ({ killer }: Pick<Verdict, "killer">): boolean =>
  killer?.startsWith("evaluation") === true;

/** A verdict and why it is red; null when it is as it must be. */
export interface Judged {
  readonly verdict: Verdict;
  readonly fault: string | null;
}

/** A digest of the keys of runs. */
export function digestOf(keys: readonly string[]): string {
  const hash = createHash("sha256").update(keys.join("\n"));
  return hash.digest("hex").slice(0, DIGEST_LENGTH);
}

const DIGEST_LENGTH = 16;

/**
 * The verdict from the runs of a mutant: the one that killed it decides, or all of them.
 *
 * @param behind runs that asked for one property alone each
 */
export function verdictOf(
  name: string,
  clause: string | null,
  attempts: readonly Tried[],
  behind: readonly Tried[] = [],
): Verdict {
  const killed = attempts.filter(({ killer }) => killer !== null);
  const decisive = killed.find((attempt) => !isNoSpec(attempt)) ?? killed[0];
  const deciding = decisive === undefined ? attempts : [decisive];
  const last = deciding.at(-1);
  const seconds = [...attempts, ...behind].reduce((sum, attempt) => sum + attempt.seconds, 0);
  return {
    name,
    clause,
    killer: last?.killer ?? null,
    models: deciding.map(({ model }) => model),
    steps: last?.steps ?? 0,
    distinct: last?.distinct ?? 0,
    seconds: Math.round(seconds * 10) / 10,
    digest: digestOf([...deciding, ...behind].map(({ key }) => key)),
    ...(behind.length === 0 ? {} : { alone: behind.flatMap(failsAlone) }),
  };
}

function failsAlone({ killer, model, steps, distinct }: Tried): readonly FailsAlone[] {
  return killer === null ? [] : [{ property: killer, model, steps, distinct }];
}
