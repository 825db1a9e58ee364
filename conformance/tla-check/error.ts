// Promise: what keeps a check from being made is one line.
/** A check of the evaluator that could not be made; the message is one line. */
export class CheckError extends Error {
  override readonly name = "CheckError";
}
