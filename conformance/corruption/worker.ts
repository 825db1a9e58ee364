/** One thread of a campaign: it tells of every copy, and keeps those that are accepted. */
import { copyFile, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { checkRun } from "../check-run.js";
import { Machines } from "../judge/machines.js";
import type { Order, Result } from "./campaign.js";
import { readRunText } from "./run-text.js";
import { trials, type Trial } from "./trial.js";

const { good, names, seed, each, scratch } = workerData as Order;

async function kept({ files }: Trial, number: number): Promise<string> {
  const folder = join(scratch, `accepted-${String(number)}`);
  await mkdir(folder);
  for (const file of files) await copyFile(file, join(folder, basename(file)));
  return folder;
}

function told({ run, kind, number, damage, verdict, outcome }: Trial): string {
  const [at] = damage.at;
  const where = at === undefined ? "" : `${at.file}:${String(at.line)} `;
  const what = `${run}, ${kind.name} ${String(number)}`;
  return `${outcome}: ${what}: ${where}${damage.told}: ${said(verdict)}`;
}

function said(verdict: Trial["verdict"]): string {
  if (verdict.verdict === "cannot tell") return `cannot tell: ${verdict.reason}`;
  if (verdict.verdict !== "violates") return verdict.verdict;
  const { file, line } = verdict.step.place;
  const fields = verdict.fields.map(({ name }) => name).join(", ");
  return `violates at ${basename(file)}:${String(line)} (${verdict.reason}: ${fields})`;
}

const machines = new Machines({ remembers: true });
const judge = (files: readonly string[]) => checkRun(files, { machines });
let accepted = 0;
for (const name of names) {
  const runs = new Map([[name, await readRunText(join(good, name))]]);
  for await (const trial of trials(runs, { seed, each, good, scratch, judge })) {
    const { run, kind, outcome } = trial;
    const folder = outcome === "accepted" ? await kept(trial, (accepted += 1)) : null;
    const result: Result = { run, kind: kind.name, outcome, text: told(trial), folder };
    parentPort?.postMessage(result);
  }
}
