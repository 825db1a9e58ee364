import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const cli = join(root, "dist/conformance/models/cli.js");
const good = fileURLToPath(new URL("./fixtures/spec/models", import.meta.url));
const endless = join(root, "packages/tla2tools-runner/test/fixtures/Endless.tla");
const COMMAND_TIMEOUT_MS = 240_000;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "models-cli-"));
  await mkdir(join(dir, "tmp"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Interruption {
  readonly when: (files: readonly string[]) => boolean;
  readonly signal: NodeJS.Signals;
}

/** Runs the command with its own folder for temporary files. */
async function models(words: readonly string[], interruption?: Interruption): Promise<Outcome> {
  const child = spawn(process.execPath, [cli, ...words], {
    env: { ...process.env, TMPDIR: join(dir, "tmp") },
    timeout: COMMAND_TIMEOUT_MS,
    killSignal: "SIGTERM",
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<Outcome>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, out, err });
    });
  });
  for (let tries = 0; interruption !== undefined && tries < 4_000; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const files = await readdir(join(dir, "tmp"), { recursive: true });
    if (interruption.when(files)) {
      child.kill(interruption.signal);
      break;
    }
  }
  return ended;
}

describe("npm run models", () => {
  it("says for each model what came out, and succeeds when all is as expected", async () => {
    const { code, out } = await models(["--dir", good, "symmetric", "early", "halt", "witness"]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/ +/g, " "));
    expect(lines[0]).toBe("model verdict distinct depth seconds");
    expect(lines[1]).toMatch(/^symmetric ok 4 4 \d+\.\d ok$/);
    expect(lines[2]).toMatch(/^early violates Early 7 4 \d+\.\d ok$/);
    expect(lines[3]).toMatch(/^halt violates L0 \(deadlock\) \d 3 \d+\.\d ok$/);
    expect(lines[4]).toMatch(/^witness ok 8 4 \d+\.\d ok$/);
    expect(lines[5]).toMatch(/^models: 4 passed, 0 failed, \d+ s in all of TLC$/);
    expect(code).toBe(0);
  });

  it("fails when one count is off, and says which", async () => {
    const folder = join(dir, "models");
    await mkdir(folder);
    for (const name of ["round.cfg", "early.cfg", "MCClock.tla"]) {
      await copyFile(join(good, name), join(folder, name));
    }
    await copyFile(join(good, "../Clock.tla"), join(dir, "Clock.tla"));
    const all = JSON.parse(await readFile(join(good, "models.json"), "utf8")) as { cfg: string }[];
    const quick = all.filter(({ cfg }) => cfg === "round.cfg" || cfg === "early.cfg");
    const off = JSON.stringify(quick).replace('"distinct":8', '"distinct":9');
    await writeFile(join(folder, "models.json"), off);
    const { code, out } = await models(["--dir", folder, "--tier", "quick"]);
    expect(out).toMatch(
      /round .* FAILED\n.*models.json \(round.cfg\): distinct is 9, found 8: find the edit that changed it; if it was meant, write 8\n/,
    );
    expect(out).toMatch(/early .* ok\n/);
    expect(out).toMatch(/models: 1 passed, 1 failed \(round\), \d+ s in all of TLC\n$/);
    expect(code).toBe(1);
  });

  it.each([
    [
      "an unknown model",
      ["rund"],
      64,
      /^models: no model of models.json has the name rund: did you mean round/,
    ],
    ["an unknown option", ["--speed"], 64, /^models: Unknown option '--speed'\nusage: /],
    [
      "an unknown tier",
      ["--tier", "never"],
      64,
      /^models: --tier is never: it takes quick, ci, nightly or sim/,
    ],
    [
      "all and less than all",
      ["--all", "round"],
      64,
      /^models: models by name, --tier and --all exclude each/,
    ],
    [
      "a folder without manifest",
      ["--dir", "/nowhere"],
      2,
      /^models: \/nowhere\/models.json: cannot be read/,
    ],
  ])("refuses %s without running anything", async (_, words, wanted, message) => {
    const { code, out, err } = await models(["--dir", good, ...words]);
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
    expect(out).toBe("");
    expect(code).toBe(wanted);
  });

  it("says that TLC ran out of memory, and how to give it more", async () => {
    const folder = join(dir, "models");
    await mkdir(folder);
    const value = "x = [i \\in 1..50000000 |-> i]";
    const module = `---- MODULE Huge ----\nEXTENDS Naturals\nVARIABLE x\nInit == ${value}\n`;
    await writeFile(join(folder, "Huge.tla"), `${module}Next == UNCHANGED x\n====\n`);
    await writeFile(join(folder, "huge.cfg"), "INIT Init\nNEXT Next\n");
    const entry = { cfg: "huge.cfg", module: "Huge", expect: "violates:L0", seconds: 9 };
    const list = [{ ...entry, tier: "ci", bounds: {}, workers: 1 }];
    await writeFile(join(folder, "models.json"), JSON.stringify(list));
    const { code, out } = await models(["--dir", folder, "--heap", "64m"]);
    expect(out).toMatch(/FAILED\n.*\(huge.cfg\): expect is violates:L0, found failed: /);
    expect(out).toContain(": give it more with --heap\n");
    expect(code).toBe(1);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it("names the place at which a spec does not parse", async () => {
    const folder = join(dir, "models");
    await mkdir(folder);
    const clock = await readFile(join(good, "../Clock.tla"), "utf8");
    await writeFile(join(dir, "Clock.tla"), clock.replace("hour' =", "hour' = ="));
    for (const name of ["round.cfg", "MCClock.tla"]) {
      await copyFile(join(good, name), join(folder, name));
    }
    const all = JSON.parse(await readFile(join(good, "models.json"), "utf8")) as { cfg: string }[];
    const list = all.filter(({ cfg }) => cfg === "round.cfg");
    await writeFile(join(folder, "models.json"), JSON.stringify(list));
    const { code, out } = await models(["--dir", folder, "round"]);
    expect(out).toMatch(
      /\(round.cfg\): expect is ok, found parse-error: Clock:7:\d+: .*: correct the/,
    );
    expect(code).toBe(1);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends TLC and cleans up on %s", async (signal) => {
    const folder = join(dir, "models");
    await mkdir(folder);
    await copyFile(endless, join(folder, "Endless.tla"));
    const entry = { module: "Endless", expect: "violates:L0", seconds: 9, tier: "ci" };
    const names = ["first", "second"];
    for (const name of names)
      await writeFile(join(folder, `${name}.cfg`), "INIT Init\nNEXT Next\n");
    const list = names.map((name) => ({ cfg: `${name}.cfg`, ...entry, bounds: {}, workers: 1 }));
    await writeFile(join(folder, "models.json"), JSON.stringify(list));
    const begun = (files: readonly string[]) => files.some((file) => file.includes("states/"));
    const { code, out } = await models(["--dir", folder, "--jobs", "1"], { when: begun, signal });
    expect(out).toMatch(
      /first .* FAILED\n.*models.json \(first.cfg\): expect is violates:L0, found interrupted: the/,
    );
    expect(out).toMatch(/models: 0 passed, 1 failed \(first\), 1 not run, \d+ s in all of TLC\n$/);
    expect(code).toBe(130);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });
});
