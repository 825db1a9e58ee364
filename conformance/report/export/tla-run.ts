/** Renders a run as TLA+ modules that TLC judges by themselves: the run, and the specs it reads. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stepConfig, type SpecName } from "../../judge/spec-files.js";
import { electionTuples } from "../../steps/election.js";
import { startsOf } from "../../steps/history.js";
import { Translator } from "../../steps/zab.js";
import { parseModule } from "../../tla/index.js";
import { electionConfig, electionData } from "../../tlc/election-module.js";
import { traceConfig, traceData } from "../../tlc/module.js";
import { CannotTell } from "../../trace/stop.js";
import type { wholeRun } from "../../trace/whole-run.js";

type Whole = Awaited<ReturnType<typeof wholeRun>>;

/**
 * The files by their names: for Zab, and for the election where a voter recorded one, a module
 * with the run, the module that judges it, its configuration, and all that these extend.
 *
 * @throws CannotTell when two servers begin with histories that do not fit.
 */
export function tlaFiles(whole: Whole, specDir: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  addZab(files, whole, specDir);
  addElection(files, whole, specDir);
  return files;
}

function addZab(files: Map<string, string>, { run, steps }: Whole, specDir: string): void {
  const starts = startsOf(run);
  const translator = new Translator(starts);
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) throw new CannotTell(conflict.problem, conflict.start.place);
  const tuples = steps.map((step) => translator.translate(step));
  files.set("TraceData.tla", traceData(run, starts, translator.histories, tuples));
  const config = traceConfig(stepConfig("Zab", specDir), run, 0, 1);
  add(files, "Zab", config, specDir);
}

function addElection(files: Map<string, string>, whole: Whole, specDir: string): void {
  const { run, elections, elected, senders } = whole;
  if (elected.length === 0) return;
  const tuples = electionTuples(elected, elections, senders);
  files.set("TraceElectionData.tla", electionData(tuples));
  const config = electionConfig(stepConfig("Election", specDir), run, 0);
  add(files, "Election", config, specDir);
}

function add(files: Map<string, string>, name: SpecName, config: string, specDir: string): void {
  const root = `Trace${name}`;
  files.set(`${root}.cfg`, `${howTo(root)}${config}`);
  const visit = (module: string): void => {
    const file = `${module}.tla`;
    if (files.has(file)) return;
    const path = [join(specDir, "traces", file), join(specDir, file)].find(existsSync);
    // A standard module is TLC's own.
    if (path === undefined) return;
    const text = readFileSync(path, "utf8");
    files.set(file, text);
    for (const extended of parseModule(text, module).extends) visit(extended);
  };
  visit(root);
}

function howTo(root: string): string {
  return `\\* One recorded run, held against the spec. In this folder:
\\*   java -Xss256m -cp tla2tools.jar tlc2.TLC -workers 1 -config ${root}.cfg ${root}.tla
\\* TLC prints <<"ACCEPTED", ...>> when the spec allows every step, or what is wrong with one.
`;
}
