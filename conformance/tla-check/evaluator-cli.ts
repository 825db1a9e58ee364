// Promise: exit code 0 means that TLC, the interpreter and the compiler agree on every expression.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { parseWords, runCommand } from "../command/index.js";
import { CheckError } from "./error.js";
import { outcome, type Outcome } from "./compare-answers.js";
import { ourAnswers, tlcAnswers } from "./evaluations.js";
import { wholeNumber } from "./whole-number.js";
import { randomExpressions } from "./expressions/random-expressions.js";

const USAGE = "usage: npm run check:evaluator -- [--count N] [--seed N] | --write";
const OPTIONS = {
  count: { type: "string", default: "10000" },
  seed: { type: "string", default: "1" },
  write: { type: "boolean" },
} as const;

/** What `npm test` evaluates, without a JVM: expressions and TLC's answers, in turn. */
const RECORDED = { count: 1500, seed: 2026 };
const FILE = fileURLToPath(
  new URL("../../../test/conformance/tla/evaluator/tlc-answers.txt", import.meta.url),
);

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values } = parseWords(words, { options: OPTIONS });
  const write = values.write === true;
  const count = write ? RECORDED.count : wholeNumber("--count", values.count);
  const seed = write ? RECORDED.seed : wholeNumber("--seed", values.seed);
  const expressions = randomExpressions(count, seed);
  const tlc = await tlcAnswers(expressions, await resolveTools(), signal);
  const answers = ourAnswers(expressions).map((ours, k) => ({ ...ours, tlc: tlc[k] ?? "" }));
  const outcomes = answers.map(outcome);
  answers.forEach(({ tlc: wanted, interpreted, compiled }, k) => {
    if (outcomes[k] !== "different") return;
    const lines = [
      `TLC:         ${wanted}`,
      `interpreter: ${interpreted}`,
      `compiler:    ${compiled}`,
    ];
    console.error([expressions[k], ...lines].join("\n  "));
  });
  const of = (wanted: Outcome) => outcomes.filter((one) => one === wanted).length;
  console.log(
    `evaluator: ${String(count)} expressions of seed ${String(seed)}: ${String(of("value"))} values ` +
      `and ${String(of("error"))} errors are TLC's too, ${String(of("narrower"))} are refused on ` +
      `purpose: ${String(count - of("different"))} passed, ${String(of("different"))} failed`,
  );
  if (of("different") > 0) return 1;
  if (write) {
    writeFileSync(FILE, expressions.map((text, k) => `${text}\n${tlc[k] ?? ""}\n`).join(""));
  }
  return 0;
}

await runCommand({
  name: "check:evaluator",
  main,
  usage: USAGE,
  answers: [CheckError, RunnerError],
});
