/** Which files are the evidence: those of a folder by their names, or those given. */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { systemReason, type TraceHeader } from "#codec";
import { WHOLE } from "./run.js";
import { badInput } from "./stop.js";

const NAME = /^(\d+)\.(\d+)\.ndjson$/;

/** How many names a note shows. */
const SHOWN = 3;

/** What is read of what was named, and what is not. */
export interface TraceFiles {
  readonly files: readonly string[];
  /** Other things in the folder, by name. */
  readonly others: readonly string[];
}

/** Whether a file is one that a server recorded, by its name. */
export const isTraceFile = (name: string): boolean => NAME.test(name);

/** @throws BadInput for what is not there, or is no file or folder that can be read */
export async function traceFiles(source: string | readonly string[]): Promise<TraceFiles> {
  if (typeof source !== "string") {
    await onlyOnce(source);
    return { files: source, others: [] };
  }
  const found = await stat(source).catch((error: unknown) => unreadable(source, error));
  if (found.isFile()) return { files: [source], others: [] };
  if (!found.isDirectory()) refuse(source, "neither a file nor a folder: name what was recorded");
  const names = await readdir(source).catch((error: unknown) => unreadable(source, error));
  const others = othersAmong(names);
  const own = names.filter(isTraceFile).sort();
  if (own.length === 0) {
    const instead = others.length === 0 ? "" : `: it holds ${listed(others)}`;
    refuse(source, `no file <server>.<incarnation>.ndjson in this folder${instead}`);
  }
  const files = own.map((name) => join(source, name));
  for (const file of files) {
    // A pipe would be waited for, for ever.
    const isFile = await stat(file).then(
      (one) => one.isFile(),
      (error: unknown) => unreadable(file, error),
    );
    if (!isFile) refuse(file, "no file that can be read: a recorded one is wanted");
  }
  return { files, others };
}

/** What a folder holds besides; hidden files are nobody's concern. */
export function othersAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => !isTraceFile(name) && !name.startsWith(".")).sort();
}

/** What is not read, for a reader of the verdict; null where everything is. */
export function othersNote(others: readonly string[]): string | null {
  return others.length === 0 ? null : `not read, because of the name: ${listed(others)}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  const rest = more > 0 ? ` and ${String(more)} more` : "";
  return `${names.slice(0, SHOWN).join(", ")}${rest}`;
}

/** @throws BadInput where a file's name and its header speak of different processes */
export function isNamedAfter(file: string, { server, incarnation }: TraceHeader): void {
  const [, ofServer, ofIncarnation] = NAME.exec(basename(file)) ?? [];
  if (ofServer === undefined) return;
  if (Number(ofServer) === server && Number(ofIncarnation) === incarnation) return;
  const own = join(dirname(file), `${String(server)}.${String(incarnation)}.ndjson`);
  const who = `server ${String(server)}, incarnation ${String(incarnation)}`;
  const problem = `its header is that of ${who}, whose file is ${own}: name it so, or restore it`;
  throw badInput({ file, line: 1 }, "", problem);
}

async function onlyOnce(files: readonly string[]): Promise<void> {
  const named = new Map<string, string>();
  for (const file of files) {
    const real = await realpath(file).catch((error: unknown) => unreadable(file, error));
    const before = named.get(real);
    if (before === file) refuse(file, "named twice: name each file once");
    if (before !== undefined) refuse(file, `the same file as ${before}: name each file once`);
    named.set(real, file);
  }
}

/** @throws BadInput what the system says of a file or folder, in words */
export function unreadable(file: string, error: unknown): never {
  const reason = systemReason(error);
  if (reason === null) throw error;
  return refuse(file, `${reason}: name what a server recorded`);
}

function refuse(file: string, problem: string): never {
  throw badInput({ file: file === "" ? '""' : file, line: WHOLE }, "", problem);
}
