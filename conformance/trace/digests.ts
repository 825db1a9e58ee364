/** Says when a run was recorded by a program that mirrors another spec than its judge. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TraceHeader } from "#codec";

/**
 * One note for each digest in the headers that is not that of the spec at hand, for the modules
 * that the run is judged by.
 */
export async function digestNotes(
  specs: readonly TraceHeader["spec"][],
  modules: readonly ("Zab" | "Election")[],
  specDir: string,
): Promise<string[]> {
  const notes: string[] = [];
  for (const module of modules) {
    const text = await readFile(join(specDir, `${module}.tla`)).catch(() => null);
    // Whoever loads the spec says that it is not there.
    if (text === null) continue;
    const here = createHash("sha256").update(text).digest("hex").slice(0, 16);
    for (const digest of new Set(specs.map((spec) => spec[module]))) {
      if (digest === here) continue;
      const which = digest === undefined ? "that no header names" : `of digest ${digest}`;
      const recorded = `recorded for the ${module}.tla ${which}`;
      notes.push(`${recorded}, judged by that of ${here}`);
    }
  }
  return notes;
}
