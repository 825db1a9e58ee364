import { readFileSync, writeFileSync } from "node:fs";

const BEGIN = "<!-- table:begin, written by `node dist/bench/main.js --write` -->";
const END = "<!-- table:end -->";

/**
 * Puts the report in place of what stands between the two markers.
 * @throws Error when the file has no such place; it is then left as it is.
 */
export function rewriteBlock(file: string, report: string): void {
  const text = readFileSync(file, "utf8");
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`${file} has no place for the table: it needs the lines ${BEGIN} and ${END}`);
  }
  const before = text.slice(0, begin + BEGIN.length);
  writeFileSync(file, `${before}\n\n${report}\n${text.slice(end)}`);
}
