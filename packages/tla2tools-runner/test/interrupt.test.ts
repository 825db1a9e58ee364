import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, onTestFailed, onTestFinished } from "vitest";
import { resolveTools, runTlc } from "tla2tools-runner";
import { fixture } from "./fixtures.js";
import { HANGING_MS, until } from "./until.js";

const module = fixture("Endless.tla");
let tempDir: string;

beforeEach(async () => {
  tempDir = await mkdtemp(join(tmpdir(), "runner-interrupt-"));
});
afterEach(async () => {
  await rm(tempDir, { recursive: true, force: true });
});

/** Whether a process of that id, or of that group when negative, is there. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The processes of a group that still run; a zombie waits for its parent, but is dead. */
async function members(group: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pgid=,stat=,args="]);
  const lines = stdout.split("\n").map((line) => line.trim());
  return lines.filter((line) => new RegExp(`^${String(group)} +[^Z ]`).test(line));
}

/** Waits until TLC has begun to write states. */
function searching(): Promise<void> {
  return until("TLC has begun to search", async () => {
    const files = await readdir(tempDir, { recursive: true });
    return files.some((file) => file.endsWith(".fp") || file.includes("states/"));
  });
}

/** Whoever is killed is gone a moment later. */
function untilGone(group: number): Promise<void> {
  return until(`group ${group} is gone`, async () => (await members(group)).length === 0);
}

async function interruptedBy(java: string | undefined): Promise<number> {
  const tools = await resolveTools({ java });
  const abort = new AbortController();
  let pid = 0;
  const run = runTlc({
    module,
    tools,
    tempDir,
    signal: abort.signal,
    timeoutMs: HANGING_MS,
    onStart: (id) => {
      pid = id;
    },
  });
  onTestFailed(() => {
    if (pid !== 0 && exists(-pid)) process.kill(-pid, "SIGKILL");
  });
  await searching();
  expect(await members(pid)).not.toEqual([]);
  abort.abort();
  expect(await run).toMatchObject({
    verdict: "interrupted",
    interruption: "aborted",
    message: "the run was aborted",
    exitCode: null,
    tlcVersion: "TLC2 Version 2.18 of 20 March 2023",
  });
  return pid;
}

describe("an interrupted run", () => {
  it("is killed on abort and leaves neither process nor files", async () => {
    const pid = await interruptedBy(undefined);
    expect(exists(pid)).toBe(false);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it("is killed with its whole process group when java is a wrapper script", async () => {
    const { java } = await resolveTools();
    const home = await mkdtemp(join(tmpdir(), "runner-wrapper-"));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const wrapper = join(home, "java");
    await writeFile(wrapper, `#!/bin/sh\n"${java.path}" "$@"\nexit $?\n`);
    await chmod(wrapper, 0o755);
    const group = await interruptedBy(wrapper);
    await untilGone(group);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it("is killed when its time is up", async () => {
    const result = await runTlc({ module, tempDir, timeoutMs: 1_500 });
    expect(result).toMatchObject({ verdict: "interrupted", interruption: "time-out" });
    expect(result.message).toBe("the run was out of time after 2 s");
    expect(await readdir(tempDir)).toEqual([]);
  });

  it("does not even start when it was aborted before", async () => {
    let started = false;
    const signal = AbortSignal.abort();
    const result = await runTlc({ module, tempDir, signal, onStart: () => (started = true) });
    expect(result).toMatchObject({ verdict: "interrupted", interruption: "aborted" });
    expect(started).toBe(false);
  });

  it("ends with the process that asked for it", async () => {
    const script = `
      import { runTlc } from "tla2tools-runner";
      const options = { module: process.argv[1], tempDir: process.argv[2] };
      const onStart = (pid) => {
        console.log(pid);
        setTimeout(() => process.exit(3), 1500);
      };
      await runTlc({ ...options, onStart, timeoutMs: ${HANGING_MS} });
    `;
    const run = promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", script, module, tempDir],
      { cwd: fileURLToPath(new URL("..", import.meta.url)), timeout: HANGING_MS },
    );
    const { code, stdout } = (await run.catch((error: unknown) => error)) as {
      code: number;
      stdout: string;
    };
    expect(code).toBe(3);
    const pid = Number(stdout);
    await untilGone(pid);
    expect(await readdir(tempDir)).toEqual([]);
  });
});
