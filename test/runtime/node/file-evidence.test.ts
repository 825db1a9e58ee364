import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openEvidence } from "#runtime/node";
import { temporaryDirectory } from "./support/temporary.js";

const never = (reason: string) => expect.unreachable(reason);

describe("a recording", () => {
  it("counts incarnations of each server from 1, beyond the highest there is", () => {
    const directory = join(temporaryDirectory(), "run");
    const open = (server: number) => {
      const { evidence, incarnation } = openEvidence(directory, server, never);
      evidence.close();
      return incarnation;
    };
    expect([open(1), open(1), open(2), open(12)]).toEqual([1, 2, 1, 1]);
    writeFileSync(join(directory, "1.10.ndjson"), "kept");
    writeFileSync(join(directory, "1.99.ndjson.bak"), "");
    expect([open(1), open(2)]).toEqual([11, 2]);
    expect(readFileSync(join(directory, "1.10.ndjson"), "utf8")).toBe("kept");
    expect(readdirSync(directory)).toContain("12.1.ndjson");
  });

  it("writes its lines in order, when they are flushed and not before", () => {
    const directory = temporaryDirectory();
    const { evidence } = openEvidence(directory, 3, never);
    const text = () => readFileSync(join(directory, "3.1.ndjson"), "utf8");
    evidence.append("one\n");
    evidence.append("two ü\n");
    expect(text()).toBe("");
    evidence.flush();
    expect(text()).toBe("one\ntwo ü\n");
    evidence.append("three\n");
    evidence.close();
    expect(text()).toBe("one\ntwo ü\nthree\n");
    evidence.append("four\n");
    evidence.flush();
    evidence.close();
    expect(text()).toBe("one\ntwo ü\nthree\n");
  });

  it("says once that its disk is full, and writes nothing after that", () => {
    const reasons: string[] = [];
    const full = openEvidence(
      temporaryDirectory(),
      1,
      (reason) => reasons.push(reason),
      () => {
        throw new Error("ENOSPC: no space left on device, write");
      },
    );
    for (let k = 0; k < 3; k += 1) {
      full.evidence.append("line\n");
      full.evidence.flush();
    }
    full.evidence.close();
    expect(reasons).toEqual(["ENOSPC: no space left on device, write"]);
  });
});
