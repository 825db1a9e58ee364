// Promise: a model is what its files say now, and one digest stands for all that makes its graph.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { definitions, moduleTexts, reachable, type Definitions } from "./definitions.js";
import { GraphError } from "./errors.js";
import { loadManifest } from "../models/manifest.js";
import { selectModels } from "../models/select.js";
import type { ModelEntry } from "../models/entry.js";
import { cfgText, parseModelCfg, type ModelCfg } from "./model-cfg.js";
import { sha256 } from "./state-hash.js";

/** A model whose graph can be made. */
export interface GraphModel {
  readonly entry: ModelEntry;
  /** The folder of the specs; configurations stand in `models` below it. */
  readonly specDir: string;
  /** Path of the configuration, for messages. */
  readonly place: string;
  readonly cfg: ModelCfg;
  readonly units: Definitions;
  /** SHA-256 of the definitions that the graph depends on. */
  readonly specDigest: string;
  /** SHA-256 of what the configuration says about the graph. */
  readonly cfgDigest: string;
}

/** The folders in which the modules of a spec stand. */
export function specFolders(specDir: string): readonly string[] {
  return [join(specDir, "models"), specDir];
}

/**
 * Reads a model's entry, configuration and modules.
 *
 * @throws GraphError, or ManifestError for a name that is in no entry.
 */
export async function loadGraphModel(specDir: string, name: string): Promise<GraphModel> {
  const dir = join(specDir, "models");
  const [entry] = selectModels(await loadManifest(dir), { names: [name] });
  if (entry === undefined) throw new GraphError(`no model ${name} in ${dir}`);
  const place = join(dir, entry.cfg);
  const cfg = parseModelCfg(await readFile(place, "utf8"), place);
  const units = definitions(await moduleTexts(entry.module, specFolders(specDir)));
  const roots = [cfg.init, cfg.next, ...(cfg.view === null ? [] : [cfg.view])];
  const operators = [...cfg.constants.values()].flatMap(
    (value) => value.match(/(?<=^<- )\w+/) ?? [],
  );
  const missing = roots.filter((root) => !units.has(root));
  if (missing.length > 0) {
    throw new GraphError(
      `${place}: ${missing.join(", ")} is not in ${entry.module}: define it there`,
    );
  }
  return {
    entry,
    specDir,
    place,
    cfg,
    units,
    specDigest: sha256(reachable(units, [...roots, ...operators])),
    cfgDigest: sha256(cfgText(cfg)),
  };
}
