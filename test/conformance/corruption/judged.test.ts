import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { checkRun, formatVerdict, Machines } from "#conformance";
import {
  namedShares,
  percent,
  readRunText,
  rowsOf,
  trials,
  wrongVerdicts,
  type Judged,
} from "#conformance/corruption";
import { filesOf, spliced, temporaryFolder, written } from "../support.js";

const good = fileURLToPath(new URL("../../../traces/good", import.meta.url));

it("of damaged copies of three runs none gets a wrong verdict, and the fault is named", async () => {
  const names = ["observer", "snapshot-sync", "truncated-leader"];
  const texts = names.map(async (name) => [name, await readRunText(join(good, name))] as const);
  const runs = new Map(await Promise.all(texts));
  const judged: Judged[] = [];
  const scratch = temporaryFolder("corrupt");
  const machines = new Machines({ remembers: true });
  const judge = (files: readonly string[]) => checkRun(files, { machines });
  for await (const trial of trials(runs, { seed: 3, each: 1, good, scratch, judge })) {
    const told = `${trial.run}, ${trial.kind.name}: ${trial.damage.told}`;
    expect(trial.outcome, `${told}: ${formatVerdict(trial.verdict)}`).not.toBe("decided");
    judged.push({ trial, proof: "not asked" });
  }
  const rows = rowsOf(judged);
  expect(rows.length).toBeGreaterThanOrEqual(22);
  expect(wrongVerdicts(rows)).toBe(0);
  const { changed, missed } = namedShares(rows);
  expect(percent(changed)).toBeGreaterThanOrEqual(95);
  expect(percent(missed)).toBeGreaterThanOrEqual(95);
});

it("a life whose end is cut off is not accused of what its next life finds on disk", async () => {
  const text = await readRunText(join(good, "observer"));
  const whole = filesOf(new Map([...text].map(([name, lines]) => [name, lines.join("\n")])));
  const cut = spliced(whole, "3.1.ndjson", (lines) => lines.splice(20));
  const verdict = await checkRun(written(cut));
  expect(formatVerdict(verdict)).toMatch(
    /^cannot tell .*3\.2\.ndjson:1: server 3 finds .* on its disk, .*: the end of that file is missing/,
  );
});
