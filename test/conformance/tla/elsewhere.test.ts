import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../support/package-root.js";
import { expected } from "./support/models.js";

const SCRIPT = fileURLToPath(new URL("test/conformance/tla/support/elsewhere.mjs", packageRoot));

/** What the evaluator says in a realm that has the language and nothing else. */
const elsewhere = (generatedCode: "allowed" | "forbidden"): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ["--experimental-vm-modules", SCRIPT, generatedCode], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 240_000,
    }),
  );

const { distinct, generated, depth } = expected("tiny");
const counts = { distinct, generated, depth };

// The realm has no Buffer, no process, no URL and no timer: a name of Node's would be a
// ReferenceError, and an import of anything but the evaluator's own files is refused.
describe("the evaluator where there is no Node", () => {
  it("compiles and explores, because it asks for nothing but the language", () => {
    expect(elsewhere("allowed")).toEqual({
      compiled: { ...counts, firstSteps: 9 },
      emitted: counts,
      interpreted: { firstSteps: 9 },
    });
  });

  it("interprets where generated code is forbidden, and takes code that was made before", () => {
    expect(elsewhere("forbidden")).toEqual({
      compiled: "EvalError",
      emitted: counts,
      interpreted: { firstSteps: 9 },
    });
  });
});
