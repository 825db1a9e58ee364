import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../support/package-root.js";

const { scripts } = JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /^node (dist\/\S+[.]js)$/.exec(line)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

function run(file: string, ...words: string[]) {
  const path = fileURLToPath(new URL(file, packageRoot));
  const options = { encoding: "utf8", cwd: packageRoot, timeout: 240_000 } as const;
  return spawnSync(process.execPath, [path, ...words], options);
}

describe("every command of package.json", () => {
  it("is looked at", () => {
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["models", "mutants", "bugs", "simulate", "bench", "docs:judge"]),
    );
  });

  it.each(commands)("npm run $name refuses an option that it has not", ({ name, file }) => {
    const { status, stdout, stderr } = run(file, "--nonsense");
    const [complaint, usage] = stderr.split("\n");
    expect(complaint).toBe(`${name}: Unknown option '--nonsense'`);
    expect(usage).toMatch(/^usage: (npm run|node) /);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
  });

  it.each(commands)("npm run $name says how it is used", ({ file }) => {
    const { status, stdout, stderr } = run(file, "--help");
    expect(stdout).toMatch(/^usage: (npm run|node) /);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
