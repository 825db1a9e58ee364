import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools } from "tla2tools-runner";
import {
  loadCode,
  outlines,
  parseSpec,
  parseSpecs,
  readExceptions,
  readGuards,
  reader,
  type Mapping,
  type Parsed,
} from "#conformance/mapping";
import { temporaryFolder } from "../support.js";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const read = reader(root);

/** One place of a text, and what stands there instead. */
export type Edit = readonly [path: string, from: string, to: string];

/** The text of a file with its edits made, each in exactly one place. */
function edited(path: string, edits: readonly Edit[]): string {
  const own = edits.filter(([file]) => file === path);
  return own.reduce((text, [, from, to]) => {
    const pieces = text.split(from);
    if (pieces.length !== 2) throw new Error(`${path} has ${pieces.length - 1} times "${from}"`);
    return pieces.join(to);
  }, read(path));
}

/** The specs with these edits, parsed in a folder of their own. */
export function parsedWith(edits: readonly Edit[]): Promise<ReadonlyMap<string, Parsed>> {
  const folder = temporaryFolder("spec");
  for (const name of ["Channels", "Zab", "Election"]) {
    writeFileSync(join(folder, `${name}.tla`), edited(`spec/${name}.tla`, edits));
  }
  return parseSpecs(folder);
}

let parsed: Promise<ReadonlyMap<string, Parsed>> | undefined;
const code = new Map<string, Mapping["code"]>();

/** The mapping of the repository with these edits; what no edit touches is read once. */
export async function mappingWith(...edits: Edit[]): Promise<Mapping> {
  const ofCode = edits.filter(([path]) => path.startsWith("src/"));
  const key = JSON.stringify(ofCode);
  const reducers = code.get(key) ?? loadCode(root, (path) => edited(path, ofCode));
  code.set(key, reducers);
  const ofSpec = edits.filter(([path]) => path.endsWith(".tla"));
  const specs = ofSpec.length > 0 ? parsedWith(ofSpec) : (parsed ??= parsedWith([]));
  const exceptions = readExceptions(edited("spec/mapping.json", edits));
  const guards = readGuards(edited("spec/guards.txt", edits));
  return { specs: outlines(await specs, reducers, exceptions), code: reducers, exceptions, guards };
}

const small = readFileSync(new URL("fixtures/Small.tla", import.meta.url), "utf8");

/** The module of the fixtures, with one place changed. */
export async function smallSpec(from = "", to = ""): Promise<Parsed> {
  if (!small.includes(from)) throw new Error(`the fixture has no "${from}"`);
  const folder = temporaryFolder("small");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Small.tla"), small.replace(from, to));
  return parseSpec(folder, "Small", ["Small"], { tools: await resolveTools() });
}
