// Promise: the committed catalogue, schedules and pages are read, and replaced whole.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { production } from "#explorer";
import { format } from "prettier";
import { BugsError } from "./bugs-error.js";
import { defectiveReducers } from "./defective.js";
import { drive, type Driven } from "./drive.js";
import { furtherEntry, readCatalogue, type Entry } from "./entry.js";
import { entryPage, indexPage, type Shown } from "./page.js";
import { DOCS } from "./place.js";
import type { Schedule, Search } from "./schedule.js";

const SCHEDULES = join(DOCS, "schedules");
/** What `npm run bugs` does not write. */
const INTRODUCTION = join(DOCS, "introduction.txt");

export async function loadCatalogue(): Promise<readonly Entry[]> {
  const file = join(DOCS, "catalogue.json");
  return readCatalogue("docs/bugs/catalogue.json", await readFile(file, "utf8"));
}

/** The committed schedule of an entry. */
export async function loadSchedule({ id }: Entry): Promise<Schedule> {
  try {
    return JSON.parse(await readFile(join(SCHEDULES, `${id}.json`), "utf8")) as Schedule;
  } catch {
    throw new BugsError(
      `docs/bugs/schedules/${id}.json is not there: npm run bugs -- ${id} --write`,
    );
  }
}

/** Drives the schedule into the production reducers and into those with the defect. */
export async function show(entry: Entry, schedule: Schedule): Promise<Shown> {
  const faultless = await drive(entry, schedule, production);
  if (faultless.violated !== null) {
    const { property, after } = faultless.violated;
    throw new BugsError(
      `${entry.id}: the production reducers violate ${property} after step ${after}`,
    );
  }
  const defective = await drive(entry, schedule, await defectiveReducers(entry));
  const { violated, taken, refused } = defective;
  if (violated?.property !== schedule.property || violated.after !== schedule.steps.length) {
    const what = refused === null ? `show ${violated?.property ?? "nothing"}` : "refuse a step";
    const where = `the defective reducers ${what} after step ${taken}`;
    throw new BugsError(
      `${entry.id}: ${where}, not ${schedule.property} at the end; correct reducers`,
    );
  }
  return { schedule, production: faultless, defective, further: await furtherOf(entry, schedule) };
}

/** The production reducers under the counterexamples of the further runs; null where is none. */
async function furtherOf(
  entry: Entry,
  { further = [] }: Schedule,
): Promise<readonly (Driven | null)[]> {
  const wanted = entry.further ?? [];
  const same = wanted.every(({ property }, k) => further[k]?.property === property);
  if (!same || further.length !== wanted.length) {
    const remedy = `npm run bugs -- ${entry.id} --write`;
    throw new BugsError(`${entry.id}: its schedule has other further runs: ${remedy}`);
  }
  return Promise.all(
    wanted.map((one, k) => {
      const search = further[k] as Search;
      if (search.property === null) return null;
      return drive(furtherEntry(entry, one), search, production);
    }),
  );
}

/** Every generated file by its path below docs/bugs, formatted. */
export async function pagesOf(
  entries: readonly Entry[],
  shown: ReadonlyMap<string, Shown>,
): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const entry of entries) {
    const what = shown.get(entry.id);
    if (what === undefined) throw new BugsError(`${entry.id}: no run has shown it`);
    const page = entryPage(entry, what, await transcriptsOf(entry));
    const schedule = JSON.stringify(what.schedule);
    pages.set(`${entry.id}.md`, await formatted("markdown", page));
    pages.set(`schedules/${entry.id}.json`, await formatted("json", schedule));
  }
  const introduction = await readFile(INTRODUCTION, "utf8");
  return pages.set(
    "README.md",
    await formatted("markdown", indexPage(entries, shown, introduction)),
  );
}

const formatted = (parser: string, text: string) => format(text, { parser, printWidth: 100 });

async function transcriptsOf({ reproduce = [] }: Entry): Promise<ReadonlyMap<string, string>> {
  const read = (name: string) => readFile(join(DOCS, "reproduce", `${name}.txt`), "utf8");
  return new Map(
    await Promise.all(reproduce.map(async (name) => [name, await read(name)] as const)),
  );
}

/** The generated files that are not committed as they are here, and those that nothing makes. */
export async function staleOf(pages: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [name, page] of pages) {
    const committed = await readFile(join(DOCS, name), "utf8").catch(() => null);
    if (committed !== page) stale.push(name);
  }
  for (const folder of ["", "schedules/"]) {
    const there = await readdir(join(DOCS, folder)).catch(() => []);
    const made = there.filter((name) => folder !== "" || name.endsWith(".md"));
    stale.push(...made.map((name) => folder + name).filter((name) => !pages.has(name)));
  }
  return stale;
}

/** Writes each file aside and renames it; what nothing makes any more is removed. */
export async function writePages(pages: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stale = await staleOf(pages);
  await mkdir(SCHEDULES, { recursive: true });
  for (const name of stale) {
    const file = join(DOCS, name);
    const page = pages.get(name);
    if (page === undefined) await rm(file);
    else {
      await writeFile(`${file}.new`, page);
      await rename(`${file}.new`, file);
    }
  }
  return stale;
}
