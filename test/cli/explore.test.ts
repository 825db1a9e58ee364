import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cfgText } from "../explorer/models.js";
import { pause } from "../support/wait.js";
import { Running, zabkeeper } from "./run.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zabkeeper-explore-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("zabkeeper explore", () => {
  it("says how many states there are and that all properties hold", async () => {
    const { code, stdout, stderr } = await zabkeeper(["explore", "tiny"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^tiny: 1,521 distinct states, 3,558 steps, depth 34\n/);
    expect(stdout).toMatch(/ distinct states\/s, workers: [12]; a state missed: p < 4e-13\n/);
    expect(stdout).toMatch(/\nAll 23 properties hold\.\n$/);
  });

  it("shows the way to a state without a step where the model forbids such states", async () => {
    // One epoch and one restart: whoever lost its leader waits for ever.
    const text = cfgText("halt").replace("MaxEpoch = 4", "MaxEpoch = 1");
    const path = join(folder, "stuck.cfg");
    await writeFile(path, text);
    const { code, stdout } = await zabkeeper(["explore", path, "--workers", "1"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nNo step is left after \d+ steps:\n {3}1 Init\n {3}2 ElectLeader\(s/);
    expect(stdout).toMatch(/\nThe last state:\n {2}acceptedEpoch = <</);
  });

  it("refuses a model that is not there, is not its own, or does not fit", async () => {
    const missing = await zabkeeper(["explore", "tinny"]);
    expect(missing).toMatchObject({ code: 64, stdout: "" });
    expect(missing.stderr).toBe(
      "zabkeeper explore: no model of spec/models has the name tinny: did you mean tiny?\n",
    );
    const strange = await zabkeeper(["explore", "constantinople"]);
    expect(strange.stderr).toMatch(
      /^zabkeeper explore: no model of spec\/models has the name constantinople: name one of the \d+, such as \S+, \S+ and \S+\n$/,
    );
    const file = await zabkeeper(["explore", join(folder, "none.cfg")]);
    expect(file.stderr).toBe(
      `zabkeeper explore: ${join(folder, "none.cfg")}: no such file or folder: name a .cfg file\n`,
    );
    const other = await zabkeeper(["explore", "must-fail-minority-commit"]);
    expect(other.code).toBe(64);
    expect(other.stderr).toMatch(
      /^zabkeeper explore: must-fail-[^\n]*Backed \(BackedByOne\) is unknown/,
    );
    const large = await zabkeeper(["explore", "base", "--memory", "1"]);
    expect(large.code).toBe(2);
    expect(large.stderr).toMatch(
      /^zabkeeper explore: base: [\d,]+ states and more do not fit into 1 MiB/,
    );
  });

  it("ends at once on Ctrl-C, and says how far it was", async () => {
    const pipe = join(folder, "el-b.cfg");
    execFileSync("mkfifo", [pipe]);
    const running = new Running(["explore", pipe, "--workers", "1"]);
    // It takes the model when it has begun to heed signals, and the election has no end soon.
    await writeFile(pipe, cfgText("el-b"));
    await pause(500);
    expect(await running.stop("SIGINT")).toBe(130);
    expect(running.output).toMatch(
      /^zabkeeper explore: el-b: interrupted after [\d,]+ distinct states, /,
    );
  });
});
