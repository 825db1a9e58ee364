import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./support.js";

const PATIENCE = 240_000;
const cli = join(root, "dist/conformance/mapping/cli.js");

/** Runs the command as `npm run check:mapping` does. */
function mapping(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { status, stdout, stderr };
}

describe("check:mapping as a command", () => {
  it("says what agrees, and writes nothing", () => {
    expect(mapping()).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^mapping: \d\d reducers, \d\d digests, \d{3} guards: all as the specs say\n$/,
      ) as string,
      stderr: "",
    });
  });

  it("refuses a word that it does not know, with how to use it", () => {
    const { status, stdout, stderr } = mapping("--wirte");
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toMatch(
      /^check:mapping: Unknown option '--wirte'.*\nusage: npm run check:mapping -- /,
    );
  });

  it("refuses to sign what is not there, in one line", () => {
    expect(mapping("--sign", "Zab!Nap")).toEqual({
      status: 2,
      stdout: "",
      stderr: "check:mapping: --sign Zab!Nap: no line @spec names it: write Module!Name as there\n",
    });
  });
});
