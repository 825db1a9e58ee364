/** What went wrong outside the spec that was to be checked. */
export type RunnerErrorCode =
  | "no-java"
  | "old-java"
  | "no-jar"
  | "bad-checksum"
  | "bad-option"
  | "missing-file"
  | "not-parsed"
  | "port-in-use"
  | "no-worker";

/**
 * An error whose message is one line for a person: the place, the value found, the remedy.
 *
 * A spec that violates its properties is not an error but a result; these are only about the
 * machine, the options, and modules that could not be exported because they do not parse.
 */
export class RunnerError extends Error {
  override readonly name = "RunnerError";
  readonly code: RunnerErrorCode;

  constructor(code: RunnerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
