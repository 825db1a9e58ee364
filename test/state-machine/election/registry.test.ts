import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { ElectionInit, electionActions } from "#state-machine";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (path: string) => readFileSync(root + path, "utf8");
const module = read("spec/Election.tla").replace(/\\\*.*$/gm, "");
const mapping = JSON.parse(read("spec/mapping.json")) as {
  Election: { actions: Record<string, string>; variables: Record<string, string> };
};
const { actions, variables: spare } = mapping.Election;

/** The text from `start` to the next empty line. */
function paragraph(start: RegExp): string {
  const at = module.search(start);
  if (at < 0) throw new Error(`spec/Election.tla has no ${String(start)}`);
  return module.slice(at).split(/\n\s*\n/)[0] ?? "";
}

const disjuncts = [...paragraph(/^Next ==/m).matchAll(/\\\/\s*([A-Z]\w*)\(/g)].map((m) => m[1]);
const variables = [...paragraph(/^VARIABLES/m).matchAll(/^ {4}(\w+)/gm)].map((m) => m[1]);
const reducers = electionActions.map(([name]) => name as string);
const fields = Object.keys(
  ElectionInit({ self: 1, voters: [1] }, { epoch: 0, zxid: { epoch: 0, counter: 0 } }),
);
const constants = ["self", "voters"];
const only = (some: readonly (string | undefined)[], others: readonly (string | undefined)[]) =>
  some.filter((name) => !others.includes(name));

describe("the registry of Election", () => {
  it("finds the actions and variables of the spec at all", () => {
    expect(disjuncts.length).toBeGreaterThanOrEqual(10);
    expect(variables.length).toBeGreaterThanOrEqual(8);
  });

  it("has a reducer for every disjunct of Next", () => {
    expect(only(only(disjuncts, reducers), Object.keys(actions))).toEqual([]);
  });

  it("has a disjunct of Next for every reducer", () => {
    expect(only(only(reducers, disjuncts), Object.keys(actions))).toEqual([]);
  });

  it("keeps every variable of the spec as a field, and no field besides", () => {
    expect(only(only(variables, fields), Object.keys(spare))).toEqual([]);
    expect(only(fields, [...variables, ...constants])).toEqual([]);
  });

  it("needs every exception in spec/mapping.json, for a reason", () => {
    const steps = [...only(disjuncts, reducers), ...only(reducers, disjuncts)];
    expect(only(Object.keys(actions), steps)).toEqual([]);
    expect(only(Object.keys(spare), only(variables, fields))).toEqual([]);
    const reasons = [...Object.values(actions), ...Object.values(spare)];
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
  });

  it("keeps every reducer in a file of its name that cites an operator of the spec", () => {
    const folders = ["voting", "environment"].map((name) => `src/state-machine/election/${name}/`);
    for (const name of reducers) {
      const file = folders.map((folder) => `${folder}${name}.ts`).find((f) => existsSync(root + f));
      expect(file, `no file for ${name}`).toBeDefined();
      expect(read(file ?? "")).toMatch(new RegExp(`@spec Election!${name} [0-9a-f]{12}\n`));
      expect(module).toMatch(new RegExp(`^${name}\\(`, "m"));
    }
    const files = folders.flatMap((folder) => readdirSync(root + folder));
    expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual([...reducers].sort());
  });
});
