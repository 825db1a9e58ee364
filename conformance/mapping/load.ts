// Promise: spec and code as they are on disk now, or as a caller says that they are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportXml, resolveTools, type Tools } from "tla2tools-runner";
import type { Mapping } from "./check.js";
import { loadProgram, type ReadText } from "./code/program.js";
import { readCode, type CodeOutline } from "./code/reducers.js";
import { EXCEPTIONS_FILE, readExceptions, type Exceptions } from "./exceptions.js";
import { GUARDS_FILE, readGuards } from "./guards-file.js";
import { readXml } from "./sany/read-xml.js";
import type { SpecTree } from "./sany/tree.js";
import type { Sources } from "./sany/source.js";
import { outlineOf, type SpecOutline } from "./spec/outline.js";

/** The specs, and the modules of ours that each is made of. */
const SPECS: Readonly<Record<string, readonly string[]>> = {
  Zab: ["Channels", "Zab"],
  Election: ["Election"],
};

/** A spec as SANY reads it. */
export interface Parsed {
  readonly tree: SpecTree;
  readonly sources: Sources;
}

/** The text of a file of the repository. */
export function reader(root: string): ReadText {
  return (path) => readFileSync(join(root, path), "utf8");
}

/** What the code says, by the module of the spec. */
export function loadCode(root: string, read: ReadText): ReadonlyMap<string, CodeOutline> {
  return readCode(loadProgram(root, read));
}

/** Parses a module of the folder `specDir`; `own` are the modules whose operators count. */
export async function parseSpec(
  specDir: string,
  module: string,
  own: readonly string[],
  { tools, signal }: { readonly tools: Tools; readonly signal?: AbortSignal | undefined },
): Promise<Parsed> {
  const xml = await exportXml({
    module: join(specDir, `${module}.tla`),
    libraries: [specDir],
    tools,
    ...(signal === undefined ? {} : { signal }),
  });
  const texts = own.map((part) => [part, readFileSync(join(specDir, `${part}.tla`), "utf8")]);
  return {
    tree: readXml(xml, new Set(own)),
    sources: new Map(texts as [string, string][]),
  };
}

/** What the specs say, as far as the code mirrors them. */
export function outlines(
  parsed: ReadonlyMap<string, Parsed>,
  code: ReadonlyMap<string, CodeOutline>,
  exceptions: Exceptions,
): ReadonlyMap<string, SpecOutline> {
  return new Map(
    [...parsed].map(([name, { tree, sources }]) => {
      const twins = new Set(code.get(name)?.twins.map((twin) => twin.name));
      const beside = Object.keys(exceptions[name]?.actions ?? {});
      return [name, outlineOf(tree, sources, beside, twins)] as const;
    }),
  );
}

/** Every spec that has reducers, parsed. */
export async function parseSpecs(
  specDir: string,
  options: { readonly tools?: Tools; readonly signal?: AbortSignal } = {},
): Promise<ReadonlyMap<string, Parsed>> {
  const tools = options.tools ?? (await resolveTools());
  const all = Object.entries(SPECS).map(async ([name, own]) => {
    const parsed = await parseSpec(specDir, name, own, { tools, signal: options.signal });
    return [name, parsed] as const;
  });
  return new Map(await Promise.all(all));
}

/** Everything that is compared, read from the repository at `root`. */
export async function loadMapping(root: string, signal?: AbortSignal): Promise<Mapping> {
  const read = reader(root);
  const exceptions = readExceptions(read(EXCEPTIONS_FILE));
  const guards = readGuards(read(GUARDS_FILE));
  // The compiler reads the code while SANY reads the specs.
  const parsing = parseSpecs(join(root, "spec"), signal === undefined ? {} : { signal });
  const reading = Promise.resolve().then(() => loadCode(root, read));
  const [parsed, code] = await Promise.all([parsing, reading]);
  return { specs: outlines(parsed, code, exceptions), code, exceptions, guards };
}
