// Promise: what the three answers to an expression amount to.
import { isError, type Answer } from "./evaluations.js";

export interface Answers {
  readonly tlc: Answer;
  readonly interpreted: Answer;
  readonly compiled: Answer;
}

/**
 * Where we refuse on purpose what TLC evaluates: integers beyond ±2^29, of TLC's 2^31; strings as
 * sequences of characters; a set of elements of different kinds, which TLC notices when it sorts
 * it; what is no set beside an empty one, where TLC does not look at it; EXCEPT outside of a
 * domain, of which TLC only warns; and a sequence that is compared with a string, or a function on
 * strings with a sequence, which TLC refuses the other way round. Such an expression says nothing
 * of the evaluator.
 */
const NARROWER = [
  /the integers that are kept/,
  /of ".*", which is no sequence/,
  /a set cannot hold both/,
  /: [^{].* is no set$/,
  /EXCEPT at .*, which is not in DOMAIN/,
  /: (<<.*>> = ".*|\[.* = <<.*) compares values of different kinds$/,
];

export type Outcome = "value" | "error" | "narrower" | "different";

const agree = (one: Answer, other: Answer): boolean =>
  isError(one) ? isError(other) : one === other;

export function outcome({ tlc, interpreted, compiled }: Answers): Outcome {
  if (agree(tlc, interpreted) && agree(tlc, compiled)) return isError(tlc) ? "error" : "value";
  const ours = [interpreted, compiled];
  const narrower = ours.every((one) => isError(one) && NARROWER.some((reason) => reason.test(one)));
  return narrower ? "narrower" : "different";
}
