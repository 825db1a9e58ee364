import { join } from "node:path";
import { ifThere, readPiece, withFile, type Files } from "./files.js";
import { writeDurably } from "./durable-file.js";
import { StoreError } from "./store-error.js";

export type EpochName = "acceptedEpoch" | "currentEpoch";

/** More than any number has digits, bytes. */
const LINE = 64;

/**
 * The number in the first line of an epoch file; null when there is no such file.
 * @throws StoreError when there is something else.
 */
export function readEpoch(files: Files, directory: string, name: EpochName): number | null {
  const path = join(directory, name);
  const start = ifThere(() => withFile(files, path, "r", (fd) => readPiece(files, fd, 0, LINE)));
  if (start === null) return null;
  const line = (start.toString("latin1").split("\n")[0] ?? "").trim();
  if (!/^\d{1,10}$/.test(line) || Number(line) > 0x7fffffff) {
    throw new StoreError(
      `${path}: ${JSON.stringify(line.slice(0, 40))} found, ` +
        "a whole number from 0 to 2147483647 wanted: " +
        "restore the file from a copy, or let this server start over in an empty dataDir",
    );
  }
  return Number(line);
}

/** Makes an epoch durable: a new file takes the place of the old one in one rename. */
export function writeEpoch(files: Files, directory: string, name: EpochName, epoch: number): void {
  writeDurably(files, join(directory, name), [Buffer.from(String(epoch), "latin1")]);
}
