import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkRun } from "#conformance";
import {
  actionTable,
  foldersIn,
  occurrences,
  type Occurrences,
} from "../../test/support/corpus.js";
import { expectations } from "./damage.js";
import type { Schedule } from "./runs.js";
import { specActions } from "../../test/support/spec-actions.js";
import { traces } from "./traces.js";

const readme = join(traces, "README.md");

/** Brings the tables of `traces/README.md` up to date with what is in the folders. */
export async function writeTables(schedules: Readonly<Record<string, Schedule>>): Promise<void> {
  const good = join(traces, "good");
  const counted = new Map<string, Occurrences>();
  const runs = ["| Run | What happens | Steps |", "| --- | --- | --: |"];
  for (const name of foldersIn(good)) {
    const folder = join(good, name);
    const verdict = await checkRun(folder);
    counted.set(name, occurrences(folder, verdict));
    const steps = "summary" in verdict ? String(verdict.summary.steps) : "";
    runs.push(`| \`${name}\` | ${schedules[name]?.story ?? ""} | ${steps} |`);
  }
  const damaged = Object.entries(expectations()).map(
    ([name, { damage, verdict, at, names }]) =>
      `| \`${name}\` | ${damage} | ${verdict} | \`${at}\` | ${names} |`,
  );
  const head = ["| Copy | Damage | Verdict | At | Named |", "| --- | --- | --- | --- | --- |"];
  replace("runs", runs.join("\n"));
  replace("damages", [...head, ...damaged].join("\n"));
  replace("actions", actionTable(specActions(), counted));
}

function replace(name: string, table: string): void {
  const text = readFileSync(readme, "utf8");
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${readme}: no place marked ${begin} … ${end}`);
  const kept = [text.slice(0, from + begin.length), text.slice(to)];
  writeFileSync(readme, kept.join(`\n\n${table}\n\n`));
}
