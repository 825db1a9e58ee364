// One property is asked for alone: the rest of the model stays as it is.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { askingFor, readSpec, withoutAssumptions } from "#conformance/mutants";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../support/package-root.js";

const cfg = (name: string) => readFileSync(new URL(`spec/models/${name}.cfg`, packageRoot), "utf8");
const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

describe("a cfg that asks for one property", () => {
  it("keeps what the model is, and asks for nothing else", () => {
    const whole = linesOf(cfg("base"));
    const alone = linesOf(askingFor(cfg("base"), "EpochOrder"));
    expect(alone.slice(-2)).toEqual(["CHECK_DEADLOCK FALSE", "INVARIANT EpochOrder"]);
    const kept = alone.slice(0, -2);
    expect(kept.filter((line) => !whole.includes(line))).toEqual([]);
    for (const section of ["INIT MCInit", "VIEW View", "SYMMETRY Symmetry", "  MaxBreak = 1"]) {
      expect(kept).toContain(section);
    }
    expect(kept.some((line) => /AckedIsDurable|CommittedStable|DEADLOCK/.test(line))).toBe(false);
  });

  it("asks for a step or a behaviour as a PROPERTY, and for a halt by the deadlock", () => {
    expect(askingFor(cfg("base"), "EpochsMonotonic")).toContain("PROPERTY EpochsMonotonic\n");
    expect(askingFor(cfg("el-live"), "ElectionEnds")).toContain("PROPERTY ElectionEnds\n");
    const halt = askingFor(cfg("halt"), "L0");
    expect(halt).toContain("CHECK_DEADLOCK TRUE\n");
    expect(halt).not.toMatch(/INVARIANT|PROPERT/);
  });

  it("is asked of modules without the assumptions that go before it", async () => {
    const spec = await readSpec(fileURLToPath(new URL("spec", packageRoot)));
    const texts = withoutAssumptions(spec, new Map([["Zab", "changed"]]));
    expect(texts.get("Zab")).toBe("changed");
    expect(texts.get("MCElection")).not.toContain("ASSUME TotalOrder");
    expect(texts.get("MCElection")?.split("\n")).toHaveLength(
      spec.texts.get("MCElection")?.split("\n").length ?? 0,
    );
    expect(texts.has("MCZab")).toBe(false);
  });
});
