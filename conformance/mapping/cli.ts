// Promise: exit code 0 means that spec and reducers agree, and that what is generated is fresh.
import { fileURLToPath } from "node:url";
import { RunnerError } from "tla2tools-runner";
import { parseWords, runCommand } from "../command/index.js";
import { checkMapping, sidesOf, modulesOf, type Mapping } from "./check.js";
import { MappingError } from "./error.js";
import { checkFresh, filesBelow, writeFresh, writeText } from "./files.js";
import { PAGES_DIR, checkRecorded, generate } from "./generate.js";
import { loadMapping, reader } from "./load.js";
import { signed } from "./sign.js";

const USAGE = "usage: npm run check:mapping -- [--write] [--sign MODULE!NAME]…";

const OPTIONS = {
  write: { type: "boolean" },
  sign: { type: "string", multiple: true },
} as const;

const FAILED = 1;

/** What agrees, in one line. */
function summary(mapping: Mapping): string {
  const modules = modulesOf(mapping);
  const count = (of: (module: (typeof modules)[number]) => number) =>
    modules.reduce((sum, module) => sum + of(module), 0);
  const reducers = count(({ code }) => code.reducers.size);
  const twins = count(({ code }) => code.twins.length);
  const sides = modules.flatMap(sidesOf);
  const guards = sides.reduce((sum, side) => sum + side.guards.length, 0);
  return `mapping: ${reducers} reducers, ${twins} digests, ${guards} guards: all as the specs say`;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values } = parseWords(words, { options: OPTIONS });
  const { write = false, sign = [] } = values;
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const read = reader(root);
  let mapping = await loadMapping(root, signal);
  const texts = signed(mapping, read, { names: sign, missing: write });
  for (const [path, text] of texts) {
    writeText(root, path, text);
    console.log(`signed ${path}`);
  }
  if (texts.size > 0) mapping = await loadMapping(root, signal);
  const traces = { files: filesBelow(root, "traces/good"), read };
  const generated = generate(mapping, traces);
  if (write) writeFresh(root, generated, PAGES_DIR);
  const complaints = [
    ...checkMapping(mapping),
    ...checkRecorded(mapping, traces),
    ...checkFresh(root, generated, PAGES_DIR),
  ];
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) return FAILED;
  console.log(summary(mapping));
  return 0;
}

await runCommand({
  name: "check:mapping",
  main,
  usage: USAGE,
  answers: [MappingError, RunnerError],
});
