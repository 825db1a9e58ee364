/** Writes a recorded run in a format of other tools, whole or not at all. */
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { specFolder } from "../../judge/spec-files.js";
import { gatherRun } from "../../trace/gather.js";
import type { Run } from "../../trace/run.js";
import { BadInput, CannotTell } from "../../trace/stop.js";
import type { Undecided, Unreadable } from "../verdict.js";
import { shivizLog } from "./shiviz.js";
import { tlaFiles } from "./tla-run.js";

export const EXPORT_FORMATS = ["shiviz", "tla"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly specDir?: string | undefined;
}

/**
 * Writes the run to a file, or to a new folder for `tla`. What the evidence lacks is a verdict, and
 * then nothing is written; null is success.
 */
export async function exportRun(
  format: ExportFormat,
  source: string | readonly string[],
  target: string,
  { specDir = specFolder() }: ExportOptions = {},
): Promise<Undecided | Unreadable | null> {
  try {
    const run = await gatherRun(source);
    await writeAside(target, (aside) => write(format, run, aside, specDir));
    return null;
  } catch (error) {
    if (error instanceof BadInput) return { verdict: "bad input", faults: error.faults };
    if (!(error instanceof CannotTell)) throw error;
    return { verdict: "cannot tell", reason: error.message, place: error.place };
  }
}

async function write(format: ExportFormat, run: Run, to: string, specDir: string): Promise<void> {
  if (format === "shiviz") {
    await writeFile(to, shivizLog(run));
    return;
  }
  const files = tlaFiles(run, specDir);
  await mkdir(to);
  for (const [name, text] of files) await writeFile(join(to, name), text);
}

/** The target is not there yet, and appears when it is complete. */
async function writeAside(target: string, put: (aside: string) => Promise<void>): Promise<void> {
  const there = await stat(target).catch(() => null);
  if (there !== null) throw new ExportError(`${target} is there already: name a new one`);
  const aside = `${target}.${String(process.pid)}.new`;
  try {
    await put(aside);
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ExportError(`cannot write ${target}: ${message.split(", ")[0] ?? ""}`);
  }
}

/** The target cannot be written: one line that says so. */
export class ExportError extends Error {}
