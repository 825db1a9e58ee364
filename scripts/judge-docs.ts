/**
 * Brings what the judge prints up to date in `docs/judge.md` and `docs/ci/README.md`; without
 * `--write` it changes nothing, and fails where they are not.
 */
import { spawnSync } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import type { Log } from "sarif";
import { INTERRUPTED, parseWords, runCommand } from "#conformance/command";
import { runActionStep, type StepResult } from "../test/support/action-step.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = ["docs/judge.md", "docs/ci/README.md"];

/** What stands between `<!-- name: argument -->` and `<!-- end of name -->`, made anew. */
const makers: Readonly<Record<string, (argument: string) => string>> = {
  command: (line) => fenced("text", `$ npx zabkeeper ${line}\n${output(line.split(" "))}`),
  summary: (run) => fenced("text", actionOn(run).summary.trim()),
  log: (run) => {
    const { stdout, status } = actionOn(run);
    return fenced("text", `${stdout}(the step fails: exit code ${String(status)})`);
  },
  sarif: (run) => {
    const { sarif } = actionOn(run);
    const [first] = (JSON.parse(sarif) as Log).runs.flatMap(({ results = [] }) => results);
    return fenced("json", JSON.stringify({ ...first, codeFlows: undefined }, null, 2));
  },
};

const done = new Map<string, StepResult>();

/** What the Action does with a run; once. */
function actionOn(run: string): StepResult {
  const result = done.get(run) ?? runActionStep(root, { traces: run });
  done.set(run, result);
  return result;
}

function output(args: readonly string[]): string {
  const command = [join(root, "bin/zabkeeper.js"), ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  return `${stdout}${stderr}`.trimEnd();
}

/** Longer than any fence in the text. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function renewed(text: string): string {
  const block = /<!-- (\w+): (.*?) -->\n[^]*?<!-- end of \1 -->/g;
  return text.replace(block, (found, name: string, argument: string) => {
    const make = makers[name];
    if (make === undefined) return found;
    return `<!-- ${name}: ${argument} -->\n\n${make(argument)}\n\n<!-- end of ${name} -->`;
  });
}

/** The digests of the specs change with every letter of them: no page is about those. */
const withoutDigests = (text: string): string => text.replace(/\b[0-9a-f]{16}\b/g, "…");

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values } = parseWords(words, { options: { write: { type: "boolean" } } });
  let stale = 0;
  for (const page of PAGES) {
    if (signal.aborted) return INTERRUPTED;
    const path = join(root, page);
    const text = await readFile(path, "utf8");
    const options = await resolveConfig(path);
    const next = await format(renewed(text), { ...options, filepath: path });
    if (values.write === true) {
      await writeFile(`${path}.new`, next);
      await rename(`${path}.new`, path);
    } else if (withoutDigests(next) !== withoutDigests(text)) {
      stale += 1;
      process.stderr.write(`${page} is not what is printed now: npm run docs:judge -- --write\n`);
    }
  }
  return stale === 0 ? 0 : 1;
}

await runCommand({
  name: "docs:judge",
  main,
  usage: "usage: npm run docs:judge [-- --write]",
  answers: [],
});
