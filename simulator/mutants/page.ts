// Promise: between the marks of the page stands the table, and nothing else of the page changes.
import { readFile, rename, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { SimulatorError } from "../simulator-error.js";

const BEGIN = "<!-- reducer mutants -->";
const END = "<!-- end of reducer mutants -->";

/** The page with the table between its marks. @param file what messages call it */
export async function withTable(file: string, page: string, table: string): Promise<string> {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new SimulatorError(`${file}: the marks ${BEGIN} and ${END} are wanted, in this order`);
  }
  const text = `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
  return await format(text, { parser: "markdown", printWidth: 100 });
}

/** Writes the page aside and puts it in place. */
export async function writePage(path: string, table: string): Promise<void> {
  const page = await readFile(path, "utf8").catch(() => {
    throw new SimulatorError(`${path} is not there; write it, with the mark ${BEGIN}`);
  });
  await writeFile(`${path}.new`, await withTable("docs/judge.md", page, table));
  await rename(`${path}.new`, path);
}
