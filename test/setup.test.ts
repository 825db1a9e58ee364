import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageRoot } from "./support/package-root.js";

const SETUP = fileURLToPath(new URL("scripts/setup.mjs", packageRoot));
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zabkeeper-setup-"));
  await mkdir(join(dir, "bin"));
  await program("mvn", "exit 0");
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function program(name: string, line: string): Promise<void> {
  const path = join(dir, "bin", name);
  await writeFile(path, `#!/bin/sh\n${line}\n`);
  await chmod(path, 0o755);
}

/** What setup says before it would install or build anything. */
function setup(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const path = { PATH: join(dir, "bin") };
    const child = execFile(
      process.execPath,
      [SETUP, "--test"],
      { env: { ...path, ...env } },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode, stderr }),
    );
  });
}

const WRITES_DOWN = 'require("node:fs").appendFileSync("builds", "x");';

/** A repository whose compiler writes down that it ran, unless it does something else. */
async function repository(projects: readonly string[], compiler = WRITES_DOWN): Promise<void> {
  const references = projects.map((path) => ({ path }));
  const files = {
    "package.json": "{}",
    "package-lock.json": "{}",
    "tsconfig.json": JSON.stringify({ references }),
    "tsconfig.base.json": "{}",
    "node_modules/.package-lock.json": "{}",
    "node_modules/typescript/bin/tsc": compiler,
    ...Object.fromEntries(projects.map((path) => [`${path}/a.ts`, ""])),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  await mkdir(join(dir, "scripts"));
  await copyFile(SETUP, join(dir, "scripts/setup.mjs"));
}

describe("setup of a repository", () => {
  it("builds when a file of any compiled project is newer, and not again", async () => {
    const projects = ["simulator", "packages/one"];
    await repository(projects);
    const builds = async () => {
      const child = execFile(process.execPath, [join(dir, "scripts/setup.mjs")]);
      await once(child, "close");
      return (await readFile(join(dir, "builds"), "utf8")).length;
    };
    expect(await builds()).toBe(1);
    expect(await builds()).toBe(1);
    for (const [k, path] of projects.entries()) {
      const later = Date.now() / 1000 + 10;
      await utimes(join(dir, path, "a.ts"), later, later);
      expect(await builds(), path).toBe(k + 2);
      await utimes(join(dir, path, "a.ts"), 1, 1);
    }
  });
});

describe("setup that takes its time", () => {
  const run = (path = process.env.PATH) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const options = { env: { ...process.env, PATH: path } };
      const script = join(dir, "scripts/setup.mjs");
      const child = execFile(process.execPath, [script], options, (_error, _stdout, stderr) =>
        resolve({ code: child.exitCode, stderr }),
      );
    });

  it("says what it does, why, every five seconds that it goes on, and how long it took", async () => {
    await repository(
      ["src"],
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5500);",
    );
    const { code, stderr } = await run();
    const [first, ...others] = stderr.trimEnd().split("\n");
    expect(first).toBe("setup: building (the first time it takes longest) …");
    expect(others.at(-1)).toMatch(/^setup: building, done in \d+\.\d s$/);
    const between = others.slice(0, -1);
    expect(between.length).toBeGreaterThan(0);
    for (const line of between) expect(line).toMatch(/^setup: still building, \d+\.\d s so far$/);
    expect(code).toBe(0);
  });

  it("says in one line what failed, and how", async () => {
    await repository(["src"], "process.exit(3);");
    const failed = await run();
    expect(failed.stderr).toMatch(/ …\nsetup: building failed \(exit code 3\)\n$/);
    expect(failed.code).toBe(1);
    await rm(join(dir, "node_modules/.package-lock.json"));
    const { code, stderr } = await run(join(dir, "bin"));
    const what = "installing packages";
    expect(stderr).toBe(
      `setup: ${what} (the first time only) …\nsetup: ${what} failed (npm not found)\n`,
    );
    expect(code).toBe(1);
  });
});

describe("setup", () => {
  const remedy = "install a JDK or JRE, version 11 or later (for the TLA+ tools)";

  it.each([
    ["no Java", null, "java not found"],
    ["Java 8", "echo 'openjdk version \"1.8.0_392\"' >&2", "java is Java 1.8.0_392"],
    ["Java 10", "echo 'java version \"10.0.2\" 2018-07-17' >&2", "java is Java 10.0.2"],
    ["something else of that name", "echo coffee >&2", "java not found"],
  ])("refuses %s in one line", async (_, line, problem) => {
    if (line !== null) await program("java", line);
    expect(await setup({})).toEqual({ code: 1, stderr: `setup: ${problem}: ${remedy}\n` });
  });

  it("looks where JAVA_HOME points, as the runs do", async () => {
    await program("java", "echo 'openjdk version \"9.0.4\"' >&2");
    const place = `${join(dir, "bin", "java")} (from JAVA_HOME)`;
    const { stderr } = await setup({ JAVA_HOME: dir });
    expect(stderr).toBe(`setup: ${place} is Java 9.0.4: ${remedy}\n`);
  });
});
