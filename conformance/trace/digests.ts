/** Says when a run was recorded by a program that mirrors another spec than its judge. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "./run.js";

/** One note for each digest of Zab.tla in the headers that is not that of the spec at hand. */
export async function digestNotes(run: Run, specDir: string): Promise<string[]> {
  const text = await readFile(join(specDir, "Zab.tla"));
  const here = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const headers = [...run.lives.values()].flat().map(({ header }) => header.spec.Zab);
  return [...new Set(headers)]
    .filter((digest) => digest !== here)
    .map((digest) => `recorded for the Zab.tla of digest ${digest}, judged by that of ${here}`);
}
