// The list of known mistakes fits the specs as they are, and says so when it does not.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadManifest } from "#conformance/models";
import {
  loadMutants,
  loadSurvivors,
  machineMutants,
  MutantsError,
  readSpec,
} from "#conformance/mutants";

const real = fileURLToPath(new URL("../../../spec", import.meta.url));
const fixture = fileURLToPath(new URL("./fixtures/spec", import.meta.url));
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mutants-"));
  await cp(fixture, dir, { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function load(spec = dir) {
  const { models } = await loadManifest(join(spec, "models"));
  return loadMutants(await readSpec(spec), models);
}

/** What loading says after `change` of the first entry. */
async function faultsAfter(change: Record<string, unknown>): Promise<readonly string[]> {
  const file = join(dir, "mutants.json");
  const [first, ...rest] = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>[];
  const changed = Object.entries({ ...first, ...change }).filter(([, value]) => value !== null);
  await writeFile(file, JSON.stringify([Object.fromEntries(changed), ...rest]));
  return faultsOf(load());
}

async function faultsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MutantsError)) throw new Error(`no MutantsError: ${String(error)}`);
  return error.faults.map((fault) => fault.replaceAll(`${dir}/`, ""));
}

describe("spec/mutants.json", () => {
  it("fits the specs: every text to find occurs exactly once, and no number is left out", async () => {
    const mutants = await load(real);
    const numbers = new Set(mutants.map(({ number }) => number));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 44 }, (_, k) => k + 1));
  });

  it("lets live only what one other rule makes harmless", async () => {
    const alive = (await load(real)).filter(({ fate }) => "survives" in fate);
    expect(alive.map(({ name }) => name)).toEqual([
      "linfoBeforePersist",
      "noAckReset",
      "syncNotAtomic",
    ]);
  });
});

const edit = { module: "Election", find: "count < 3", replace: "" };

describe("a list of mutants that cannot be used", () => {
  it.each([
    ["an entry without a killer", { killer: null }, "has neither killer and survives: write one"],
    ["two fates", { survives: "Because." }, "has both killer and survives: write one"],
    ["no edits", { edits: null }, "has neither edits and together: write one"],
    [
      "a model that is not there",
      { model: "huge" },
      "no model huge in the manifest: name one that",
    ],
    [
      "a property alone on a model that is not there",
      { alone: [{ property: "Short", model: "huge" }] },
      "no model huge in the manifest: name one that",
    ],
    ["nothing alone", { alone: [{}] }, 'alone is [{}]: write a list of {"property"}'],
    ["no model", { model: null }, "model is missing: write the name of a model, such as base"],
    ["a name twice", { name: "twoLines" }, "the name occurs twice: rename one"],
    ["an unknown key", { kill: "Bounded" }, "unknown key kill: known are number, name, bug"],
    ["a number that is none", { number: "1" }, 'number is "1": write a whole number from 1 up'],
    ["an empty text to find", { edits: [{ ...edit, find: "" }] }, "edits is "],
    [
      "a text that is not there",
      { edits: [{ ...edit, find: "count  <  3" }] },
      'does not occur in Election: "count < 3": find must be a text that occurs exactly once',
    ],
    [
      "a text that is there twice",
      {
        edits: [{ ...edit, find: "count" }],
      },
      "occurs 11 times in Election: ",
    ],
    [
      "a module that is not there",
      { edits: [{ ...edit, module: "Zab" }] },
      "no module Zab: name one of the specs",
    ],
    [
      "a part that is not there",
      { edits: null, together: ["nobody"] },
      "together names nobody, which is no mutant: correct it",
    ],
  ])("is refused for %s", async (_, change, fault) => {
    const faults = await faultsAfter(change);
    expect(faults.some((line) => line.startsWith("mutants.json") && line.includes(fault))).toBe(
      true,
    );
    expect(faults.every((line) => !line.includes("\n"))).toBe(true);
  });

  it("is refused when it is no list", async () => {
    await writeFile(join(dir, "mutants.json"), "[1]");
    expect(await faultsOf(load())).toEqual([
      'mutants.json, entry 1: not an object: write {"name": …}',
    ]);
    await writeFile(join(dir, "mutants.json"), "{}");
    expect(await faultsOf(load())).toEqual(["mutants.json: not a list: write [{…}, …]"]);
    await writeFile(join(dir, "mutants.json"), "[");
    expect(String(await faultsOf(load()))).toMatch(/^mutants.json: not JSON \(.*\): correct it/);
    await rm(join(dir, "mutants.json"));
    expect(String(await faultsOf(load()))).toMatch(/^mutants.json: cannot be read: create it/);
  });
});

describe("a list of survivors that cannot be used", () => {
  const good = {
    mutant: "Election!Add guard 2",
    clause: "count >= 0",
    models: ["bounded"],
    reason: "A count begins at 0.",
  };
  it.each([
    ["no reason", [{ ...good, reason: " " }], /entry 1: write {"mutant", "clause", "models"/],
    ["no object", [7], /entry 1: write {"mutant", "clause", "models"/],
    [
      "a clause that is gone",
      [{ ...good, mutant: "Election!Add guard 9" }],
      /no clause Election!Add /,
    ],
    ["a clause that changed", [{ ...good, clause: "count > 0" }], /is now "count >= 0": judge it/],
    ["a clause listed twice", [good, good], /entry 2: .* is listed twice: delete one/],
  ])("is refused for %s", async (_, list, fault) => {
    await writeFile(join(dir, "survivors.json"), JSON.stringify(list));
    const spec = await readSpec(dir);
    expect(String(await faultsOf(loadSurvivors(spec, machineMutants(spec))))).toMatch(fault);
  });
});
