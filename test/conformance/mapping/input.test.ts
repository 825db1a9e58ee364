import { describe, expect, it } from "vitest";
import {
  MappingError,
  loadCode,
  readExceptions,
  readGuards,
  readXml,
  signed,
} from "#conformance/mapping";
import { mappingWith, parsedWith, read, root } from "./support.js";

describe("spec/guards.txt", () => {
  it("has guards with conditions, and reasons where one of the two lacks", () => {
    const text = "# why\n\nA!B\n  x > 0 ↔ s.x ↔ s.y -- as ever\n  y -- network\n  ↔ s.z -- bound\n";
    expect([...readGuards(text)]).toEqual([
      [
        "A!B",
        {
          line: 3,
          pairs: [
            { line: 4, clause: "x > 0", conditions: ["s.x", "s.y"], reason: "as ever" },
            { line: 5, clause: "y", conditions: [], reason: "network" },
            { line: 6, clause: null, conditions: ["s.z"], reason: "bound" },
          ],
        },
      ],
    ]);
  });

  it.each([
    ["a guard alone", "A!B\n  x > 0\n", 'spec/guards.txt:2: "x > 0" has no counterpart'],
    ["a condition alone", "A!B\n  ↔ s.x\n", 'spec/guards.txt:2: "↔ s.x" has no counterpart'],
    ["a reason alone", "A!B\n  -- why\n", "spec/guards.txt:2: "],
    ["an arrow to nothing", "A!B\n  x ↔\n", "spec/guards.txt:2: nothing stands behind ↔"],
    ["a guard of no action", "  x ↔ s.x\n", "spec/guards.txt:1: stands above the first"],
    ["an action twice", "A!B\nA!B\n", "spec/guards.txt:2: A!B stands here twice"],
    [
      "a line without indent",
      "x > 0 ↔ s.x\n",
      "spec/guards.txt:1: x > 0 ↔ s.x is no Module!Action",
    ],
  ])("is refused for %s", (_, text, message) => {
    expect(() => readGuards(text)).toThrow(MappingError);
    expect(() => readGuards(text)).toThrow(message);
  });
});

describe("spec/mapping.json", () => {
  const module = { actions: {}, variables: {}, fields: {}, writes: {} };
  it.each([
    ["no JSON", "{", /^spec\/mapping.json: .*: correct the JSON$/],
    ["a part that lacks", JSON.stringify({ Zab: { ...module, fields: undefined } }), /fields/],
    [
      "an exception without a reason",
      JSON.stringify({ Zab: { ...module, writes: { Add: { x: "so" } } } }),
      /^spec\/mapping.json: Zab x: say why, in a sentence$/,
    ],
  ])("is refused for %s", (_, text, message) => {
    expect(() => readExceptions(text)).toThrow(MappingError);
    expect(() => readExceptions(text)).toThrow(message);
  });
});

describe("what SANY wrote", () => {
  it.each([
    ["<modules/>", "modules has no context"],
    [
      "<modules><context><entry><UID>1</UID></entry></context></modules>",
      "modules has no RootModule",
    ],
  ])("is refused where it is %s", (xml, message) => {
    expect(() => readXml(xml, new Set())).toThrow(message);
  });
});

describe("a spec", () => {
  it("that does not parse is refused with the place", async () => {
    const broken = parsedWith([["spec/Zab.tla", "Prefix(h, n) == ", "Prefix(h, n) = "]]);
    await expect(broken).rejects.toThrow(/Zab:\d+/);
  });

  it("with an action that is neither guards nor assignments is refused with the place", async () => {
    const odd = mappingWith(["spec/Zab.tla", "  /\\ Persist(s, k)\n", "  /\\ ~(log' = log)\n"]);
    await expect(odd).rejects.toThrow(
      /^spec\/Zab.tla:\d+: "~\(log' = log\)" is neither a guard nor an assignment/,
    );
  });
});

describe("a reducer", () => {
  it("that is made in another way is refused with the place", () => {
    const path = "src/state-machine/zab/discovery/BecomeLeading.ts";
    const other = (file: string) =>
      file === path
        ? read(file).replace("enabled: (s) =>", "enabled: function (s) { return")
        : read(file);
    expect(() => loadCode(root, other)).toThrow(
      /^src\S+BecomeLeading.ts:\d+: BecomeLeading is made in another way: write export const/,
    );
  });
});

describe("a signature", () => {
  const path = "src/state-machine/zab/environment/LearnerLoseLeader.ts";
  const name = "Zab!LearnerLoseLeader";
  const bare = () => mappingWith([path, read(path).match(/ [0-9a-f]{12}(?=\n)/)?.[0] ?? "", ""]);
  const stale = async () => {
    const [digest = ""] = read(path).match(/[0-9a-f]{12}(?=\n)/) ?? [];
    return mappingWith([path, digest, "0".repeat(12)]);
  };

  it("is written where there is none", async () => {
    const text = read(path).replace(/ [0-9a-f]{12}\n/, "\n");
    const texts = signed(await bare(), () => text, { names: [], missing: true });
    expect([...texts]).toEqual([[path, read(path)]]);
  });

  it("is left alone unless somebody asks for it by name", async () => {
    const text = read(path).replace(/ [0-9a-f]{12}\n/, ` ${"0".repeat(12)}\n`);
    const mapping = await stale();
    expect(signed(mapping, () => text, { names: [], missing: true }).size).toBe(0);
    const texts = signed(mapping, () => text, { names: [name], missing: false });
    expect([...texts]).toEqual([[path, read(path)]]);
  });

  it("is refused for a name that no line @spec has", async () => {
    const mapping = await mappingWith();
    expect(() => signed(mapping, read, { names: ["Zab!Nap"], missing: false })).toThrow(
      "--sign Zab!Nap: no line @spec names it",
    );
  });
});
