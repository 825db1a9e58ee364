// Promise: what TLC, the interpreter and the compiler each say an expression is worth.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseTlaValue, TlaValueError, type Tools } from "tla2tools-runner";
import { canonicalText } from "../graph/canonical.js";
import {
  compile,
  EvaluationError,
  interpreter,
  loadSpec,
  own,
  parseConfig,
  ValueTable,
  type Evaluator,
} from "../tla/index.js";
import { CheckError } from "./error.js";
import { runJava } from "./java.js";

/** The canonical text of a value, or `!` and why there is none. */
export type Answer = string;

export const isError = (answer: Answer): boolean => answer.startsWith("!");

const CONFIG = parseConfig("");

/** A module of expressions in which z is 0, with the operators that they use. */
function moduleText(name: string, expressions: readonly string[]): string {
  return [
    `---- MODULE ${name} ----`,
    "EXTENDS Integers, Sequences, FiniteSets, TLC",
    "RECURSIVE Sum(_)",
    "Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))",
    "Apply(Op(_), x) == Op(x)",
    ...expressions.map((text, k) => `e_${String(k)}(z) == ${text}`),
    "====\n",
  ].join("\n");
}

/** In how many definitions a module is cut, for SANY's sake. */
const BATCH = 500;

const batches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, k) =>
    items.slice(k * BATCH, (k + 1) * BATCH),
  );

function canonical(answer: string): Answer {
  if (isError(answer)) return answer;
  try {
    return canonicalText(parseTlaValue(answer));
  } catch (error) {
    if (error instanceof TlaValueError) throw new CheckError(`${answer}: ${error.message}`);
    throw error;
  }
}

/** TLC's answers, from one JVM. */
export async function tlcAnswers(
  expressions: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), "zabkeeper-evaluator-"));
  try {
    const names = batches(expressions).map((batch, k) => {
      const name = `Random${String(k)}`;
      writeFileSync(join(folder, `${name}.tla`), moduleText(name, batch));
      writeFileSync(join(folder, `${name}.cfg`), "");
      return name;
    });
    mkdirSync(join(folder, "states"));
    const output = await runJava({
      program: "Evaluate.java",
      arguments: names,
      ...{ folder, tools, signal },
    });
    return output
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(line.indexOf("\t") + 1))
      .map(canonical);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer(evaluator: Evaluator, table: ValueTable, name: string): Answer {
  try {
    const value = own(evaluator.operator(name)([], null, [0]), table);
    return canonical(table.text(value));
  } catch (error) {
    if (error instanceof EvaluationError) return `!${error.message}`;
    throw error;
  }
}

/** Both of our answers to each expression. */
export function ourAnswers(
  expressions: readonly string[],
): { readonly interpreted: Answer; readonly compiled: Answer }[] {
  return batches(expressions).flatMap((batch) => {
    const spec = loadSpec("Random", (name) => moduleText(name, batch));
    const tables = [new ValueTable(), new ValueTable()] as const;
    const plain = interpreter(spec, CONFIG, tables[0]);
    const compiled = compile(spec, CONFIG, { table: tables[1] });
    return batch.map((_, k) => ({
      interpreted: answer(plain, tables[0], `e_${String(k)}`),
      compiled: answer(compiled, tables[1], `e_${String(k)}`),
    }));
  });
}
