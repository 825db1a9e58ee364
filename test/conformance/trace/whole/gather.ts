/** Puts the files of one run together: who took part, in which lives. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readLife, tornNote } from "./read-file.js";
import { WHOLE, type Life, type Run } from "./run.js";
import { BadInput, CannotTell } from "../../../../dist/conformance/trace/stop.js";

const NAME = /^(\d+)\.(\d+)\.ndjson$/;

/** The recorded files: those of a folder by their names, or those given. */
export async function traceFiles(source: string | readonly string[]): Promise<readonly string[]> {
  if (typeof source !== "string") return source;
  const found = await stat(source).catch(() => null);
  const refuse = (problem: string): never => {
    throw new BadInput([{ place: { file: source, line: WHOLE }, field: "", problem }]);
  };
  if (found === null) return refuse("no such file or folder: name what a server recorded");
  if (!found.isDirectory()) return [source];
  const names = (await readdir(source)).filter((name) => NAME.test(name)).sort();
  if (names.length === 0) return refuse("no file <server>.<incarnation>.ndjson in this folder");
  return names.map((name) => join(source, name));
}

/** @throws BadInput, CannotTell */
export async function gatherRun(source: string | readonly string[]): Promise<Run> {
  const all: Life[] = [];
  for (const file of await traceFiles(source)) all.push(await readLife(file));
  const [first] = all;
  if (first === undefined) throw new CannotTell("no recorded file was given", null);
  for (const life of all) agree(first, life);
  const lives = new Map<number, Life[]>();
  for (const life of all) {
    lives.set(life.header.server, [...(lives.get(life.header.server) ?? []), life]);
  }
  for (const own of lives.values()) inOrder(own);
  const { servers, voters } = first.header;
  return { servers, voters, lives, notes: notesOf(all, servers, lives) };
}

function agree(first: Life, life: Life): void {
  for (const key of ["servers", "voters"] as const) {
    const wanted = JSON.stringify(first.header[key]);
    const found = JSON.stringify(life.header[key]);
    if (found === wanted) continue;
    const problem = `${key} is ${found}, but ${wanted} in ${first.file}`;
    throw new BadInput([{ place: { file: life.file, line: 1 }, field: key, problem }]);
  }
}

function inOrder(own: Life[]): void {
  own.sort((a, b) => a.header.incarnation - b.header.incarnation);
  for (const [k, life] of own.entries()) {
    const before = own[k - 1];
    if (before === undefined) continue;
    const { server, incarnation } = life.header;
    const place = { file: life.file, line: 1 };
    if (before.header.incarnation === incarnation) {
      const problem = `incarnation is ${String(incarnation)}, and so it is in ${before.file}`;
      throw new BadInput([{ place, field: "incarnation", problem }]);
    }
    if (before.header.incarnation + 1 !== incarnation) {
      const missing = `${String(server)}.${String(before.header.incarnation + 1)}.ndjson`;
      throw new CannotTell(`the file ${missing} is missing before this one`, place);
    }
  }
}

function notesOf(
  all: readonly Life[],
  servers: readonly number[],
  lives: ReadonlyMap<number, readonly Life[]>,
): string[] {
  const torn = all.flatMap((life) => (life.torn === null ? [] : [tornNote(life.torn)]));
  const absent = servers
    .filter((server) => !lives.has(server))
    .map((server) => `no file of server ${String(server)}: taken as never started`);
  const built = new Set(all.map(({ header }) => JSON.stringify(header.spec)));
  const mixed = built.size > 1 ? ["the servers were built against different specs"] : [];
  return [...torn, ...absent, ...mixed];
}
