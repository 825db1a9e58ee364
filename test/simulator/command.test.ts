import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageRoot } from "../support/package-root.js";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "simulate-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function command(script: string, ...words: string[]) {
  const file = fileURLToPath(new URL(`dist/simulator/${script}.js`, packageRoot));
  // A command that hangs is ended, and then has no exit code.
  const options = { encoding: "utf8", timeout: 240_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], options);
  return { status, stdout, lines: stderr.trimEnd().split("\n") };
}

describe("npm run simulate", () => {
  it.each([
    ["no folder", [], "no --dir: name the folder to write"],
    ["an unknown option", ["--sede", "1"], "Unknown option '--sede'"],
    [
      "no number",
      ["--dir", "x", "--seed", "-1"],
      "Option '--seed' argument is ambiguous: write --seed=…",
    ],
    ["too many", ["--dir", "x", "--servers", "12"], "--servers 12: write a number from 2 to 9"],
    ["one voter", ["--dir", "x", "--servers", "1"], "--servers 1: write a number from 2 to 9"],
    [
      "habits",
      ["--dir", "x", "--habits", "clam"],
      "no habits has the name clam: did you mean calm?",
    ],
    [
      "a folder where nothing can be made",
      ["--dir", "/proc/none/run"],
      "/proc/none/run: there is no folder /proc/none: make it first",
    ],
    ["a folder that is there", ["--dir", tmpdir()], `${tmpdir()} is there already: name a folder`],
  ])("refuses %s with exit code 64", (_, words, message) => {
    const { status, stdout, lines } = command("main", ...words);
    expect(lines[0]?.startsWith(`simulate: ${message}`)).toBe(true);
    expect(lines[1]).toMatch(/^usage: npm run simulate -- --dir DIR /);
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 64, stdout: "", lines: 2 });
  });

  it("writes a run where the folder above is there, and leaves nothing else", () => {
    const { status, stdout } = command("main", "--dir", join(dir, "run"), "--events", "50");
    expect(stdout).toMatch(/run: \d+ events of \d+ processes /);
    expect(status).toBe(0);
    expect(readdirSync(dir)).toEqual(["run"]);
  });
});

describe("npm run simulate:mutants", () => {
  it.each([
    [
      "a name",
      ["nobody"],
      /has the name nobody: (name one of the \d+, such as .*|did you mean .*\?)$/,
    ],
    ["a number", ["--seeds", "0"], /--seeds 0: write a number from 1 to 9999$/],
    ["a part to write", ["noCurE", "--write"], /--write wants all mutants; name none$/],
  ])("refuses %s with exit code 64", (_, words, message) => {
    const { status, lines } = command("mutants/main", ...words);
    expect(lines[0]).toMatch(message);
    expect(lines[1]).toMatch(/^usage: npm run simulate:mutants /);
    expect(status).toBe(64);
  });
});
