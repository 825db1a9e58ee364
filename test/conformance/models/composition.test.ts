import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../spec/${name}`, import.meta.url)), "utf8");

/** The text without comments. */
const bare = (name: string) => read(name).replace(/\\\*.*$/gm, "");

/** The actions among which a module's Next chooses: operators of its own, with parameters. */
function actionsOf(module: string): string[] {
  const text = bare(module);
  const next = /^Next ==([^]*?)^Spec ==/m.exec(text)?.[1] ?? "";
  const names = [...next.matchAll(/\b(\w+)\(/g)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => new RegExp(`^${name}\\(`, "m").test(text));
}

const without = (names: readonly string[], isThere: (name: string) => boolean) =>
  names.filter((name) => !isThere(name));

describe("the composition of Zab and the election", () => {
  const composed = bare("ZabElection.tla");
  const model = bare("models/MCZabElection.tla");

  it("has a step for every action of Zab", () => {
    const actions = actionsOf("Zab.tla");
    expect(actions.length).toBe(25);
    expect(without(actions, (name) => composed.includes(`Zab!${name}(`))).toEqual([]);
  });

  it("has a step for every action of the election, whose end of a process forgets only", () => {
    const actions = actionsOf("Election.tla");
    expect(actions.length).toBe(10);
    expect(without(actions, (name) => composed.includes(`Election!${name}(`))).toEqual(["Restart"]);
    expect(composed).toContain("Election!Forget(");
  });

  it("is wrapped whole by its models: a step left out there would never be checked", () => {
    const actions = actionsOf("ZabElection.tla");
    expect(actions.length).toBe(32);
    expect(without(actions, (name) => model.includes(`(${name}(`))).toEqual([]);
  });
});
