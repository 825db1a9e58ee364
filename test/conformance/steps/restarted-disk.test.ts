import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRun, formatVerdict } from "#conformance";
import type { TraceHeader } from "#codec";

type Base = { -readonly [K in keyof TraceHeader["base"]]: TraceHeader["base"][K] };

/** The leader that was killed finds 1:1 to 1:11 on its disk. */
const RUN = "traces/good/leader-killed";
const HEADER = "3.2.ndjson";
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "restarted-disk-"));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

async function judged(edit: (base: Base) => void): Promise<string> {
  const folder = mkdtempSync(join(scratch, "run-"));
  cpSync(RUN, folder, { recursive: true });
  const file = join(folder, HEADER);
  const [first = "", ...rest] = readFileSync(file, "utf8").split("\n");
  const header = JSON.parse(first) as { base: Base };
  edit(header.base);
  writeFileSync(file, [JSON.stringify(header), ...rest].join("\n"));
  return formatVerdict(await checkRun(folder));
}

const without = (base: Base, ...zxids: readonly string[]): void => {
  base.log = base.log.filter(([zxid]) => !zxids.includes(zxid));
  base.len -= zxids.length;
};

describe("the disk of a server that starts again", () => {
  it.each<[string, (base: Base) => void, string]>([
    [
      "lacks a txn",
      (base) => without(base, "1:5"),
      "1:6: recorded behind 1:4, should be behind 1:5",
    ],
    [
      "lacks its first",
      (base) => without(base, "1:1"),
      "1:2: recorded behind 0:0, should be behind",
    ],
    [
      "has forgotten more than it says",
      (base) => {
        without(base, "1:1", "1:2", "1:3");
        Object.assign(base, { from: "1:2", len: 11 });
      },
      "1:4: recorded behind 1:2, should be behind 1:3",
    ],
    [
      "holds what nobody proposed",
      (base) => {
        base.log = base.log.map(([zxid, val]) => (zxid === "1:1" ? ["0:1", val] : [zxid, val]));
      },
      "0:1: recorded 8d7b0926, should be a txn that somebody proposed",
    ],
    [
      "holds another content",
      (base) => {
        base.log = base.log.map(([zxid, val]) => [zxid, zxid === "1:2" ? "00000000" : val]);
      },
      "1:2: recorded 00000000, should be c9320bb8",
    ],
  ])("%s", async (_, edit, wanted) => {
    const verdict = await judged(edit);
    expect(verdict).toMatch(new RegExp(`^violates +server 3, .*${HEADER}:1 \\(the header\\)`));
    expect(verdict).toContain(`base.log ${wanted}`);
  });

  it("may have forgotten the beginning, behind a snapshot", async () => {
    const verdict = await judged((base) => {
      without(base, "1:1", "1:2");
      Object.assign(base, { from: "1:2", len: 11 });
    });
    expect(verdict).toMatch(/^conforms/);
  });
});
