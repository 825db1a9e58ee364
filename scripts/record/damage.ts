import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkRun, formatVerdict } from "#conformance";
import { mismatch, type Expectations, type Expected } from "../../test/support/corpus.js";
import { RunCopy } from "./copy.js";
import { damages } from "./damages.js";
import { traces } from "./traces.js";

const bad = join(traces, "bad");
const file = join(bad, "expected.json");

/** What is expected of the damaged runs. */
export function expectations(): Expectations {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")) as Expectations;
}

/**
 * Makes the damaged copies of a run anew and has each judged; returns how many were not refused
 * as expected. Those are not kept.
 */
export async function damageRun(run: string, say: (text: string) => void): Promise<number> {
  const kept: Record<string, Expected> = {};
  for (const [name, expected] of Object.entries(expectations())) {
    if (expected.run === run) rmSync(join(bad, name), { recursive: true, force: true });
    else kept[name] = expected;
  }
  let failed = 0;
  for (const [name, { damage, verdict, edit }] of Object.entries(damages[run] ?? {})) {
    const folder = join(bad, `${run}-${name}`);
    const copy = new RunCopy(join(traces, "good", run));
    const expected: Expected = { damage, run, verdict, ...edit(copy) };
    rmSync(`${folder}.new`, { recursive: true, force: true });
    copy.write(`${folder}.new`);
    const found = await checkRun(`${folder}.new`);
    const wrong = mismatch(expected, found);
    if (wrong === null) {
      renameSync(`${folder}.new`, folder);
      kept[`${run}-${name}`] = expected;
      say(`${run}-${name}: refused at ${expected.at}, ${expected.names}`);
    } else {
      failed += 1;
      rmSync(`${folder}.new`, { recursive: true, force: true });
      say(`${run}-${name}: ${wrong}\n${formatVerdict(found)}`);
    }
  }
  const sorted = Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1));
  mkdirSync(bad, { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  return failed;
}
