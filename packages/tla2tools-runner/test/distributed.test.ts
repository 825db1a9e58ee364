import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  resolveTools,
  runDistributed,
  type DistributedOptions,
  type RunnerError,
  type Tools,
} from "tla2tools-runner";
import { fixture } from "./fixtures.js";
import { until } from "./until.js";

const two = ["127.0.0.1", "localhost"];
let tempDir: string;
const behind: string[] = [];

beforeEach(async () => {
  tempDir = await mkdtemp(join(tmpdir(), "runner-distributed-"));
});
afterEach(async () => {
  for (const folder of [tempDir, ...behind.splice(0)]) {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Stands for ssh: ignores the host, and runs the line in a session of its own, as sshd does. */
function ssh(): string[] {
  const line = 'exec setsid --wait sh -c "$2"';
  return ["env", `TMPDIR=${tempDir}`, "sh", "-c", line, "ssh"];
}

function counter(config: string, options: Partial<DistributedOptions> = {}) {
  const files = { module: fixture("Counter.tla"), config: fixture(`counter-${config}.cfg`) };
  return runDistributed({ ...files, hosts: two, tempDir, heap: "256m", ...options });
}

function endless(options: Partial<DistributedOptions>) {
  const module = fixture("Endless.tla");
  return runDistributed({ module, hosts: two, tempDir, heap: "256m", ...options });
}

/** Ids of the living processes of these runs whose command line has the word. */
async function processes(word = ""): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,stat=,args="]);
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^\d+ +[^Z ]/.test(line) && line.includes(tempDir) && line.includes(word))
    .map((line) => Number.parseInt(line, 10));
}

/**
 * Java behind shell lines, one for each main class that shall do otherwise; `$times` is how often
 * the class was called before, `run` runs it.
 */
async function javaBehind(lines: Readonly<Record<string, string>>): Promise<Tools> {
  const folder = await mkdtemp(join(tmpdir(), "runner-java-"));
  behind.push(folder);
  const tools = await resolveTools();
  const run = `run() { "${tools.java.path}" "$@"; }`;
  const cases = Object.entries(lines).flatMap(([mainClass, line]) => [
    `*" ${mainClass} "*)`,
    `  times=$(ls "${folder}" | grep -c '^${mainClass}'); : >"${folder}/${mainClass}$times"`,
    `  ${line};;`,
  ]);
  const script = ["#!/bin/sh", run, 'case "$*" in', ...cases, "esac", 'run "$@"'];
  const path = join(folder, "java");
  await writeFile(path, `${script.join("\n")}\n`);
  await chmod(path, 0o755);
  return { ...tools, java: { ...tools.java, path } };
}

const SERVER = "tlc2.tool.distributed.TLCServer";
const WORKER = "tlc2.tool.distributed.TLCWorker";

/** What TLC's server says of an exception of its own. */
function exceptionOf(text: string): string {
  const frame = ["@!@!@STARTMSG 1000:1 @!@!@", text, "@!@!@ENDMSG 1000 @!@!@"];
  return frame.map((each) => `echo '${each}'`).join("; ");
}

/** Nothing that a run began is left; what stands on other machines may take a moment. */
async function expectNothingLeft(): Promise<void> {
  await until("no process is left", async () => (await processes()).length === 0);
  await until("no file is left", async () => (await readdir(tempDir)).length === 0);
}

async function refusal(run: Promise<unknown>): Promise<RunnerError> {
  const error = await run.then(
    () => new Error("nothing was refused"),
    (reason: unknown) => reason,
  );
  expect((error as Error).message).not.toContain("\n");
  return error as RunnerError;
}

describe("runDistributed", () => {
  it("finds with two workers what one process finds, and leaves nothing behind", async () => {
    const result = await counter("ok");
    expect(result).toMatchObject({
      verdict: "ok",
      counts: { distinct: 7 },
      rerun: false,
      workersLost: [],
    });
    await expectNothingLeft();
  });

  it("names a violated invariant by a second run, though the server ends with 0", async () => {
    const result = await counter("invariant");
    expect(result).toMatchObject({ verdict: "invariant", property: "Small", rerun: true });
    expect(result.counterexample.map(({ action }) => action)).toEqual(["Init", "Add", "Add"]);
    await expectNothingLeft();
  });

  it("finds a deadlock where the configuration asks for it", async () => {
    expect(await counter("deadlock")).toMatchObject({ verdict: "deadlock", rerun: true });
  });

  it("says what does not parse", async () => {
    const result = await runDistributed({ module: fixture("Broken.tla"), hosts: two, tempDir });
    expect(result).toMatchObject({ verdict: "parse-error", rerun: false });
    expect(result.problems).not.toEqual([]);
    await expectNothingLeft();
  });

  it("runs a worker on another host, which brings nothing but Java", async () => {
    const result = await counter("ok", { hosts: ["127.0.0.2"], ssh: ssh(), address: "127.0.0.1" });
    expect(result).toMatchObject({ verdict: "ok", counts: { distinct: 7 }, workersLost: [] });
    await expectNothingLeft();
  });

  it("goes on without a worker that dies, and gives up when the last one does", async () => {
    const lost: string[] = [];
    const ready: string[] = [];
    const onWorkerReady = (host: string) => ready.push(host);
    const onWorkerLost = (reason: string) => lost.push(reason);
    const run = refusal(endless({ onWorkerReady, onWorkerLost }));
    await until("both are ready", () => ready.length === 2);
    const [first = 0, second = 0] = await processes("TLCWorker");
    process.kill(first, "SIGKILL");
    await until("one is lost", () => lost.length > 0);
    expect(lost).toEqual([
      expect.stringMatching(/^worker (127.0.0.1|localhost) ended with signal/),
    ]);
    expect(await processes("TLCServer -tool")).toHaveLength(1);
    process.kill(second, "SIGKILL");
    const { code, message } = await run;
    expect(code).toBe("no-worker");
    expect(message).toMatch(/ended with signal SIGKILL.*, and it was the last one: run it again$/);
    await expectNothingLeft();
  });

  it("ends server and workers, here and elsewhere, when it is told to", async () => {
    const abort = new AbortController();
    const hosts = ["127.0.0.1", "127.0.0.2"];
    const ready: string[] = [];
    const run = endless({
      ...{ hosts, ssh: ssh(), address: "127.0.0.1", signal: abort.signal },
      onWorkerReady: (host) => ready.push(host),
    });
    await until("both are ready", () => ready.length === 2);
    expect(await processes("TLCWorker")).not.toEqual([]);
    abort.abort();
    expect(await run).toMatchObject({ verdict: "interrupted", interruption: "aborted" });
    await expectNothingLeft();
  });

  it("refuses a property that TLC's server would read over, and checks one of single steps", async () => {
    const { message } = await refusal(counter("live"));
    expect(message).toMatch(/counter-live.cfg has a PROPERTY of infinite behaviours, which distri/);
    expect(await counter("action")).toMatchObject({
      verdict: "action-property",
      property: "OneByOne",
      rerun: true,
    });
    await expectNothingLeft();
  });

  it("does not take a property for checked when Java breaks down", async () => {
    const tools = await javaBehind({ "tlc2.TLC": "echo no memory; exit 1" });
    const { code, message } = await refusal(counter("action", { tools }));
    expect(code).toBe("no-java");
    expect(message).toMatch(/java ended with code 1 \(no memory\): see that it runs/);
    await expectNothingLeft();
  });

  it("begins anew when TLC's server falls over a worker that comes late", async () => {
    const trip = exceptionOf('java.lang.NullPointerException: "this.states" is null');
    const tools = await javaBehind({ [SERVER]: `[ $times -lt 2 ] && { ${trip}; exit 0; }` });
    expect(await counter("ok", { tools })).toMatchObject({
      verdict: "ok",
      counts: { distinct: 7 },
    });
    await expectNothingLeft();
  });

  it("says at the third time what the server said", async () => {
    const trip = exceptionOf("java.rmi.server.ExportException: Port already in use");
    const tools = await javaBehind({ [SERVER]: `${trip}; exit 0` });
    expect(await counter("ok", { tools })).toMatchObject({
      verdict: "evaluation-error",
      message: expect.stringContaining("Port already in use") as string,
    });
  });

  it("begins once where the spec is to blame", async () => {
    const trip = exceptionOf("TLC expected a boolean value");
    const again = "[ $times -gt 0 ] && exec sleep 1000";
    const tools = await javaBehind({ [SERVER]: `${again}; ${trip}; exit 0` });
    expect(await counter("ok", { tools })).toMatchObject({ verdict: "evaluation-error" });
  });

  it("takes a worker for dismissed that had not said yet that it is ready", async () => {
    const later = 'while IFS= read -r l; do case $l in *2193*) sleep 2;; esac; echo "$l"; done';
    const tools = await javaBehind({
      [WORKER]: 'run "$@" | grep -v --line-buffered ready; exit 0',
      [SERVER]: `run "$@" | ${later}; exit 0`,
    });
    const result = await counter("ok", { tools, hosts: ["127.0.0.1"] });
    expect(result).toMatchObject({ verdict: "ok", workersLost: [] });
    await expectNothingLeft();
  });

  it("gives up on a worker that cannot start, though it ends with 0", async () => {
    const tools = await javaBehind({ [WORKER]: "echo 'Error: Failed to start worker'; exit 0" });
    const { code, message } = await refusal(counter("ok", { tools }));
    expect(code).toBe("no-worker");
    expect(message).toMatch(/ended with code 0 \(Error: Failed to start worker\): run it again$/);
  });

  it("refuses a port that is in use before anything runs", async () => {
    const other = createServer().listen(0);
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    const { code, message } = await refusal(counter("ok", { port }));
    other.close();
    expect(code).toBe("port-in-use");
    expect(message).toMatch(
      /^port \d+: listen EADDRINUSE.*: choose another, or leave the port out/,
    );
    expect(await readdir(tempDir)).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    [
      "a host that ssh does not reach",
      ["sh", "-c", "echo no route to host >&2; exit 255"],
      /^worker far ended with code 255 \(no route to host\): see that java runs there by sh -c /,
    ],
    [
      "an ssh that is not there",
      ["/nowhere/ssh"],
      /^worker far: cannot start \/nowhere\/ssh: .*: cor/,
    ],
  ])("gives up on %s, in one line", async (_, command, wanted) => {
    const run = counter("ok", { hosts: ["127.0.0.1", "far"], ssh: command, address: "127.0.0.1" });
    const { code, message } = await refusal(run);
    expect(code).toBe("no-worker");
    expect(message).toMatch(wanted);
    await expectNothingLeft();
  });

  it.each([
    [{ hosts: [] }, "option hosts is empty: name a host, such as 127.0.0.1"],
    [{ port: 70_000 }, "option port is 70000: it takes a port from 1 to 65535"],
  ])("refuses %j", async (options, wanted) => {
    expect((await refusal(counter("ok", options))).message).toBe(wanted);
  });
});
