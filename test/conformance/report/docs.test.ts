import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("docs/judge.md and docs/ci/README.md", () => {
  it("show what is printed now (npm run docs:judge -- --write writes it)", () => {
    const script = join(root, "dist/scripts/judge-docs.js");
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("have three reports, a summary, a log and a SARIF result", () => {
    const judge = readFileSync(join(root, "docs/judge.md"), "utf8");
    const ci = readFileSync(join(root, "docs/ci/README.md"), "utf8");
    expect(judge.match(/^\$ npx zabkeeper check traces\/bad\//gm)).toHaveLength(3);
    expect(judge.match(/^violates /gm)).toHaveLength(3);
    expect(ci.match(/^violates /gm)).toHaveLength(2);
    expect(ci).toContain('"ruleId":');
  });
});
