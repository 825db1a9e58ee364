/** Brings the tables of models, properties and witnesses in `spec/README.md` up to date. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { parseWords, runCommand } from "#conformance/command";
import {
  loadManifest,
  ManifestError,
  modelTable,
  propertyTable,
  TABLE_HEAD,
  WITNESS_HEAD,
  witnessTable,
} from "#conformance/models";

const spec = (name: string) => fileURLToPath(new URL(`../../spec/${name}`, import.meta.url));
const readme = spec("README.md");

async function main(words: readonly string[]): Promise<number> {
  parseWords(words, {});
  const manifest = await loadManifest(spec("models"));
  const text = await readFile(readme, "utf8");
  const models = [[...TABLE_HEAD], TABLE_HEAD.map(ruler), ...(await modelTable(manifest))];
  const properties = await propertyTable(manifest, rowsBetween(text, "properties"));
  const witnesses = [[...WITNESS_HEAD], WITNESS_HEAD.map(ruler), ...(await witnessTable(manifest))];
  const tables = { models, properties, witnesses };
  const next = Object.entries(tables).reduce(
    (page, [name, rows]) => withTable(page, name, rows),
    text,
  );
  const options = await resolveConfig(readme);
  await writeFile(`${readme}.new`, await format(next, { ...options, filepath: readme }));
  await rename(`${readme}.new`, readme);
  return 0;
}

function ruler(title: string): string {
  return title === "Distinct states" || title === "Depth" ? "--:" : "---";
}

/** Where the table of that name stands in the text. */
function placeOf(page: string, name: string): { readonly from: number; readonly to: number } {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`] as const;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${readme}: no place marked ${begin} … ${end}`);
  return { from: from + begin.length, to };
}

function rowsBetween(text: string, name: string): string[][] {
  const { from, to } = placeOf(text, name);
  const lines = text.slice(from, to).split("\n");
  return lines.filter((line) => line.startsWith("|")).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}

function withTable(page: string, name: string, rows: readonly (readonly string[])[]): string {
  const { from, to } = placeOf(page, name);
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return [page.slice(0, from), table, page.slice(to)].join("\n\n");
}

await runCommand({
  name: "models:table",
  main,
  usage: "usage: npm run models:table",
  answers: [ManifestError],
});
