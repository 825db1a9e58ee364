import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelEntry } from "./entry.js";
import type { Manifest } from "./manifest.js";

/** The columns of the table of models in `spec/README.md`. */
export const TABLE_HEAD = [
  ...["Model", "Tier", "Bounds", "What it is for", "Verdict", "Distinct states", "Depth"],
] as const;

/** The cells of that table, a row for each model in the manifest's order. */
export async function modelTable({ dir, models }: Manifest): Promise<readonly string[][]> {
  const row = async (model: ModelEntry): Promise<string[]> => [
    `\`${model.name}\``,
    model.tier,
    boundsOf(model),
    await purposeOf(join(dir, model.cfg)),
    verdictOf(model),
    countOf(model),
    model.depth === null ? "" : String(model.depth),
  ];
  return Promise.all(models.map(row));
}

function boundsOf({ bounds }: ModelEntry): string {
  const parts = Object.entries(bounds).filter(([, bound]) => bound > 0);
  return parts.map(([name, bound]) => `${name.replace(/^Max/, "")} ${bound}`).join(", ");
}

/** The comment that a configuration begins with. */
async function purposeOf(cfg: string): Promise<string> {
  const lines = (await readFile(cfg, "utf8")).split("\n");
  const end = lines.findIndex((line) => !line.startsWith("\\*"));
  const comment = lines.slice(0, end < 0 ? lines.length : end);
  return comment.map((line) => line.replace(/^\\\*\s*/, "").trim()).join(" ");
}

function verdictOf({ expect, witnesses }: ModelEntry): string {
  if (expect.kind === "ok") return "ok";
  if (expect.kind === "violates") return `violates \`${expect.property}\``;
  const reached = expect.witnesses.map((name) => {
    const depth = witnesses?.[name];
    return depth === undefined ? name : `${name} at ${String(depth)}`;
  });
  return `reaches ${reached.join(", ")}`;
}

function countOf({ distinct, simulate }: ModelEntry): string {
  if (simulate !== null) return `${thousands(simulate.traces)} walks`;
  return distinct === null ? "" : thousands(distinct);
}

const thousands = (count: number): string => count.toLocaleString("en-US");
