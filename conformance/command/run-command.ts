// Promise: what a user can mend is one line and no stack; what nobody foresaw keeps its stack.
import { UsageError } from "./arguments.js";
import { systemProblem } from "./system-error.js";

/** As in sysexits: the command line makes no sense. */
const BAD_USAGE = 64;
/** What was asked about cannot be read or run, so nothing is known of it. */
const CANNOT_TELL = 2;
/** As a shell says it of a program that Ctrl-C has ended. */
export const INTERRUPTED = 130;

export interface Command {
  /** Its script in package.json; each line of complaint begins with it. */
  readonly name: string;
  /** The exit code; `signal` asks it to stop. */
  readonly main: (words: readonly string[], signal: AbortSignal) => Promise<number>;
  readonly usage: string;
  /** Errors whose message is the whole answer. */
  readonly answers: readonly (new (...args: never[]) => Error)[];
}

/** Runs a program of the command line. A second signal does not wait for it to stop. */
export async function runCommand({ name, main, usage, answers }: Command): Promise<void> {
  const words = process.argv.slice(2);
  if (words.some((word) => word === "--help" || word === "-h")) {
    console.log(usage);
    return;
  }
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(INTERRUPTED);
      interruption.abort();
    });
  }
  try {
    process.exitCode = await main(words, interruption.signal);
  } catch (error) {
    process.exitCode = interruption.signal.aborted ? INTERRUPTED : CANNOT_TELL;
    if (interruption.signal.aborted) return;
    if (error instanceof UsageError) process.exitCode = BAD_USAGE;
    const answered = answers.some((answer) => error instanceof answer);
    const text = answered ? (error as Error).message : systemProblem(error);
    if (error instanceof UsageError) console.error(`${name}: ${error.message}\n${usage}`);
    else if (text !== null) console.error(text.replaceAll(/^/gm, `${name}: `));
    else throw error;
  }
}
