// Promise: the verdicts of the last run are kept whole, or as they were.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { HandMutant } from "./entry.js";
import { renderReport } from "./report.js";
import type { Survivor } from "./survivors.js";
import type { Verdict } from "./verdict.js";

const VERDICTS = "mutants-verdicts.json";
const REPORT = "mutants-report.md";

/** The verdicts that stand beside the specs; none when there is no such file yet. */
export async function loadVerdicts(dir: string): Promise<readonly Verdict[]> {
  const text = await readFile(join(dir, VERDICTS), "utf8").catch(() => "[]");
  return JSON.parse(text) as readonly Verdict[];
}

/** The old verdicts of the mutants that there are, each replaced by its new one. */
export function mergeVerdicts(
  names: readonly string[],
  old: readonly Verdict[],
  fresh: readonly Verdict[],
): readonly Verdict[] {
  const known = new Map([...old, ...fresh].map((verdict) => [verdict.name, verdict]));
  return names.flatMap((name) => known.get(name) ?? []);
}

/** One verdict a line, so that a change of one is a change of one line. */
export function renderVerdicts(verdicts: readonly Verdict[]): string {
  return `[\n${verdicts.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
}

/** Writes the verdicts and the report on them. */
export async function saveVerdicts(
  dir: string,
  verdicts: readonly Verdict[],
  hand: readonly HandMutant[],
  survivors: readonly Survivor[],
): Promise<void> {
  await replace(join(dir, VERDICTS), renderVerdicts(verdicts));
  await replace(join(dir, REPORT), renderReport(verdicts, hand, survivors));
}

/** Writes aside and renames: an interruption leaves the old file. */
async function replace(file: string, text: string): Promise<void> {
  const aside = `${file}.new`;
  await writeFile(aside, text);
  await rename(aside, file);
}
