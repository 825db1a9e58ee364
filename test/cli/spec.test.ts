import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zabkeeper } from "./run.js";

const good = fileURLToPath(new URL("../conformance/models/fixtures/spec/models", import.meta.url));
const WORKERS = ["--workers", "127.0.0.1,localhost", "--heap", "256m"];
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zabkeeper-spec-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/**
 * A folder with a manifest of two models for workers on several hosts. TLC's server has no
 * registers, which the other models of these tests set in their first state.
 */
async function plainModels(distinct = 8): Promise<string> {
  const folder = join(dir, "models");
  await mkdir(folder);
  await copyFile(join(good, "../Clock.tla"), join(dir, "Clock.tla"));
  const next = "MCNext == \\E s \\in Server : Tick(s)\nEarly == hour < 3\n";
  const module = `---- MODULE MC ----\nEXTENDS Clock\n${next}====\n`;
  const cfg = 'INIT Init\nNEXT MCNext\nCONSTANTS Hours = 4 Server = {"a", "b"}\n';
  await writeFile(join(folder, "MC.tla"), module);
  await writeFile(join(folder, "round.cfg"), cfg);
  await writeFile(join(folder, "early.cfg"), `${cfg}INVARIANT Early\n`);
  const common = { module: "MC", seconds: 2, tier: "ci", bounds: {}, workers: 1 };
  const counts = { distinct, generated: 18, depth: 4 };
  const list = [
    { cfg: "round.cfg", expect: "ok", ...common, ...counts },
    { cfg: "early.cfg", expect: "violates:Early", ...common },
  ];
  await writeFile(join(folder, "models.json"), JSON.stringify(list));
  return folder;
}

/** A manifest with one model, after a change to the text of its entry. */
async function manifestWith(cfg: string, change: (text: string) => string): Promise<string> {
  const folder = join(dir, "models");
  await mkdir(folder);
  await copyFile(join(good, "../Clock.tla"), join(dir, "Clock.tla"));
  for (const name of [cfg, "MCClock.tla"]) await copyFile(join(good, name), join(folder, name));
  const all = JSON.parse(await readFile(join(good, "models.json"), "utf8")) as { cfg: string }[];
  const entry = all.filter((each) => each.cfg === cfg);
  await writeFile(join(folder, "models.json"), change(JSON.stringify(entry)));
  return folder;
}

const specCheck = (...words: string[]) => zabkeeper(["spec", "check", ...words]);

describe("zabkeeper spec check", () => {
  it("has one process check a model", async () => {
    const { code, stdout, stderr } = await specCheck("round", "--dir", good);
    expect(stdout).toMatch(/^model .*\nround +ok +8 +4 +\d+\.\d ok\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("has two workers find the same distinct states", async () => {
    const { code, stdout, stderr } = await specCheck(
      "round",
      "--dir",
      await plainModels(),
      ...WORKERS,
    );
    expect(stdout).toMatch(/^model .*\nround +ok +8 +\d+ +\d+\.\d ok\n$/);
    // The first worker may be done before the second is ready.
    expect(stderr).toMatch(/^worker (127\.0\.0\.1|localhost) is ready\n/);
    expect(code).toBe(0);
  });

  it("has two workers find what the project's manifest says of its smallest model", async () => {
    const { code, stdout } = await specCheck("tiny", ...WORKERS);
    expect(stdout).toMatch(/^model .*\ntiny +ok +1521 +\d+ +\d+\.\d ok\n$/);
    expect(code).toBe(0);
  });

  it("has two workers find that a model which must fail does", async () => {
    const { code, stdout } = await specCheck("early", "--dir", await plainModels(), ...WORKERS);
    expect(stdout).toMatch(/^model .*\nearly +violates Early .* ok\n$/);
    expect(code).toBe(0);
  });

  it("fails in one line when two workers find another count, and names the behaviour found", async () => {
    const off = await plainModels(9);
    const counted = await specCheck("round", "--dir", off, ...WORKERS);
    const reason =
      "distinct is 9, found 8: find the edit that changed it; if it was meant, write 8";
    expect(counted.stdout).toContain(
      `FAILED\n${join(off, "models.json")} (round.cfg): ${reason}\n`,
    );
    expect(counted.code).toBe(1);
  });

  it("prints the behaviour of a violation that nobody expected", async () => {
    const counts = '"expect":"ok","distinct":8,"generated":18';
    const folder = await manifestWith("early.cfg", (text) =>
      text.replace(/"expect":"[^"]+"/, counts),
    );
    const { code, stdout } = await specCheck("early", "--dir", folder);
    expect(stdout).toContain(
      "(early.cfg): expect is ok, found violates Early: correct the spec, or",
    );
    expect(stdout).toMatch(
      /\n {2}1\. Init\n {2}2\. Tick\(.+\)\n {2}3\. Tick\(.+\)\n {2}4\. Tick\(.+\)\n$/,
    );
    expect(code).toBe(1);
  });

  it("says in one line which host ssh does not reach", async () => {
    const folder = await plainModels();
    const { code, stdout, stderr } = await specCheck(
      ...["round", "--dir", folder, "--workers", "far", "--ssh", "false"],
    );
    expect(stderr).toBe(
      "zabkeeper spec check: worker far ended with code 1: see that java runs there by false\n",
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.each<[string, string[], number, RegExp]>([
    [
      "an unknown model",
      ["rund"],
      64,
      /^zabkeeper spec check: no model of models.json has the name rund: did you mean round\?/,
    ],
    [
      "a model without a verdict",
      [],
      2,
      /entry 1 \(round.cfg\): expect is missing: write the verdict/,
    ],
    [
      "witnesses by workers",
      ["witness", ...WORKERS],
      2,
      /\(witness.cfg\): what workers on other hosts/,
    ],
    [
      "no worker at all",
      ["round", "--workers", ","],
      64,
      /^zabkeeper spec check: --workers ',' names no host: name one/,
    ],
    [
      "a port that is none",
      ["round", "--port", "x"],
      64,
      /A whole number from 1 to 65535 is wanted/,
    ],
    [
      "a heap that is none",
      ["round", "--heap", "much"],
      2,
      /^zabkeeper spec check: option heap is much: it takes a size/,
    ],
  ])("refuses %s in one line", async (_, words, wanted, message) => {
    const asks =
      words.length > 0
        ? [...words, "--dir", good]
        : [
            "round",
            "--dir",
            await manifestWith("round.cfg", (text) => text.replace('"expect":"ok",', "")),
          ];
    const { code, stdout, stderr } = await specCheck(...asks);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: wanted, stdout: "" });
    expect(await readdir(good)).not.toContain("states");
  });
});
