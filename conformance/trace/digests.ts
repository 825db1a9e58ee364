/** Says when a run was recorded by a program that mirrors another spec than that at hand. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordedFor } from "./recorded-for.js";
import { CannotTell } from "./stop.js";

/**
 * One note for each digest in the headers that is not that of the spec at hand, for the modules
 * that the run is judged by. Where the headers differ, the note names the files.
 */
export async function digestNotes(
  specs: readonly RecordedFor[],
  modules: readonly ("Zab" | "Election")[],
  specDir: string,
): Promise<string[]> {
  const notes: string[] = [];
  for (const module of modules) {
    const text = await readFile(join(specDir, `${module}.tla`)).catch(() => null);
    // Whoever loads the spec says that it is not there.
    if (text === null) continue;
    const here = createHash("sha256").update(text).digest("hex").slice(0, 16);
    const digests = new Set(specs.map(({ spec }) => spec[module]));
    for (const digest of digests) {
      if (digest === here) continue;
      const which = digest === undefined ? "that no header names" : `of digest ${digest}`;
      const own = specs.filter(({ spec }) => spec[module] === digest);
      const files = digests.size === 1 ? "" : `${listed(own.flatMap((one) => one.files))}: `;
      notes.push(`${files}recorded for the ${module}.tla ${which}, and that here has ${here}`);
    }
  }
  return notes;
}

/** @throws CannotTell where there are notes on digests, and nobody has allowed another spec */
export function refuseOtherSpec(notes: readonly string[]): void {
  if (notes.length === 0) return;
  throw new CannotTell(`${notes.join("; ")}: --allow-other-spec takes it all the same`, null);
}

function listed([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${String(more.length)} more`;
}
