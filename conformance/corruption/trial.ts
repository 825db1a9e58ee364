/** Damages recorded runs, one thing at a time, and asks a judge about each copy. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Verdict } from "../report/verdict.js";
import type { Damage, Kind } from "./damage.js";
import { fieldKinds } from "./kinds/fields.js";
import { lineKinds } from "./kinds/lines.js";
import { messageKinds } from "./kinds/messages.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { Random } from "./random.js";
import { writeRunText, type RunText } from "./run-text.js";

/** Every way to damage a run that there is. */
export const kinds: readonly Kind[] = [...fieldKinds, ...messageKinds, ...lineKinds];

/** Judges the run recorded in a folder. */
export type Judge = (folder: string) => Promise<Verdict>;

export interface Trial {
  readonly run: string;
  readonly kind: Kind;
  /** With which number, counted from 0, the same damage is made again. */
  readonly number: number;
  readonly damage: Damage;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
}

export interface TrialOptions {
  readonly seed: number;
  /** How many damages of each kind each run gets. */
  readonly each: number;
  /** An empty folder for the copies; each is gone once it has been judged. */
  readonly scratch: string;
  readonly judge: Judge;
  readonly kinds?: readonly Kind[];
  readonly signal?: AbortSignal;
}

/** The damages of a run, in an order that follows from the seed; equal copies come once. */
export function* damagesOf(
  name: string,
  run: RunText,
  { seed, each, kinds: chosen = kinds }: Pick<TrialOptions, "seed" | "each" | "kinds">,
): Generator<{ readonly kind: Kind; readonly number: number; readonly damage: Damage }> {
  for (const [k, kind] of chosen.entries()) {
    const random = new Random(seed + 7919 * k + hash(name));
    const seen = new Set<string>();
    for (let number = 0; number < each; number += 1) {
      const damage = kind.make(run, random);
      if (damage === null) continue;
      const key = `${damage.at.map(({ file, line }) => `${file}:${String(line)}`)[0] ?? ""} ${damage.told}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { kind, number, damage };
    }
  }
}

export async function* trials(
  runs: ReadonlyMap<string, RunText>,
  options: TrialOptions,
): AsyncGenerator<Trial> {
  const folder = join(options.scratch, "copy");
  for (const [name, run] of runs) {
    for (const { kind, number, damage } of damagesOf(name, run, options)) {
      if (options.signal?.aborted === true) return;
      await writeRunText(damage.run, folder);
      const verdict = await options.judge(folder);
      await rm(folder, { recursive: true, force: true });
      const outcome = outcomeOf(kind, damage, verdict);
      yield { run: name, kind, number, damage, verdict, outcome };
    }
  }
}

function hash(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003;
  return sum;
}
