import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadManifest, ManifestError, selectModels } from "#conformance/models";

const good = fileURLToPath(new URL("./fixtures/spec/models", import.meta.url));
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "models-"));
  await cp(good, dir, { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

type Entry = Record<string, unknown>;

/** The faults after a change to the list of entries. */
async function faultsAfter(change: (entries: Entry[]) => unknown): Promise<readonly string[]> {
  const file = join(dir, "models.json");
  const entries = JSON.parse(await readFile(file, "utf8")) as Entry[];
  const changed = change(entries) ?? entries;
  await writeFile(file, typeof changed === "string" ? changed : JSON.stringify(changed));
  return faults();
}

/** The first model after a change to its entry. */
async function readAfter(change: Entry): Promise<unknown> {
  const file = join(dir, "models.json");
  const [first, ...rest] = JSON.parse(await readFile(file, "utf8")) as Entry[];
  await writeFile(file, JSON.stringify([{ ...first, ...change }, ...rest]));
  return (await loadManifest(dir)).models[0];
}

async function faults(): Promise<readonly string[]> {
  const error: unknown = await loadManifest(dir).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ManifestError);
  const found = (error as ManifestError).faults;
  expect(found.filter((fault) => fault.includes("\n"))).toEqual([]);
  return found.map((fault) => fault.replaceAll(`${dir}/`, ""));
}

/** An entry with one field set, or taken out when the value is undefined. */
function withField(key: string, value: unknown): (entries: Entry[]) => Entry[] {
  return ([first = {}, ...rest]) => [{ ...first, [key]: value }, ...rest];
}

describe("loadManifest", () => {
  it("reads a manifest that agrees with its folder", async () => {
    const { models } = await loadManifest(dir);
    expect(models.map(({ name }) => name)).toEqual([
      "round",
      "symmetric",
      "early",
      "halt",
      "live",
      "witness",
    ]);
    expect(models[0]).toEqual({
      name: "round",
      cfg: "round.cfg",
      module: "MCClock",
      expect: { kind: "ok" },
      distinct: 8,
      generated: 18,
      depth: 4,
      simulate: null,
      witnesses: null,
      seconds: 2,
      tier: "quick",
      bounds: { Hours: 4 },
      workers: 1,
    });
    expect(models.map(({ expect: expectation }) => expectation).slice(2)).toEqual([
      { kind: "violates", property: "Early" },
      { kind: "violates", property: "L0" },
      { kind: "violates", property: "Eventually" },
      { kind: "reaches", witnesses: ["W1", "W2"] },
    ]);
  });

  it("refuses a configuration without an entry", async () => {
    await writeFile(join(dir, "more.cfg"), "INIT Init\n");
    expect(await faults()).toEqual([
      "more.cfg: no entry in models.json: add one, or delete the file",
    ]);
  });

  it("refuses an entry without its configuration, and one without its module", async () => {
    await rm(join(dir, "halt.cfg"));
    expect(await faultsAfter(withField("module", "Gone"))).toEqual([
      "models.json: round.cfg needs Gone.tla, which is not there: create it",
      "models.json: halt.cfg needs halt.cfg, which is not there: create it",
    ]);
  });

  it("refuses two entries for one configuration", async () => {
    expect(await faultsAfter((entries) => [...entries, entries[2]])).toEqual([
      "models.json: early.cfg has two entries: delete one",
    ]);
  });

  it.each<[string, unknown, string]>([
    ["expect", undefined, "expect is missing: write the verdict that TLC must reach: "],
    ["expect", "fine", 'expect is "fine": write the verdict that TLC must reach: "ok", '],
    ["expect", "reaches:[]", 'expect is "reaches:[]": write the verdict'],
    ["distinct", undefined, "distinct is missing: write the number of distinct states"],
    ["distinct", "8", 'distinct is "8": write the number of distinct states'],
    ["generated", 0, "generated is 0: write the number of generated states"],
    ["depth", 1.5, "depth is 1.5: write the depth of the finished model"],
    ["module", "../Clock", 'module is "../Clock": write the name of a module in this folder'],
    ["seconds", -1, "seconds is -1: write how many seconds the model takes"],
    ["tier", "daily", 'tier is "daily": write the tier in which it runs: quick, ci, nightly or'],
    ["bounds", { Hours: "4" }, 'bounds is {"Hours":"4"}: write the model\'s bounds by name'],
    ["workers", 0, "workers is 0: write a whole number from 1 up"],
    ["witnesses", { W1: 2 }, "witnesses has no meaning here, because expect names none: leave it"],
    ["quick", true, "unknown key quick: known are cfg, module, expect, seconds, tier, bounds"],
  ])("refuses %s = %j with place and remedy", async (key, value, message) => {
    const found = await faultsAfter(withField(key, value));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`models.json, entry 1 (round.cfg): ${message}`);
  });

  const walks = { traces: 9, depth: 5, seed: 1 };
  const witness = { expect: "reaches:[W1,W2]" };
  const walk = { tier: "simulation", simulate: walks, distinct: undefined, depth: undefined };
  it.each<[string, Entry, string]>([
    [
      "a simulation elsewhere",
      { ...walk, tier: "ci" },
      'tier is "ci", but it simulates: write "sim',
    ],
    [
      "a simulation of nothing",
      { ...walk, simulate: undefined },
      "simulate is missing: write the ra",
    ],
    [
      "states no walk counts",
      { ...walk, distinct: 8 },
      "distinct has no meaning here, because a si",
    ],
    [
      "the depth of a walk",
      { ...walk, depth: 8 },
      "depth has no meaning here, because a simulation ",
    ],
    [
      "walks that differ",
      { ...walk, workers: 2 },
      "workers is 2: write 1, because only one finds t",
    ],
    [
      "witnesses at no depth",
      witness,
      "witnesses is missing: write the depth at which each witness ",
    ],
    [
      "a witness too few",
      { ...witness, witnesses: { W2: 4 } },
      "witnesses names W2: write a depth f",
    ],
    [
      "witnesses that differ",
      { ...witness, witnesses: { W1: 2, W2: 4 }, workers: 2 },
      "workers is 2: write 1, because only one finds the same each time",
    ],
  ])("refuses %s", async (_, change, message) => {
    const found = await faultsAfter(([first, ...rest]) => [{ ...first, ...change }, ...rest]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`models.json, entry 1 (round.cfg): ${message}`);
  });

  it("takes a simulation", async () => {
    expect(await readAfter({ ...walk, generated: 50 })).toMatchObject({
      tier: "simulation",
      simulate: walks,
      distinct: null,
      generated: 50,
      depth: null,
    });
  });

  it("reports all faults at once", async () => {
    const found = await faultsAfter(([first = {}, ...rest]) => [
      { ...first, tier: "daily", workers: 0 },
      "a text",
      ...rest,
    ]);
    expect(found).toHaveLength(3);
    expect(found[2]).toBe('models.json, entry 2: not an object: write {"cfg": …}');
  });

  it.each([
    ["text that is not JSON", "[{", /^models.json: not JSON \(.+\): correct it there$/],
    ["something else than a list", "{}", /^models.json: not a list of models: write/],
    ["an empty list", "[]", /^models.json: not a list of models: write/],
  ])("refuses %s", async (_, text, message) => {
    expect((await faultsAfter(() => text))[0]).toMatch(message);
  });

  it("refuses a folder without a manifest", async () => {
    await rm(join(dir, "models.json"));
    expect(await faults()).toEqual([
      "models.json: cannot be read: create it, or name another folder",
    ]);
  });
});

describe("selectModels", () => {
  it.each([
    ["all without a wish", {}, ["round", "symmetric", "early", "halt", "live", "witness"]],
    ["those of one tier", { tier: "nightly" as const }, ["halt", "live", "witness"]],
    ["the quick ones", { tier: "quick" as const }, ["round", "early"]],
    ["for ci the quick ones too", { tier: "ci" as const }, ["round", "symmetric", "early"]],
    ["named ones, with and without ending", { names: ["live.cfg", "round"] }, ["round", "live"]],
  ])("chooses %s, in the order of the manifest", async (_, selection, wanted) => {
    const chosen = selectModels(await loadManifest(dir), selection);
    expect(chosen.map(({ name }) => name)).toEqual(wanted);
  });

  it("refuses a name that is in no entry, and names those that are", async () => {
    const manifest = await loadManifest(dir);
    expect(() => selectModels(manifest, { names: ["rund"] })).toThrow(
      "no model of models.json has the name rund: did you mean round?",
    );
  });
});
