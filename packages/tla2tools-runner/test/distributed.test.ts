import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runDistributed, type DistributedOptions, type RunnerError } from "tla2tools-runner";
import { fixture } from "./fixtures.js";
import { until } from "./until.js";

const two = ["127.0.0.1", "localhost"];
let tempDir: string;

beforeEach(async () => {
  tempDir = await mkdtemp(join(tmpdir(), "runner-distributed-"));
});
afterEach(async () => {
  await rm(tempDir, { recursive: true, force: true });
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
