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

/** Whether the table stands on the page, as it would be written. */
export async function isOnPage(path: string, table: string, name: TableName): Promise<boolean> {
  const page = await pageText(path);
  return (await withTable(NAME, page, table, name)) === page;
}

/** The page as messages call it. */
const NAME = "docs/judge.md";

async function pageText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => {
    throw new SimulatorError(`${path} is not there; write it, with the marks of the table`);
  });
}

/** Writes the page aside and puts it in place. */
export async function writePage(path: string, table: string, name?: TableName): Promise<void> {
  const text = await withTable(NAME, await pageText(path), table, name);
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
