import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkModelGraph } from "#agreement";
import { GraphError } from "#conformance/graph";
import { copySpec, specDir, type SpecCopy } from "../conformance/graph/support.js";
import { root } from "./support.js";

let dir: string;
let spec: SpecCopy | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "agreement-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  spec?.dispose();
  spec = undefined;
});

/** The command with a temporary folder of its own. */
function command(...words: readonly string[]) {
  const cli = join(root, "dist", "agreement", "cli.js");
  const env = { ...process.env, TMPDIR: dir };
  const { status, stderr } = spawnSync(process.execPath, [cli, ...words], {
    env,
    encoding: "utf8",
  });
  return { status, lines: stderr.trim().split("\n"), left: readdirSync(dir) };
}

const options = (write: boolean, from = specDir) => {
  return { root, specDir: from, certificates: dir, write };
};

describe("npm run check:graph", () => {
  it.each([
    [
      ["nowhere"],
      64,
      /^check:graph: no model of models\.json has the name nowhere: (the nearest of the \d+ are|name) /,
    ],
    [["small"], 2, /^check:graph: .*small\.cfg: SYMMETRY: a graph has every state: leave it out$/],
    [["live-calm"], 2, /^check:graph: .*live-calm\.cfg: .+$/],
    [["--fast"], 64, /^check:graph: Unknown option '--fast'$/],
  ])("%s is refused in one line, and nothing is left", (words, code, message) => {
    const { status, lines, left } = command(...words);
    expect(status).toBe(code);
    expect(lines[0]).toMatch(message);
    expect(lines.slice(1).filter((line) => !line.startsWith("usage: "))).toEqual([]);
    expect(left).toEqual([]);
  });

  it("refuses a model without a certificate before it makes any graph", async () => {
    const error: unknown = await checkModelGraph("el-pair", options(false)).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(GraphError);
    expect((error as GraphError).message).toBe(
      `${dir}/el-pair.json: cannot be read: run npm run check:graph -- el-pair --write`,
    );
  });

  it("certifies equal graphs, in a file that is there as a whole", async () => {
    const { ok, lines } = await checkModelGraph("el-pair", options(true));
    expect(lines).toEqual([
      expect.stringMatching(/^el-pair: 1728 states, .+ edges: equal, certified/),
    ]);
    expect(ok).toBe(true);
    expect(readdirSync(dir)).toEqual(["el-pair.json"]);
    const text = (folder: string) => readFileSync(join(folder, "el-pair.json"), "utf8");
    expect(text(dir)).toBe(text(join(root, "certificates")));
  });

  it("writes no certificate of graphs that differ, and one of another spec is out of date", async () => {
    spec = copySpec();
    spec.edit("Election.tla", "    /\\ finalizing[s]\n", "");
    const manifest = join(spec.dir, "models", "models.json");
    expect(readFileSync(manifest, "utf8")).toContain('"el-pair.cfg"');
    await expect(checkModelGraph("el-pair", options(true, spec.dir))).rejects.toThrow(
      /el-pair\.cfg: wanted 1728 distinct states, found \d+; wanted \d+ generated states, found \d+$/,
    );
    expect(readdirSync(dir)).toEqual([]);
  });
});
