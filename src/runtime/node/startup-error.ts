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

/**
 * Turns what the file system and recovery say into one line.
 *
 * @param key what names the directory, a key of zoo.cfg or an option
 */
export function inDirectory<T>(key: string, directory: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError) throw new StartupError(error.message, UNEXPECTED);
    const reason = systemReason(error);
    if (reason === null) throw error;
    const { path = directory } = error as NodeJS.ErrnoException;
    const remedy = "name a folder this server may read and write";
    throw new StartupError(`${key}: ${path} cannot be used: ${reason}: ${remedy}`, DATA_DIRECTORY);
  }
}
