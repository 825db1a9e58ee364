// Promise: between the marks of the page stands the table, and nothing else of the page changes.
import { readFile, rename, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { SimulatorError } from "../simulator-error.js";

/** The tables of the page, by what stands in their marks. */
export type TableName = "reducer mutants" | "reducer guards";

/** The page with the table between its marks. @param file what messages call it */
export async function withTable(
  file: string,
  page: string,
  table: string,
  name: TableName = "reducer mutants",
): Promise<string> {
  const [BEGIN, END] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new SimulatorError(`${file}: the marks ${BEGIN} and ${END} are wanted, in this order`);
  }
  const text = `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
  return await format(text, { parser: "markdown", printWidth: 100 });
}

/** Writes the page aside and puts it in place. */
export async function writePage(path: string, table: string, name?: TableName): Promise<void> {
  const page = await readFile(path, "utf8").catch(() => {
    throw new SimulatorError(`${path} is not there; write it, with the marks of the table`);
  });
  await writeFile(`${path}.new`, await withTable("docs/judge.md", page, table, name));
  await rename(`${path}.new`, path);
}
