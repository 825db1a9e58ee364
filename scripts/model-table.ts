/** Brings the table of models in `spec/README.md` up to date with the manifest. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { loadManifest, modelTable, TABLE_HEAD } from "#conformance/models";

const spec = (name: string) => fileURLToPath(new URL(`../../spec/${name}`, import.meta.url));
const readme = spec("README.md");
const [BEGIN, END] = ["<!-- models -->", "<!-- end of models -->"] as const;

const rows = await modelTable(await loadManifest(spec("models")));
const ruler = TABLE_HEAD.map((title) =>
  title === "Distinct states" || title === "Depth" ? "--:" : "---",
);
const table = [TABLE_HEAD, ruler, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const text = await readFile(readme, "utf8");
const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
if (from < 0 || to < from) throw new Error(`${readme}: no place marked ${BEGIN} … ${END}`);
const next = [text.slice(0, from + BEGIN.length), text.slice(to)].join(`\n\n${table}\n\n`);
const options = await resolveConfig(readme);
await writeFile(`${readme}.new`, await format(next, { ...options, filepath: readme }));
await rename(`${readme}.new`, readme);
