// Promise: each situation W… of the specs stands with its words and the depths that reach it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "./manifest.js";

/** The columns of the table of witnesses in `spec/README.md`. */
export const WITNESS_HEAD = ["#", "Situation", "First reached in"] as const;

/** The modules whose comments say what each witness is. */
const MODULES = ["Witnesses.tla", "ElectionWitnesses.tla"];

/** The rows of that table, in the order of the modules. */
export async function witnessTable(manifest: Manifest): Promise<readonly string[][]> {
  const { dir } = manifest;
  const texts = await Promise.all(MODULES.map((name) => readFile(join(dir, name), "utf8")));
  return texts.flatMap((text) =>
    [...text.matchAll(/^\\\* (W\d+)(?:, a step)?\. ([^]*?)\n(?!\\\*)/gm)].map(
      ([, name = "", words = ""]) => [
        name,
        words.replace(/\n\\\* */g, " "),
        reachedIn(name, manifest),
      ],
    ),
  );
}

/** The least depth at which a model that runs with every change sees it, and in which model. */
function reachedIn(name: string, { models }: Manifest): string {
  const seen = models
    .filter(({ tier }) => tier === "quick" || tier === "ci")
    .flatMap(({ name: model, witnesses }) => {
      const depth = witnesses?.[name];
      return depth === undefined ? [] : [{ model, depth }];
    })
    .toSorted((one, other) => one.depth - other.depth);
  const [first] = seen;
  return first === undefined ? "" : `\`${first.model}\`, step ${String(first.depth)}`;
}
