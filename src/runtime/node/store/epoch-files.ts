import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "./durable-file.js";
import { StoreError } from "./store-error.js";

export type EpochName = "acceptedEpoch" | "currentEpoch";

/** The number in an epoch file; null when there is no such file. */
export function readEpoch(directory: string, name: EpochName): number | null {
  const path = join(directory, name);
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const line = (text.split("\n")[0] ?? "").trim();
  if (!/^\d{1,10}$/.test(line) || Number(line) > 0x7fffffff) {
    throw new StoreError(
      `${path}: "${line.slice(0, 40)}" found, a whole number from 0 to 2147483647 wanted: ` +
        "restore the file from a copy, or let this server start over in an empty dataDir",
    );
  }
  return Number(line);
}

/** Makes an epoch durable: a new file takes the place of the old one in one rename. */
export function writeEpoch(directory: string, name: EpochName, epoch: number): void {
  writeDurably(join(directory, name), [Buffer.from(String(epoch), "latin1")]);
}
