import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { damagesOf, kinds, readRunText, type RunText } from "#conformance/corruption";
import { decodeLine } from "#codec";

const good = fileURLToPath(new URL("../../../traces/good", import.meta.url));
const names = readdirSync(good);
const runs = new Map<string, RunText>(
  await Promise.all(
    names.map(async (name) => [name, await readRunText(join(good, name))] as const),
  ),
);
const options = { seed: 5, each: 3 };
const all = [...runs].flatMap(([name, run]) =>
  [...damagesOf(name, run, options)].map((made) => ({ name, run, ...made })),
);

describe("damage to recorded runs", () => {
  it("every kind is done to some committed run", () => {
    const done = new Set(all.map(({ kind }) => kind.name));
    expect(kinds.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  it("every copy differs from its run, and the run itself is left as it was", async () => {
    for (const { name, run, damage } of all) {
      const same = [...run].every(
        ([file, lines]) => damage.run.get(file)?.join("\n") === lines.join("\n"),
      );
      expect(same && damage.run.size === run.size, `${name}: ${damage.told}`).toBe(false);
    }
    for (const [name, run] of runs) {
      expect(run).toEqual(await readRunText(join(good, name)));
    }
  });

  it("the same seed makes the same copies, and another seed others", () => {
    const told = (seed: number) =>
      [...runs].flatMap(([name, run]) =>
        [...damagesOf(name, run, { seed, each: 3 })].map(({ damage }) => damage.told),
      );
    expect(told(5)).toEqual(told(5));
    expect(told(5)).not.toEqual(told(6));
  });

  it("the copies are of the format, so that it is the judge who has to refuse them", () => {
    for (const { name, run, kind, damage } of all) {
      for (const [file, lines] of damage.run) {
        const before = new Set(run.get(file));
        for (const [k, line] of lines.entries()) {
          if (before.has(line)) continue;
          const decoded = decodeLine(line);
          const where = `${name} ${kind.name} ${file}:${String(k + 1)} ${damage.told}`;
          expect(decoded.ok ? "" : decoded.problem, where).toBe("");
        }
      }
    }
  });
});
