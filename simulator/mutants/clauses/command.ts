// Promise: each guard is left out and tried, and told of as it goes; what came of it is kept whole.
import { readFile } from "node:fs/promises";
import { INTERRUPTED, knownNames } from "#conformance/command";
import { SimulatorError } from "../../simulator-error.js";
import type { MutantsOptions } from "../mistakes.js";
import { isOnPage, writePage } from "../page.js";
import { EXCUSED, GUARDS_KEPT, PAGE } from "../place.js";
import { readKept, writeKept } from "../record.js";
import { reducerDigests } from "../sources.js";
import { disagreements } from "./check.js";
import { readExcused, type Excused } from "./excused.js";
import { faultOf } from "./fate.js";
import { Finding, findingOf } from "./finding.js";
import { guardMutants, type GuardMutant } from "./guards.js";
import { lineOf, scoreText, shareOf, tableOf } from "./table.js";
import { tried } from "./trial.js";

/** The files as messages call them. */
const FILE = "simulator/mutants/clauses/excused.json";
const KEPT = "docs/judge/reducer-guards.json";

interface Listed {
  readonly all: readonly GuardMutant[];
  readonly excused: readonly Excused[];
}

async function listed(): Promise<Listed> {
  const all = await guardMutants();
  return { all, excused: readExcused(FILE, await readFile(EXCUSED, "utf8"), all) };
}

/** The exit code: 1 where a guard is red, or the judge refuses too few. */
export async function tryClauses(options: MutantsOptions): Promise<number> {
  const { names, seeds, write, wanted, signal } = options;
  const { all, excused } = await listed();
  const reducers = await reducerDigests();
  const known = all.map(({ name }) => name);
  knownNames("guard of the reducers", names, known);
  const found: Finding[] = [];
  let isRed = false;
  for (const mutant of all) {
    if (names.length > 0 && !names.includes(mutant.name)) continue;
    if (signal.aborted) return INTERRUPTED;
    const began = Date.now();
    const finding = findingOf({ mutant, attempts: await tried(mutant, seeds) }, seeds);
    const excuse = excused.find((each) => each.mutant === mutant.name);
    found.push(finding);
    isRed ||= faultOf(finding.fate, excuse) !== null;
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${lineOf(finding, excuse)} (${seconds} s)`);
  }
  console.log(scoreText(found));
  if (write) {
    await writeKept(GUARDS_KEPT, { seeds, reducers, found });
    await writePage(PAGE, tableOf(found, excused), "reducer guards");
  }
  return isRed || shareOf(found) < wanted ? 1 : 0;
}

/** The exit code: 1 where page, record and reducers disagree; nothing is run. */
export async function checkClauses(): Promise<number> {
  const { all, excused } = await listed();
  const text = await readFile(GUARDS_KEPT, "utf8").catch(() => {
    throw new SimulatorError(`${KEPT} is not there; write it with --clauses --write`);
  });
  const kept = readKept(KEPT, text, Finding);
  const present = { guards: all, reducers: await reducerDigests(), excused };
  const lines = [...disagreements(kept, present)];
  if (!(await isOnPage(PAGE, tableOf(kept.found, excused), "reducer guards"))) {
    lines.push(`docs/judge.md: the table of the guards is not that of ${KEPT}`);
  }
  lines.forEach((line) => {
    console.log(line);
  });
  console.log(
    lines.length === 0
      ? `guards: ${String(kept.found.length)} findings are about the reducers as they stand`
      : "guards: make them anew: npm run simulate:mutants -- --clauses --write",
  );
  return lines.length === 0 ? 0 : 1;
}
