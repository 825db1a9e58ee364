import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const cli = join(root, "dist/conformance/mutants/cli.js");
const fixture = fileURLToPath(new URL("./fixtures/spec", import.meta.url));
const TIMEOUT_MS = 240_000;
let dir: string;
let spec: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mutants-cli-"));
  spec = join(dir, "spec");
  await mkdir(join(dir, "tmp"));
  await cp(fixture, spec, { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly err: string;
}

/** Runs the command on the copy of the fixture; `interrupt` looks at its temporary files. */
async function mutants(
  words: readonly string[],
  interrupt?: (files: readonly string[]) => boolean,
): Promise<Outcome> {
  const child = spawn(process.execPath, [cli, "--dir", spec, ...words], {
    env: { ...process.env, TMPDIR: join(dir, "tmp") },
    timeout: TIMEOUT_MS,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  for (let tries = 0; interrupt !== undefined && tries < 4_000; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!interrupt(await readdir(join(dir, "tmp"), { recursive: true }))) continue;
    child.kill("SIGINT");
    break;
  }
  const code = await ended;
  const lines = out.trimEnd().split("\n");
  return { code, lines: lines.map((line) => line.replace(/ +/g, " ")), err };
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(spec, file), "utf8");
  expect(text).toContain(from);
  await writeFile(
    join(spec, file),
    text.replace(from, () => to),
  );
}

describe("npm run mutants", () => {
  it("says what killed each mutant, and writes the verdicts down when asked", async () => {
    const { code, lines, err } = await mutants(["--fresh", "--jobs", "1", "--write"]);
    expect(err).toBe("");
    expect(lines[0]).toBe("mutant killed by model steps distinct seconds");
    expect(lines[1]).toMatch(/^overfull Bounded bounded 5 5 \d+\.\d ok$/);
    expect(lines[2]).toMatch(/^twoLines survives bounded – 5 \d+\.\d ok$/);
    expect(lines[3]).toMatch(/^both Bounded bounded 5 5 \d+\.\d ok$/);
    expect(lines[5]).toMatch(/^Election!Add guard 1 Bounded bounded 5 5 \d+\.\d ok$/);
    expect(lines).toContainEqual(expect.stringMatching(/^Election!Add update count Short bounded/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^Election!Take guard 1 evaluation in Election!Take bounded/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^Election!Take update queue 2 W1 witness – 4 \d+\.\d ok$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^Election!Take guard 4 survives witness – 5 \d+\.\d ok$/),
    );
    expect(lines.at(-1)).toBe("mutants: 8 of 13 killed, 1 more are no specification, 0 failed");
    expect(code).toBe(0);
    expect((await readdir(spec)).filter((name) => name.endsWith(".new"))).toEqual([]);
    const report = await readFile(join(spec, "mutants-report.md"), "utf8");
    expect(report).toContain("## Known mistakes: 2 of 3 killed");
    expect(report).toContain("## Clauses left out: 6 of 10 killed, 1 more are no specification");
    expect(report).toContain(
      "| Election!Take guard 4 | `count > 0` | Implied by guard 2. | bounded",
    );
    expect(report).toContain("| `overfull` | Short | bounded | 5 | 5 |");
    const verdicts = JSON.parse(await readFile(join(spec, "mutants-verdicts.json"), "utf8")) as [];
    expect(verdicts).toHaveLength(14);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it("is red for a mutant that survives, and for one that dies of something else", async () => {
    await edit("mutants.json", '"replace": "count < 4"', '"replace": "count <= 2"');
    await edit(
      "mutants.json",
      '"survives": "A count begins at 0 and only grows."',
      '"killer": "X"',
    );
    await edit("survivors.json", "Election!Take guard 4", "Election!Take guard 2");
    await edit("survivors.json", '"count > 0"', '"count = 3"');
    const asked = ["overfull", "twoLines", "Election!Take guard 2", "Election!Take guard 4"];
    const { code, lines } = await mutants([...asked, "--fresh", "--jobs", "1", "--write"]);
    expect(lines[1]).toMatch(/^overfull .* FAILED: survives bounded: Bounded must kill it$/);
    expect(lines[2]).toMatch(/^twoLines .* FAILED: survives bounded: X must kill it$/);
    expect(lines[3]).toMatch(
      /guard 2 .* FAILED: listed as a survivor, killed by FullBeforeTaken on/,
    );
    expect(lines[4]).toMatch(
      /guard 4 .* FAILED: survives bounded, witness: add a check that kills/,
    );
    expect(lines[5]).toMatch(
      /^mutants: 1 of 4 killed, 4 failed \(overfull, twoLines, Election!Take/,
    );
    expect(code).toBe(1);
    expect(await readFile(join(spec, "mutants-verdicts.json"), "utf8")).toBe("[\n\n]\n");
  });

  it("is red where a property that must fail alone does not, or another one does", async () => {
    await edit("mutants.json", '"property": "Short"', '"property": "Ordered"');
    const { code, lines } = await mutants(["overfull", "--fresh", "--write"]);
    expect(lines[1]).toMatch(
      /^overfull .* FAILED: nothing fails on bounded, where Ordered alone is asked for$/,
    );
    expect(code).toBe(1);
    await edit("mutants.json", '"property": "Ordered"', '"property": "Nowhere"');
    const { lines: other } = await mutants(["overfull", "--fresh"]);
    expect(other[1]).toMatch(/^overfull .* FAILED: .*Nowhere/);
  });

  it("names the verdicts that are about another text, and runs them alone", async () => {
    const two = ["overfull", "Election!Take update queue 2"];
    const none = "mutants: every verdict is about the specs as they stand";
    const missing = await mutants(["--check"]);
    expect(missing.lines.at(-1)).toBe(
      "mutants: 14 verdicts are missing, or about another text: npm run mutants -- --stale --write",
    );
    expect(missing.code).toBe(1);
    await mutants([...two, "--fresh", "--write"]);
    expect(await mutants([...two, "--check"])).toMatchObject({ code: 0, lines: [none] });
    await edit("models/witness.cfg", "CHECK_DEADLOCK", "\\* changed\nCHECK_DEADLOCK");
    const stale = await mutants([...two, "--check"]);
    expect(stale.lines[0]).toBe("Election!Take update queue 2");
    expect(stale.lines).toHaveLength(2);
    const again = await mutants([...two, "--stale", "--write", "--fresh"]);
    expect(again.lines[1]).toMatch(/^Election!Take update queue 2 W1 witness/);
    expect(again.lines).toHaveLength(3);
    expect((await mutants([...two, "--check"])).code).toBe(0);
  });

  it("tries a clause on the models asked for only", async () => {
    const { code, lines } = await mutants(["Election!Take update queue 2", "--on", "bounded"]);
    expect(lines[1]).toMatch(/queue 2 survives bounded – .* FAILED: survives bounded: add a check/);
    expect(code).toBe(1);
  });

  it("does not take a mutant that does not parse, or runs for ever, for a killed one", async () => {
    await edit("mutants.json", '"replace": "count < 4"', '"replace": "count <"');
    const { code, lines } = await mutants(["overfull", "--fresh"]);
    expect(lines[1]).toMatch(/^overfull survives bounded – 0 \d+\.\d FAILED: parse-error: /);
    expect(code).toBe(1);
  });

  it("runs nothing twice unless asked", async () => {
    const cache = join(dir, "cache.jsonl");
    const runs = async () => (await readFile(cache, "utf8")).trimEnd().split("\n").length;
    // With every property, and with the one that must fail alone.
    await mutants(["overfull", "--cache", cache]);
    expect(await runs()).toBe(2);
    await edit("Election.tla", "Nothing here", "Nothing at all here");
    const { code, lines } = await mutants(["overfull", "--cache", cache]);
    expect(lines[1]).toMatch(/^overfull Bounded bounded 5 5 \d+\.\d ok$/);
    expect(code).toBe(0);
    expect(await runs()).toBe(2);
    await edit("Election.tla", "/\\ count = 3", "/\\ 3 = count");
    await mutants(["overfull", "--cache", cache]);
    expect(await runs()).toBe(4);
  });

  it.each([
    [
      "an unknown mutant",
      ["nobody"],
      64,
      /^mutants: no mutant of mutants.json and mutants-report.md has the name nobody: name one of the \d+, such as .*\nusage/,
    ],
    ["an unknown option", ["--speed"], 64, /^mutants: Unknown option '--speed'\nusage: /],
    [
      "a model that is none",
      ["--on", "bonded"],
      64,
      /^mutants: no model of models.json has the name bonded: did you mean bounded\?\nusage/,
    ],
    [
      "no jobs",
      ["--jobs", "0"],
      64,
      /^mutants: --jobs is 0: it takes a whole number from 1 up\nusage: /,
    ],
    [
      "a folder without manifest",
      ["--dir", "/nowhere"],
      2,
      /^mutants: \/nowhere\/models\/models.json: cannot be /,
    ],
  ])("refuses %s without running anything", async (_, words, wanted, message) => {
    const { code, lines, err } = await mutants(words);
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
    expect(lines).toEqual([""]);
    expect(code).toBe(wanted);
  });

  it("refuses lists that do not fit the specs, one line each", async () => {
    await edit("Election.tla", "count < 3", "count < 4");
    const { code, err } = await mutants(["--hand"]);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
    expect(err).toContain('(overfull): does not occur in Election: "count < 3": find must be');
    expect(err).toContain("(both): does not occur");
    expect(code).toBe(2);
    await edit("Election.tla", "  /\\ count >= 0", "(");
    const layout = await mutants([]);
    expect(layout.err).toMatch(/mutants.json \(overfull\)/);
    expect(layout.code).toBe(2);
  });

  it("ends TLC, writes nothing and cleans up when it is interrupted", async () => {
    const begun = (files: readonly string[]) => files.some((file) => file.includes("states"));
    const { code, lines } = await mutants(["--fresh", "--jobs", "1", "--write"], begun);
    expect(lines.at(-1)).toMatch(/^mutants: \d of \d killed, 0 failed, \d+ not run$/);
    expect(code).toBe(130);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
    expect(await readdir(spec)).not.toContain("mutants-verdicts.json");
  });
});
