import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Init, zabActions } from "#state-machine";
import { disjuncts, readMapping, readSpec } from "../support/spec-text.js";

const spec = readSpec("Channels", "Zab");
const mapping = readMapping("Zab");
const reducers = zabActions.map(([name]) => name).sort();
const fields = Object.keys(Init({ self: 1, servers: [1], voters: [1], ackUptodate: true }));

describe("the registry of Zab", () => {
  it("has one reducer for each disjunct of Next that is not excepted with a reason", () => {
    const wanted = disjuncts(spec).filter((name) => !(name in mapping.actions));
    expect(wanted.length).toBeGreaterThan(20);
    expect(reducers).toEqual([...wanted].sort());
  });

  it("has a field for each variable that is not excepted with a reason", () => {
    const wanted = spec.variables.filter((name) => !(name in mapping.variables));
    expect(wanted.length).toBeGreaterThan(15);
    expect(fields).toEqual(expect.arrayContaining(wanted));
  });

  it("has no field that is neither a variable nor a constant of the spec", () => {
    const constants = ["self", "servers", "voters", "ackUptodate"];
    const unknown = fields.filter((f) => !spec.variables.includes(f) && !constants.includes(f));
    expect(unknown).toEqual([]);
  });

  it("has no stale exception, and a reason for each", () => {
    const stale = [
      ...Object.keys(mapping.actions).filter((a) => !disjuncts(spec).includes(a)),
      ...Object.keys(mapping.actions).filter((a) => (reducers as string[]).includes(a)),
      ...Object.keys(mapping.variables).filter((v) => !spec.variables.includes(v)),
      ...Object.keys(mapping.variables).filter((v) => fields.includes(v)),
    ];
    expect(stale).toEqual([]);
    const reasons = [...Object.values(mapping.actions), ...Object.values(mapping.variables)];
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
  });

  it("keeps each reducer in the file of its name, under the sentence @spec of that name", () => {
    const root = new URL("../../src/state-machine/zab/", import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" });
    for (const name of reducers) {
      const [file, ...more] = files.filter((path) => path.endsWith(`/${name}.ts`));
      expect(more).toEqual([]);
      const text = readFileSync(new URL(String(file), root), "utf8");
      const above = ` \\* @spec Zab!${name} [0-9a-f]{12}\n \\*/\nexport const ${name} = on`;
      expect(text).toMatch(new RegExp(above));
    }
  });
});
