/** The files of a run by what their first lines say: who recorded, in which of its lives. */
import { stat } from "node:fs/promises";
import type { TraceHeader } from "#codec";
import { mayBegin } from "./beginning.js";
import { headerOf } from "./evidence.js";
import { FileLines } from "./file-lines.js";
import { fieldColumn } from "./json-place.js";
import { badInput, CannotTell } from "./stop.js";
import { isNamedAfter } from "./trace-files.js";

/** One process of a server: one file. */
export interface Life {
  readonly file: string;
  readonly server: number;
  readonly incarnation: number;
}

/**
 * The first line of a file; null while it is not written, or not to its end.
 *
 * @throws BadInput for what cannot become a header
 */
export async function firstLine(file: string): Promise<string | null> {
  const lines = new FileLines(file);
  try {
    for (;;) {
      const some = await lines.read();
      if (some === null) {
        mayBegin(file, lines.rest);
        return null;
      }
      if (some[0] !== undefined) return some[0];
    }
  } finally {
    await lines.close();
  }
}

/** @throws BadInput, CannotTell */
export async function readHeader(file: string): Promise<TraceHeader> {
  const text = await firstLine(file);
  const place = { file, line: 1 };
  if (text !== null) {
    const header = headerOf(place, text);
    isNamedAfter(file, header);
    return header;
  }
  if ((await stat(file)).size > 0) {
    throw new CannotTell("the header is missing: the first line is cut short", place);
  }
  throw badInput({ ...place, column: 1 }, "", "the file is empty: a header is wanted");
}

/** @throws BadInput where a header contradicts the first one read */
export async function agree(
  first: TraceHeader,
  firstFile: string,
  header: TraceHeader,
  file: string,
): Promise<void> {
  for (const key of ["servers", "voters"] as const) {
    const wanted = JSON.stringify(first[key]);
    const found = JSON.stringify(header[key]);
    if (found === wanted) continue;
    await refuseField(file, key, `${key} is ${found}, but ${wanted} in ${firstFile}`);
  }
  const [names, named] = [header, first].map(({ spec }) => spec.Election !== undefined);
  if (names === named) return;
  const said = (yes: boolean | undefined) => (yes === true ? "named" : "not named");
  const problem = `the Election.tla is ${said(names)} here, but ${said(named)} in ${firstFile}`;
  await refuseField(file, "spec", problem);
}

/** @throws BadInput, CannotTell where two lives of one server are not one after the other */
export async function follows(before: Life, life: Life): Promise<void> {
  if (before.incarnation === life.incarnation) {
    const problem = `incarnation is ${String(life.incarnation)}, and so it is in ${before.file}`;
    await refuseField(life.file, "incarnation", problem);
  }
  if (before.incarnation + 1 !== life.incarnation) {
    const missing = `${String(life.server)}.${String(before.incarnation + 1)}.ndjson`;
    const place = { file: life.file, line: 1 };
    throw new CannotTell(`the file ${missing} is missing before this one`, place);
  }
}

/** Names a field of a header at its column. */
async function refuseField(file: string, field: string, problem: string): Promise<never> {
  const column = fieldColumn((await firstLine(file)) ?? "", field);
  throw badInput({ file, line: 1, column }, field, problem);
}
