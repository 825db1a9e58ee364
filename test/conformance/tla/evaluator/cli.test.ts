import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { resolveTools } from "tla2tools-runner";
import { packageRoot } from "../../../support/package-root.js";

const PATIENCE = 240_000;

/** Runs one of the commands as npm does. */
function run(command: "parser" | "evaluator", ...words: string[]) {
  const cli = fileURLToPath(new URL(`dist/conformance/tla-check/${command}-cli.js`, packageRoot));
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { status, stdout, stderr };
}

/** The programs beside SANY and TLC are compiled on the way, which a JRE cannot do. */
const { java } = await resolveTools();
const modules = spawnSync(java.path, ["--list-modules"], { encoding: "utf8" }).stdout;
const withJdk = it.skipIf(!modules.includes("jdk.compiler"));

describe("check:parser and check:evaluator", () => {
  withJdk("ask SANY, and say how much they compared", () => {
    expect(run("parser", "--chains", "50", "--seed", "3")).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^parser: the same trees as SANY for 2038 pairs and 50 chains .*: \d{4} passed, 0 failed\n$/,
      ) as string,
      stderr: "",
    });
  });

  withJdk("ask TLC, and say how much they compared", () => {
    expect(run("evaluator", "--count", "40", "--seed", "4")).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^evaluator: 40 expressions of seed 4: \d+ values and \d+ errors .*: 40 passed, 0 failed\n$/,
      ) as string,
      stderr: "",
    });
  });

  it.each([
    ["parser", "--chain", "Unknown option '--chain'"],
    ["evaluator", "--cuont", "Unknown option '--cuont'"],
  ] as const)("%s refuses %s", (command, word, problem) => {
    const { status, stdout, stderr } = run(command, word);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain(problem);
    expect(stderr).toContain(`usage: npm run check:${command}`);
  });

  it.each([
    ["parser", ["--chains", "1x"], '--chains is "1x": write a whole number'],
    ["evaluator", ["--count", "many"], '--count is "many": write a whole number'],
  ] as const)("%s refuses %j", (command, words, problem) => {
    const { status, stderr } = run(command, ...words);
    expect(status).toBe(64);
    expect(stderr).toContain(problem);
  });
});
