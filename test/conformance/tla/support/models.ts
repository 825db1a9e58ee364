import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile, loadSpec, parseConfig, type Config, type Spec } from "#conformance/tla";
import { packageRoot } from "../../../support/package-root.js";

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, packageRoot)), "utf8");

export interface Expected {
  readonly cfg: string;
  readonly module: string;
  readonly expect: string;
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
}

/** What the manifest pins of a model: TLC's counts. */
export function expected(name: string): Expected {
  const models = JSON.parse(read("spec/models/models.json")) as Expected[];
  const found = models.find(({ cfg }) => cfg === `${name}.cfg`);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
}

/** The text of a module of `spec/`, changed by a test if it wants. */
export function moduleText(name: string): string | undefined {
  const folders = ["spec/models", "spec"];
  const folder = folders.find((one) =>
    existsSync(fileURLToPath(new URL(`${one}/${name}.tla`, packageRoot))),
  );
  return folder === undefined ? undefined : read(`${folder}/${name}.tla`);
}

export function load(name: string): { readonly spec: Spec; readonly config: Config } {
  const { module, cfg } = expected(name);
  return {
    spec: loadSpec(module, moduleText),
    config: parseConfig(read(`spec/models/${cfg}`), cfg),
  };
}

export function compiled(name: string) {
  const { spec, config } = load(name);
  return { spec, config, program: compile(spec, config) };
}

/** A spec of one module, for tests of its own. */
export function small(body: string, cfg: string, root = "Small") {
  const extended = "Integers, Sequences, FiniteSets, TLC";
  const text = `---- MODULE ${root} ----\nEXTENDS ${extended}\n${body}\n====\n`;
  const spec = loadSpec(root, (name) => (name === root ? text : undefined));
  return { spec, config: parseConfig(cfg, `${root}.cfg`) };
}
