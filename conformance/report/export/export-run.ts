/** Writes a recorded run in a format of other tools, whole or not at all. */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { basename } from "node:path";
import { systemReason } from "#codec";
import { checkRun } from "../../check-run.js";
import { specFolder } from "../../judge/spec-files.js";
import { digestNotes, refuseOtherSpec } from "../../trace/digests.js";
import { openRun, type RunReader } from "../../trace/index.js";
import { BadInput, CannotTell } from "../../trace/stop.js";
import { isTraceFile } from "../../trace/trace-files.js";
import type { Undecided, Unreadable, Violates } from "../../verdict/verdict.js";
import { ItfWriter } from "./itf.js";
import { shivizLog } from "./shiviz.js";
import { writeModules } from "./tla-run.js";

export const EXPORT_FORMATS = ["itf", "shiviz", "tla"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly specDir?: string | undefined;
  /** FALSE: a run that was recorded for another spec is not written: "cannot tell". */
  readonly allowOtherSpec?: boolean | undefined;
  /** How many MiB the states for `itf` may take; each has all histories. Default 64. */
  readonly most?: number | undefined;
}

/** MiB; the histories of some 150 txns make as much. */
const MOST = 64;

export type NotExported = Undecided | Unreadable | Violates;

/**
 * Writes the run to a file, or to a new folder for `tla`. What the evidence lacks is a verdict, and
 * then nothing is written; null is success. The states for `itf` are those of the spec, so a run
 * that the spec does not allow has none.
 */
export async function exportRun(
  format: ExportFormat,
  source: string | readonly string[],
  target: string,
  { specDir = specFolder(), most = MOST, allowOtherSpec = true }: ExportOptions = {},
): Promise<NotExported | null> {
  try {
    await writeAside(target, (aside) =>
      write(format, source, aside, { specDir, most, allowOtherSpec }),
    );
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.verdict;
    if (error instanceof BadInput) return { verdict: "bad input", faults: error.faults };
    if (!(error instanceof CannotTell)) throw error;
    return { verdict: "cannot tell", reason: error.message, place: error.place };
  }
}

interface Wishes {
  readonly specDir: string;
  readonly most: number;
  readonly allowOtherSpec: boolean;
}

async function write(
  format: ExportFormat,
  source: string | readonly string[],
  to: string,
  wishes: Wishes,
): Promise<void> {
  if (format === "itf") return writeStates(source, to, wishes);
  const { specDir, allowOtherSpec } = wishes;
  const reader = await openRun(source);
  const { specs } = reader.opened;
  if (!allowOtherSpec) {
    const votes = specs.some(({ spec }) => spec.Election !== undefined);
    const modules = votes ? (["Zab", "Election"] as const) : (["Zab"] as const);
    refuseOtherSpec(await digestNotes(specs, modules, specDir));
  }
  if (format === "shiviz") return writeLog(reader, to);
  await mkdir(to);
  return writeModules(reader, to, specDir);
}

async function writeLog(reader: RunReader, to: string): Promise<void> {
  const file = openSync(to, "wx");
  try {
    for await (const text of shivizLog(reader.opened)) writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** The judge stopped before the end of the run. */
class Refused extends Error {
  readonly verdict: NotExported;

  constructor(verdict: NotExported) {
    super(verdict.verdict);
    this.verdict = verdict;
  }
}

async function writeStates(
  source: string | readonly string[],
  to: string,
  { specDir, most, allowOtherSpec }: Wishes,
): Promise<void> {
  const file = openSync(to, "wx");
  let left = most * MIB;
  const put = (text: string) => {
    left -= writeSync(file, text);
    if (left < 0) throw new ExportError(tooLarge(most));
  };
  try {
    const writer = new ItfWriter([source].flat().join(" "), put);
    const verdict = await checkRun(source, { specDir, allowOtherSpec, observer: writer });
    if (verdict.verdict !== "conforms") throw new Refused(verdict);
    writer.end();
  } finally {
    closeSync(file);
  }
}

const MIB = 2 ** 20;

function tooLarge(most: number): string {
  const why = "each state has all histories, so a run twice as long takes four times as much";
  return `the states take more than ${String(most)} MiB: ${why}: name more with --max-size`;
}

/** The target is not there yet, and appears when it is complete. */
async function writeAside(target: string, put: (aside: string) => Promise<void>): Promise<void> {
  const there = await stat(target).catch(() => null);
  if (there !== null) throw new ExportError(`${target} is there already: name a new one`);
  if (isTraceFile(basename(target)))
    throw new ExportError(`${target}: a server's record has such a name: name another target`);
  const aside = `${target}.${String(process.pid)}.new`;
  const remove = () => rmSync(aside, { recursive: true, force: true });
  // A process that is interrupted leaves nothing behind either.
  process.once("exit", remove);
  try {
    await put(aside);
    await rename(aside, target);
  } catch (error) {
    remove();
    const reason = systemReason(error);
    if (reason === null) throw error;
    throw new ExportError(`cannot write ${target}: ${reason}: name another target`);
  } finally {
    process.off("exit", remove);
  }
}

/** The target cannot be written: one line that says so. */
export class ExportError extends Error {}
