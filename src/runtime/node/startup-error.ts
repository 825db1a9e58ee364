import { systemReason } from "#codec";
import { StoreError } from "./store/store-error.js";

/** The server cannot start; `message` is one line for people. */
export class StartupError extends Error {
  override readonly name = "StartupError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Exit codes of ZooKeeper: an unexpected error, and a data directory that cannot be used. */
export const UNEXPECTED = 1;
export const DATA_DIRECTORY = 3;

/** Turns what the file system and recovery say into one line. */
export function inDirectory<T>(directory: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError) throw new StartupError(error.message, UNEXPECTED);
    const reason = systemReason(error);
    if (reason === null) throw error;
    const { path = directory } = error as NodeJS.ErrnoException;
    const where = path === directory ? "" : `${path}: `;
    const problem = `${directory} cannot be used: ${where}${reason}`;
    throw new StartupError(`${problem}: name another folder`, DATA_DIRECTORY);
  }
}
