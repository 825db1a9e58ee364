// Promise: exit code 0 means that each defect shows what its page says, or that the page now does.
import { parseArgs } from "node:util";
import { resolveTools, RunnerError, type Tools } from "tla2tools-runner";
import { BugsError } from "./bugs-error.js";
import { loadCatalogue, loadSchedule, pagesOf, show, staleOf, writePages } from "./catalogue.js";
import { isDefect, type Defect, type Entry } from "./entry.js";
import { checkWithout, findSchedule } from "./find-schedule.js";
import type { Shown } from "./page.js";

const USAGE = "usage: npm run bugs [-- ISSUE… --write]";

class UsageError extends Error {}

function readArguments(words: readonly string[]) {
  try {
    const options = { write: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
    });
    return { write: values.write, ids: positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

/** The entries named by id or by one of their issues; all of them when none is named. */
function chosen(entries: readonly Entry[], names: readonly string[]): ReadonlySet<Entry> {
  if (names.length === 0) return new Set(entries);
  return new Set(
    names.map((name) => {
      const found = entries.find(({ id, issues }) => id === name || issues.includes(name));
      if (found !== undefined) return found;
      throw new UsageError(`${name} is not in docs/bugs/catalogue.json`);
    }),
  );
}

/** Has TLC find the schedule anew, and drives it. */
async function found(entry: Defect, tools: Tools, signal: AbortSignal): Promise<Shown> {
  const began = Date.now();
  const schedule = await findSchedule(entry, tools, signal);
  if (entry.module !== undefined) await checkWithout(entry, tools, signal);
  const shown = await show(entry, schedule);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const { refused, taken } = shown.production;
  const outcome = refused === null ? "survived" : `refused at step ${taken + 1}`;
  const what = `${schedule.property} after ${schedule.steps.length} steps, ${outcome}`;
  console.log(`${entry.id}: ${what} (${seconds} s)`);
  return shown;
}

async function main(words: readonly string[]): Promise<number> {
  const { write, ids } = readArguments(words);
  const entries = await loadCatalogue();
  const wanted = chosen(entries, ids);
  const tools = await resolveTools();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const shown = new Map<string, Shown>();
  for (const entry of entries.filter(isDefect)) {
    const one = wanted.has(entry)
      ? await found(entry, tools, stop.signal)
      : await show(entry, await loadSchedule(entry));
    shown.set(entry.id, one);
  }
  const pages = await pagesOf(entries, shown);
  if (write) {
    const written = await writePages(pages);
    console.log(`${written.length} files of docs/bugs written`);
    return 0;
  }
  const stale = await staleOf(pages);
  for (const name of stale) console.error(`docs/bugs/${name} is not what this run shows`);
  if (stale.length > 0) console.error("npm run bugs -- --write brings them up to date");
  return stale.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (error instanceof UsageError) console.error(`${error.message}\n${USAGE}`);
    else if (error instanceof BugsError || error instanceof RunnerError)
      console.error(error.message);
    else throw error;
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
