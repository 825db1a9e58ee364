// Promise: exit code 0 means that TLC, the interpreter and the compiler agree on every expression.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { parseWords, runCommand } from "../command/index.js";
import { CheckError } from "./error.js";
import { isError, ourAnswers, tlcAnswers, type Answer } from "./evaluations.js";
import { randomExpressions } from "./random/expressions.js";

const USAGE = "usage: npm run check:evaluator -- [--count N] [--seed N] [--write]";
const OPTIONS = {
  count: { type: "string", default: "10000" },
  seed: { type: "string", default: "1" },
  write: { type: "boolean" },
} as const;

/** How many of the expressions `npm test` evaluates, against the answers that are written here. */
const RECORDED = 1500;
const FILE = fileURLToPath(
  new URL("../../../test/conformance/tla/evaluator/tlc-answers.txt", import.meta.url),
);

/** TLC computes up to 2^31, we up to 2^29: such an expression says nothing. */
const isTooLarge = (answer: Answer): boolean =>
  isError(answer) && answer.includes("the integers that are kept");

const agree = (one: Answer, other: Answer): boolean =>
  isError(one) ? isError(other) : one === other;

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values } = parseWords(words, { options: OPTIONS });
  const expressions = randomExpressions(Number(values.count), Number(values.seed));
  const tlc = await tlcAnswers(expressions, await resolveTools(), signal);
  const ours = ourAnswers(expressions);
  let [wrong, errors, large] = [0, 0, 0];
  expressions.forEach((text, k) => {
    const { interpreted, compiled } = ours[k] as (typeof ours)[number];
    const wanted = tlc[k] as Answer;
    if (isTooLarge(interpreted) && isTooLarge(compiled)) large += 1;
    else if (!agree(wanted, interpreted) || !agree(wanted, compiled)) {
      wrong += 1;
      console.error(
        `${text}\n  TLC:         ${wanted}\n  interpreter: ${interpreted}\n  compiler:    ${compiled}`,
      );
    } else if (isError(wanted)) errors += 1;
  });
  const counted = expressions.length - large;
  console.log(
    `evaluator: ${String(counted)} expressions of seed ${values.seed}: ` +
      `${String(counted - errors - wrong)} values and ${String(errors)} errors agree, ` +
      `${String(wrong)} differ; ${String(large)} left the range of our integers`,
  );
  return wrong === 0 ? 0 : 1;
}

await runCommand({ main, usage: USAGE, answers: [CheckError, RunnerError] });
