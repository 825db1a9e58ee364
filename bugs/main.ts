// Promise: exit code 0 means that each defect shows what its page says, or that the page now does.
import { resolveTools, RunnerError, type Tools } from "tla2tools-runner";
import { knownNames, parseWords, runCommand } from "#conformance/command";
import { BugsError } from "./bugs-error.js";
import { loadCatalogue, loadSchedule, pagesOf, show, staleOf, writePages } from "./catalogue.js";
import type { Entry } from "./entry.js";
import { checkWithout, findSchedule } from "./find-schedule.js";
import type { Shown } from "./page.js";

const USAGE = "usage: npm run bugs [-- ISSUE… --write]";

/** The entries named by id or by one of their issues; all of them when none is named. */
function chosen(entries: readonly Entry[], names: readonly string[]): ReadonlySet<Entry> {
  if (names.length === 0) return new Set(entries);
  const known = entries.flatMap(({ id, issues }) => [id, ...issues]);
  const wanted = knownNames("entry of docs/bugs/catalogue.json", names, [...new Set(known)]);
  return new Set(
    entries.filter(({ id, issues }) => [id, ...issues].some((name) => wanted.includes(name))),
  );
}

/** Has TLC find the schedule anew, and drives it. */
async function found(entry: Entry, tools: Tools, signal: AbortSignal): Promise<Shown> {
  const began = Date.now();
  const schedule = await findSchedule(entry, tools, signal);
  // Where only some steps are looked at, the properties are the model's own.
  const asksMore = entry.module !== undefined && entry.constraint === undefined;
  if (asksMore) await checkWithout(entry, tools, signal);
  const shown = await show(entry, schedule);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const { refused, taken } = shown.production;
  const outcome = refused === null ? "survived" : `refused at step ${taken + 1}`;
  const what = `${schedule.property} after ${schedule.steps.length} steps, ${outcome}`;
  console.log(`${entry.id}: ${what} (${seconds} s)`);
  return shown;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords(words, {
    options: { write: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const entries = await loadCatalogue();
  const wanted = chosen(entries, positionals);
  const tools = await resolveTools();
  const shown = new Map<string, Shown>();
  for (const entry of entries) {
    const one = wanted.has(entry)
      ? await found(entry, tools, signal)
      : await show(entry, await loadSchedule(entry));
    shown.set(entry.id, one);
  }
  const pages = await pagesOf(entries, shown);
  if (values.write) {
    const written = await writePages(pages);
    console.log(`${written.length} files of docs/bugs written`);
    return 0;
  }
  const stale = await staleOf(pages);
  for (const name of stale) console.error(`docs/bugs/${name} is not what this run shows`);
  if (stale.length > 0) console.error("npm run bugs -- --write brings them up to date");
  return stale.length === 0 ? 0 : 1;
}

await runCommand({ name: "bugs", main, usage: USAGE, answers: [BugsError, RunnerError] });
