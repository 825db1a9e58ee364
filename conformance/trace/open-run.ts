/** Opens a recorded run: who took part is known first, then come the steps in order. */
import type { TraceHeader } from "#codec";
import { agree, follows, readHeader, type Life } from "./life.js";
import { withFile, type RecordedFor } from "./recorded-for.js";
import { RunReader, type Opened, type Start } from "./run-reader.js";
import { CannotTell } from "./stop.js";
import { traceFiles } from "./trace-files.js";

/**
 * Opens the files of a folder, or those given, and reads their first lines.
 *
 * @throws BadInput, CannotTell
 */
export async function openRun(source: string | readonly string[]): Promise<RunReader> {
  const { files, others } = await traceFiles(source);
  return new RunReader(await openFiles(files, others));
}

/**
 * @param others what is beside them, and not read
 * @throws BadInput, CannotTell
 */
export async function openFiles(
  files: readonly string[],
  others: readonly string[],
): Promise<Opened> {
  const lives: Life[] = [];
  const starts = new Map<number, Start>();
  let specs: readonly RecordedFor[] = [];
  let first: { readonly header: TraceHeader; readonly file: string } | null = null;
  for (const file of files) {
    const header = await readHeader(file);
    const { server, incarnation, spec } = header;
    first ??= { header, file };
    await agree(first.header, first.file, header, file);
    specs = withFile(specs, spec, file);
    lives.push({ file, server, incarnation });
    // The histories in all other headers are read again when their turn comes.
    const earliest = starts.get(server);
    if (earliest === undefined || incarnation < earliest.header.incarnation) {
      starts.set(server, { place: { file, line: 1 }, header });
    }
  }
  if (first === null) throw new CannotTell("no recorded file was given", null);
  const { servers, voters } = first.header;
  return {
    servers,
    voters,
    specs,
    starts: [...starts.values()].sort((a, b) => a.header.server - b.header.server),
    lives: await perServer(lives),
    others,
  };
}

/** The lives of each server in order, the smallest server first. */
async function perServer(lives: readonly Life[]): Promise<readonly (readonly Life[])[]> {
  const sorted = [...lives].sort((a, b) => a.server - b.server || a.incarnation - b.incarnation);
  const own: Life[][] = [];
  for (const life of sorted) {
    const before = own.at(-1)?.at(-1);
    if (before?.server !== life.server) {
      own.push([life]);
      continue;
    }
    await follows(before, life);
    own.at(-1)?.push(life);
  }
  return own;
}
