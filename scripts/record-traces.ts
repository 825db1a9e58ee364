/**
 * Records runs of real ensembles into `traces/good`, damages copies of them into `traces/bad`, and
 * brings the tables of `traces/README.md` up to date:
 *
 *     node dist/scripts/record-traces.js [--keep-refused DIR] [--damage-only] [NAME...]
 *
 * A run that does not conform, or does not show what it is recorded for, is not kept; neither is
 * a damaged copy that is not refused as expected.
 */
import { cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkRun, formatVerdict } from "#conformance";
import { INTERRUPTED, knownNames, parseWords, runCommand } from "#conformance/command";
import { occurrences } from "../test/support/corpus.js";
import { damageRun } from "./record/damage.js";
import { RecordedEnsemble } from "./record/ensemble.js";
import { schedules, type Schedule } from "./record/runs.js";
import { writeTables } from "./record/tables.js";
import { traces } from "./record/traces.js";

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Plays a schedule and keeps its recording if it is what it should be. */
async function record(
  name: string,
  { ensemble: options, play, shows }: Schedule,
  refused: string | undefined,
): Promise<boolean> {
  const ensemble = await RecordedEnsemble.make(options);
  try {
    await play(ensemble);
    await ensemble.cluster.stopAll();
    const verdict = await checkRun(ensemble.folder);
    const seen = occurrences(ensemble.folder, verdict);
    const missing = shows.filter((a) => !seen.has(`Zab!${a}`) && !seen.has(`Election!${a}`));
    say(`${name}: ${formatVerdict(verdict)}`);
    if (verdict.verdict === "conforms" && missing.length === 0) {
      const folder = join(traces, "good", name);
      mkdirSync(join(traces, "good"), { recursive: true });
      cpSync(ensemble.folder, `${folder}.new`, { recursive: true });
      rmSync(folder, { recursive: true, force: true });
      renameSync(`${folder}.new`, folder);
      return true;
    }
    if (missing.length > 0) say(`${name}: it does not show ${missing.join(", ")}`);
    if (refused !== undefined) cpSync(ensemble.folder, join(refused, name), { recursive: true });
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    say(ensemble.cluster.logs());
  } finally {
    await ensemble.cluster.dispose();
  }
  say(`${name}: not kept`);
  return false;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords(words, {
    allowPositionals: true,
    options: { "keep-refused": { type: "string" }, "damage-only": { type: "boolean" } },
  });
  const known = Object.keys(schedules);
  const names = positionals.length === 0 ? known : knownNames("run", positionals, known);
  let failed = 0;
  for (const name of names) {
    if (signal.aborted) return INTERRUPTED;
    const kept =
      values["damage-only"] === true ||
      (await record(name, schedules[name] as Schedule, values["keep-refused"]));
    if (!kept) failed += 1;
    else failed += await damageRun(name, say);
  }
  await writeTables(schedules);
  say(`${names.length} runs, ${failed} failures`);
  return failed === 0 ? 0 : 1;
}

const USAGE =
  "usage: node dist/scripts/record-traces.js [--keep-refused DIR] [--damage-only] [NAME...]";
await runCommand({ name: "record-traces", main, usage: USAGE, answers: [] });
// A client whose schedule failed may still be looking for a server.
process.exit();
