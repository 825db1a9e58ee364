/** Renders a run as TLA+ modules that TLC judges by themselves: the run, and the specs it reads. */
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { stepConfig, type SpecName } from "../../judge/spec-files.js";
import type { Datum } from "../../steps/datum.js";
import { ElectionTranslator } from "../../steps/election.js";
import { Translator } from "../../steps/zab.js";
import { parseModule } from "../../tla/index.js";
import {
  AS_INIT,
  DATA,
  dataHead,
  dataTail,
  disksText,
  recordText,
  stepsText,
  traceConfig,
} from "../../tlc/data-module.js";
import type { Ends, Ensemble } from "../../tlc/piece.js";
import type { RunReader } from "../../trace/index.js";
import { CannotTell } from "../../trace/stop.js";

/**
 * Writes into a folder, for Zab, and for the election where a voter recorded one: a module with
 * the run, the module that judges it, its configuration, and all that these extend. The steps are
 * written as they are read.
 *
 * @throws CannotTell when two servers begin with histories that do not fit.
 */
export async function writeModules(
  reader: RunReader,
  folder: string,
  specDir: string,
): Promise<void> {
  const { opened } = reader;
  const translator = new Translator(opened.starts);
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) throw new CannotTell(conflict.problem, conflict.start.place);
  const begin = disksText(opened, opened.starts, translator.histories);
  const zab = new DataFile("Zab", folder, begin);
  const votes = new ElectionTranslator();
  let election: DataFile | null = null;
  try {
    for await (const step of reader.steps()) {
      if (step.spec === "Zab") zab.put(translator.translate(step));
      else {
        election ??= new DataFile("Election", folder, AS_INIT);
        election.put(votes.translate(step.node, step.known, step.cast));
      }
    }
  } finally {
    zab.close();
    election?.close();
  }
  addSpec("Zab", folder, specDir, opened);
  if (election !== null) addSpec("Election", folder, specDir, opened);
}

/** The generated module of a run, one tuple after the other. */
class DataFile {
  readonly #file: number;
  readonly #tail: string;
  #isFirst = true;

  constructor(spec: SpecName, folder: string, begin: Ends["begin"]) {
    const [head, tail] = recordText({ begin, end: null }, 1);
    this.#file = openSync(join(folder, `${DATA[spec]}.tla`), "wx");
    this.#tail = `${tail}${dataTail}`;
    writeSync(this.#file, `${dataHead(spec)}${head}`);
  }

  put(tuple: Datum): void {
    writeSync(this.#file, `${this.#isFirst ? "" : ",\n"}${stepsText([tuple])}`);
    this.#isFirst = false;
  }

  close(): void {
    writeSync(this.#file, this.#tail);
    closeSync(this.#file);
  }
}

/** The module that judges the run, its configuration, and what these and the run's extend. */
function addSpec(name: SpecName, folder: string, specDir: string, ensemble: Ensemble): void {
  const root = `Trace${name}`;
  const config = traceConfig(name, stepConfig(name, specDir), ensemble);
  writeFileSync(join(folder, `${root}.cfg`), `${howTo(root)}${config}`);
  const visit = (module: string): void => {
    const file = `${module}.tla`;
    const target = join(folder, file);
    const path = [join(specDir, "traces", file), join(specDir, file)].find(existsSync);
    // A standard module is TLC's own, and what both specs extend is there already.
    if (path === undefined || existsSync(target)) return;
    const text = readFileSync(path, "utf8");
    writeFileSync(target, text);
    for (const extended of parseModule(text, module).extends) visit(extended);
  };
  visit(root);
  visit(`Step${name}`);
}

function howTo(root: string): string {
  return `\\* One recorded run, held against the spec. In this folder:
\\*   java -Xss256m -cp tla2tools.jar tlc2.TLC -workers 1 -config ${root}.cfg ${root}.tla
\\* TLC prints <<"ACCEPTED", ...>> when the spec allows every step, or what is wrong with one.
`;
}
