import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageRoot } from "../support/package-root.js";
import { ZABKEEPER } from "../support/server-process.js";
import { until } from "../support/wait.js";

let dir = "";
/** Where the commands put what is not to last. */
let scratch = "";
const begun: { readonly child: ChildProcess; readonly ended: Promise<unknown> }[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "zabkeeper-interruption-"));
  mkdirSync((scratch = join(dir, "tmp")));
});
afterEach(async () => {
  for (const { child, ended } of begun.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  rmSync(dir, { recursive: true, force: true });
});

function command(...args: readonly string[]) {
  const env = { ...process.env, TMPDIR: scratch };
  const child = spawn(process.execPath, [ZABKEEPER, ...args], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const one = { child, ended, output: () => output };
  begun.push(one);
  return one;
}

/** Processes, this one's children or not, that have a text in their command line. */
function processesWith(text: string): readonly string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    try {
      return readFileSync(file, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}

const good = fileURLToPath(new URL("traces/good", packageRoot));

describe.runIf(process.platform === "linux")("a command that is interrupted", () => {
  it.each([[["SIGINT"]], [["SIGTERM"]], [["SIGINT", "SIGINT"]]] as const)(
    "takes TLC and its files along, writes no report, and ends with 130: %j",
    async (signals) => {
      const runs = readdirSync(good).map((name) => join(good, name));
      const report = join(dir, "report.xml");
      const judges = command("check", "--second-judge", "--junit", report, ...runs);
      await until("TLC judges", () => processesWith(`tmpdir=${scratch}`).length > 0);
      for (const signal of signals) judges.child.kill(signal);
      expect(await judges.ended, judges.output()).toBe(130);
      await until("TLC is gone", () => processesWith(`tmpdir=${scratch}`).length === 0);
      expect(readdirSync(scratch)).toEqual([]);
      expect(existsSync(report)).toBe(false);
    },
  );

  it("leaves no half of what it exports", async () => {
    const [run, target] = [join(dir, "run"), join(dir, "run.itf")];
    const simulate = fileURLToPath(new URL("dist/simulator/main.js", packageRoot));
    const args = [simulate, "--dir", run, "--events", "10000"];
    expect(spawnSync(process.execPath, args).status).toBe(0);
    const writing = command("export", "itf", "--max-size", "500", target, run);
    await until("it writes", () => readdirSync(dir).some((name) => name.endsWith(".new")));
    writing.child.kill("SIGINT");
    expect(await writing.ended, writing.output()).toBe(130);
    expect(readdirSync(dir).sort()).toEqual(["run", "tmp"]);
  });
});
