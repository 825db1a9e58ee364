// Promise: one mutant is run on one model, and what stopped it has one name.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cfgProperties, runTlc, type TlcResult, type Tools } from "tla2tools-runner";
import { NO_HALT } from "../models/expectation.js";
import { type ModelEntry, timeLimitMs, walksOf } from "../models/index.js";
import { askingFor } from "./alone.js";
import { evaluationKiller, placedProperty } from "./evaluation.js";
import { withScratch, type SpecModules } from "./modules.js";

/** What TLC made of a mutant on a model. */
export interface Attempt {
  readonly model: string;
  /** What killed it: a property, L0, a witness or the operator without a value; null if nothing. */
  readonly killer: string | null;
  /** Why nothing can be said: the mutant does not parse, TLC broke down or ran out of time. */
  readonly trouble: string | null;
  /** States of the counterexample; 0 without one. */
  readonly steps: number;
  readonly distinct: number;
  readonly generated: number;
  readonly seconds: number;
}

export interface AttemptOptions {
  readonly spec: SpecModules;
  readonly tools: Tools;
  readonly signal: AbortSignal;
  readonly tempDir?: string | undefined;
}

const HEAP = "2g";
/** Most mutants die within seconds, before what the better compiler makes would pay for itself. */
const JVM_FLAGS = ["-XX:TieredStopAtLevel=1", "-XX:ParallelGCThreads=1"];

/**
 * Runs TLC on `model` with the `changed` modules; one worker, so that steps are exact.
 *
 * @param alone the only property to ask for, if not all of the model's
 */
export async function attempt(
  model: ModelEntry,
  changed: ReadonlyMap<string, string>,
  { spec, tools, signal, tempDir }: AttemptOptions,
  alone: string | null,
): Promise<Attempt> {
  const config = await configText(spec, model, alone);
  const result = await withScratch(spec, changed, tempDir, async (dir) => {
    await writeFile(join(dir, "models", model.cfg), config);
    return await runTlc({
      module: join(dir, "models", `${model.module}.tla`),
      config: join(dir, "models", model.cfg),
      libraries: [dir],
      workers: 1,
      ...walksOf(model),
      heap: HEAP,
      jvmFlags: JVM_FLAGS,
      timeoutMs: timeLimitMs(model),
      tools,
      signal,
      tempDir,
    });
  });
  const text = (name: string) => changed.get(name) ?? spec.texts.get(name) ?? "";
  const temporal = cfgProperties(config);
  return {
    model: model.name,
    ...judge(model, result, text, temporal),
    steps: result.counterexample.length,
    distinct: result.counts.distinct ?? 0,
    generated: result.counts.generated ?? 0,
    seconds: Math.round(result.durationMs / 100) / 10,
  };
}

/** The cfg of a model, asking for one property alone where one is named. */
export async function configText(
  { dir }: SpecModules,
  { cfg }: ModelEntry,
  alone: string | null,
): Promise<string> {
  const text = await readFile(join(dir, "models", cfg), "utf8");
  return alone === null ? text : askingFor(text, alone);
}

type Outcome = Pick<Attempt, "killer" | "trouble">;

function judge(
  { expect, module, simulate }: ModelEntry,
  result: TlcResult,
  text: (module: string) => string,
  temporal: readonly string[],
): Outcome {
  const killed = (killer: string): Outcome => ({ killer, trouble: null });
  const said = result.message ?? "it said nothing";
  switch (result.verdict) {
    case "ok": {
      // Other choices lead elsewhere: what random walks do not come to says nothing of a mutant.
      const isWanted = expect.kind === "reaches" && simulate === null;
      const missing = isWanted ? notReached(expect.witnesses, result) : [];
      return { killer: missing[0] ?? null, trouble: null };
    }
    case "invariant":
    case "action-property":
      return killed(
        result.property ?? placedProperty(result, text, temporal) ?? "unnamed property",
      );
    case "temporal":
      return killed(result.property ?? temporal.join(" or "));
    case "deadlock":
      return killed(NO_HALT);
    case "assertion":
    case "evaluation-error": {
      const killer = evaluationKiller(result, text);
      // A witness that asks for what is not there shares the mutant's mistake, and no more.
      const isWitness = expect.kind === "reaches" && killer?.startsWith(`evaluation in ${module}!`);
      if (isWitness === true) return { killer: null, trouble: null };
      return killer === null ? { killer, trouble: `${result.verdict}: ${said}` } : killed(killer);
    }
    default:
      return { killer: null, trouble: `${result.verdict}: ${said}` };
  }
}

function notReached(wanted: readonly string[], { printed }: TlcResult): readonly string[] {
  const seen = new Set(
    printed.flatMap(({ value }) =>
      Array.isArray(value) && value[0] === "WITNESS" ? [String(value[1])] : [],
    ),
  );
  return wanted.filter((name) => !seen.has(name));
}
