import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeLine } from "#codec";
import { quickEvent } from "#conformance/trace";
import { foldersIn } from "../../support/corpus.js";
import { dice } from "../../support/recorded-ensemble.js";

const good = fileURLToPath(new URL("../../../traces/good", import.meta.url));

const lines = foldersIn(good).flatMap((run) =>
  readdirSync(join(good, run)).flatMap((file) =>
    readFileSync(join(good, run, file), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1),
  ),
);

/** Values of other types and of other ranges, and names of other fields. */
const SPARE = ["0", "-1", "1.5", "2147483648", "null", "true", '""', "[]", "{}", '"x"', '"1:1"'];

/** A key with its value, where that is no object and no list with anything in it. */
const MEMBER = /"\w+":(?:"[^"]*"|\d+|true|false|\[\]|\{\})/g;

/** One value, or one name, of the line replaced by another one. */
function changed(line: string, random: () => number): string {
  const tokens = [...line.matchAll(/"[^"]*"|\d+|true|false|null|[[\]{}:,]/g)];
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const at = pick(tokens);
  const replaced = random() < 0.5 ? pick(SPARE) : pick(tokens)[0];
  return line.slice(0, at.index) + replaced + line.slice(at.index + at[0].length);
}

describe("quickEvent", () => {
  it("reads every recorded event as the codec does", () => {
    expect(lines.length).toBeGreaterThan(3000);
    let asked = 0;
    for (const line of lines) {
      const decoded = decodeLine(line);
      const event = quickEvent(line);
      if (event === null) asked += 1;
      else expect(decoded).toEqual({ ok: true, kind: "event", event });
    }
    // Events that enabled nothing are rare enough for the codec.
    expect(asked).toBeLessThan(lines.length / 20);
  });

  it("accepts no key twice, wherever it stands and whatever its value", () => {
    for (const line of lines.slice(0, 400)) {
      for (const { index, 0: member } of line.matchAll(MEMBER)) {
        for (const again of [`${member},`, `${member.replace('":', '" : ')},`]) {
          const doubled = line.slice(0, index) + again + line.slice(index);
          expect(quickEvent(doubled), doubled).toBe(null);
          expect(decodeLine(doubled), doubled).toMatchObject({ ok: false, found: "there twice" });
        }
      }
    }
  });

  it("accepts nothing that the codec refuses", () => {
    const random = dice(1);
    let refused = 0;
    for (let k = 0; k < 8000; k += 1) {
      const line = changed(lines[k % lines.length] as string, random);
      const decoded = decodeLine(line);
      if (!decoded.ok) refused += 1;
      if (!decoded.ok) expect(quickEvent(line), line).toBe(null);
    }
    expect(refused).toBeGreaterThan(4000);
  });
});
