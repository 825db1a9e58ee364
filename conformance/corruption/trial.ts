/** Damages recorded runs, one thing at a time, and asks a judge about each copy. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Verdict } from "../verdict/verdict.js";
import type { Damage, Kind } from "./damage.js";
import { fieldKinds } from "./kinds/fields.js";
import { lineKinds } from "./kinds/lines.js";
import { messageKinds } from "./kinds/messages.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { Random } from "../random.js";
import { writeDamaged, type RunText } from "./run-text.js";

/** Every way to damage a run that there is. */
export const kinds: readonly Kind[] = [...fieldKinds, ...messageKinds, ...lineKinds];

/** Copies that are judged at a time: one is evaluated while the files of others are read. */
const AT_ONCE = 4;

/** Judges the run recorded in these files. */
export type Judge = (files: readonly string[]) => Promise<Verdict>;

export interface Trial {
  readonly run: string;
  readonly kind: Kind;
  /** With which number, counted from 0, the same damage is made again. */
  readonly number: number;
  readonly damage: Damage;
  /** The files of the damaged copy; those that were written for it are gone when the next comes. */
  readonly files: readonly string[];
  readonly verdict: Verdict;
  readonly outcome: Outcome;
}

export interface TrialOptions {
  readonly seed: number;
  /** How many damages of each kind each run gets. */
  readonly each: number;
  /** The folder with the runs, each in one of its own name. */
  readonly good: string;
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
      const [at] = damage.at;
      const key = `${at === undefined ? "" : `${at.file}:${String(at.line)}`} ${damage.told}`;
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
  const underWay: Promise<Trial & { readonly to: string }>[] = [];
  const first = async function* () {
    const trial = await underWay.shift();
    if (trial === undefined) return;
    const { to, ...rest } = trial;
    yield rest;
    await rm(to, { recursive: true, force: true });
  };
  let count = 0;
  for (const [name, from] of runs) {
    const folder = join(options.good, name);
    for (const made of damagesOf(name, from, options)) {
      if (options.signal?.aborted === true) break;
      const to = join(options.scratch, `copy-${String((count += 1))}`);
      underWay.push(tried({ run: name, ...made }, { from, folder, to }, options.judge));
      if (underWay.length === AT_ONCE) yield* first();
    }
  }
  while (underWay.length > 0) yield* first();
}

async function tried(
  made: Pick<Trial, "run" | "kind" | "number" | "damage">,
  where: { readonly from: RunText; readonly folder: string; readonly to: string },
  judge: Judge,
): Promise<Trial & { readonly to: string }> {
  const { kind, damage } = made;
  const files = await writeDamaged(damage.run, where);
  const verdict = await judge(files);
  return { ...made, files, verdict, outcome: outcomeOf(kind, damage, verdict), to: where.to };
}

function hash(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003;
  return sum;
}
