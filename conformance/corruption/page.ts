/** The table in docs/judge.md, which is made of the record. */
import { rowsIn, type Record } from "./record.js";
import { footnoteText, summaryText, tableText } from "./table.js";

export const BEGIN = "<!-- corruption:begin -->";
export const END = "<!-- corruption:end -->";

/** The page with this table; null where it has no place for one. */
export function withTable(page: string, record: Record): string | null {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) return null;
  const rows = rowsIn(record);
  const runs = [...record].map(([name, { seed, each, kinds: counted }]) => {
    const tried = Object.values(counted).reduce((sum, one) => sum + one.tried, 0);
    return `| ${name} | ${String(seed)} | ${String(each)} | ${String(tried)} |`;
  });
  const head = "| run | seed | tries of each kind | damaged copies |\n| --- | --: | --: | --: |";
  const seeds = new Set([...record.values()].map(({ seed }) => seed));
  const said = summaryText(rows, record.size, [...seeds].join(", "));
  const ofRuns = [head, ...runs.sort()].join("\n");
  const table = [tableText(rows), `${said}.`, `${footnoteText(rows)}.`, ofRuns].join("\n\n");
  return `${page.slice(0, from + BEGIN.length)}\n\n${table}\n\n${page.slice(to)}`;
}
