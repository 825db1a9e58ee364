// Promise: what a user can mend is one line and no stack; what nobody foresaw keeps its stack.
import { UsageError } from "./arguments.js";

const BAD_USAGE = 2;
/** As a shell says it of a program that Ctrl-C has ended. */
export const INTERRUPTED = 130;

export interface Command {
  /** The exit code; `signal` asks it to stop. */
  readonly main: (words: readonly string[], signal: AbortSignal) => Promise<number>;
  readonly usage: string;
  /** What each line of complaint begins with. */
  readonly prefix?: string;
  /** Errors whose message is the whole answer. */
  readonly answers: readonly (new (...args: never[]) => Error)[];
}

/** Runs a program of the command line. A second signal does not wait for it to stop. */
export async function runCommand({ main, usage, answers, prefix = "" }: Command): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(INTERRUPTED);
      interruption.abort();
    });
  }
  try {
    process.exitCode = await main(process.argv.slice(2), interruption.signal);
  } catch (error) {
    process.exitCode = interruption.signal.aborted ? INTERRUPTED : BAD_USAGE;
    if (interruption.signal.aborted) return;
    if (error instanceof UsageError) console.error(`${prefix}${error.message}\n${usage}`);
    else if (answers.some((answer) => error instanceof answer)) {
      console.error(`${prefix}${(error as Error).message}`);
    } else throw error;
  }
}
