import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
