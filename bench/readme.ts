import { readFileSync, writeFileSync } from "node:fs";

/** The lines between which a table stands in a document. */
export interface Block {
  readonly begin: string;
  readonly end: string;
}

export const SERVERS_TABLE: Block = {
  begin: "<!-- table:begin, written by `node dist/bench/main.js --write` -->",
  end: "<!-- table:end -->",
};

export const EXPLORER_TABLE: Block = {
  begin: "<!-- explorer:begin, written by `npm run bench:explorer -- --write` -->",
  end: "<!-- explorer:end -->",
};

export const JUDGE_TABLE: Block = {
  begin: "<!-- judge:begin, written by `npm run bench:judge -- --write` -->",
  end: "<!-- judge:end -->",
};

export const LIVE_TABLE: Block = {
  begin: "<!-- live:begin, written by `npm run bench:live -- --write` -->",
  end: "<!-- live:end -->",
};

/**
 * Puts the report in place of what stands between the two markers.
 * @throws Error when the file has no such place; it is then left as it is.
 */
export function rewriteBlock(file: string, { begin: first, end: last }: Block, report: string) {
  const text = readFileSync(file, "utf8");
  const [begin, end] = [text.indexOf(first), text.indexOf(last)];
  if (begin < 0 || end < begin) {
    throw new Error(`${file} has no place for the table: it needs the lines ${first} and ${last}`);
  }
  const before = text.slice(0, begin + first.length);
  writeFileSync(file, `${before}\n\n${report}\n${text.slice(end)}`);
}
