// Promise: spec and code as they are on disk now, or as a caller says that they are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportXml, resolveTools, type Tools } from "tla2tools-runner";
import type { Mapping } from "./check.js";
import { loadProgram, type ReadText } from "./code/program.js";
import { readCode } from "./code/reducers.js";
import { EXCEPTIONS_FILE, readExceptions } from "./exceptions.js";
import { GUARDS_FILE, readGuards } from "./guards-file.js";
import { readXml } from "./sany/read-xml.js";
import { outlineOf, type SpecOutline } from "./spec/outline.js";

/** The specs, and the modules of ours that each is made of. */
const SPECS: Readonly<Record<string, readonly string[]>> = {
  Zab: ["Channels", "Zab"],
  Election: ["Election"],
};

export interface LoadOptions {
  /** The repository. */
  readonly root: string;
  /** The folder of the modules; spec/ of the repository unless said otherwise. */
  readonly specDir?: string;
  /** The text of a file by its path below the root. */
  readonly read?: ReadText;
  readonly tools?: Tools;
  readonly signal?: AbortSignal;
}

/** The text of a file of the repository. */
export function reader(root: string): ReadText {
  return (path) => readFileSync(join(root, path), "utf8");
}

export async function loadMapping(options: LoadOptions): Promise<Mapping> {
  const { root, read = reader(root), specDir = join(root, "spec"), signal } = options;
  const exceptions = readExceptions(read(EXCEPTIONS_FILE));
  const guards = readGuards(read(GUARDS_FILE));
  const code = readCode(loadProgram(root, read));
  const tools = options.tools ?? (await resolveTools());
  const specs = new Map<string, SpecOutline>();
  for (const [name, parts] of Object.entries(SPECS)) {
    const xml = await exportXml({
      module: join(specDir, `${name}.tla`),
      libraries: [specDir],
      tools,
      ...(signal === undefined ? {} : { signal }),
    });
    const sources = new Map(
      parts.map((part) => [part, readFileSync(join(specDir, `${part}.tla`), "utf8")]),
    );
    const tree = readXml(xml, new Set(parts));
    const twins = new Set(code.get(name)?.twins.map((twin) => twin.name));
    const beside = Object.keys(exceptions[name]?.actions ?? {});
    specs.set(name, outlineOf(tree, sources, beside, twins));
  }
  return { specs, code, exceptions, guards };
}
