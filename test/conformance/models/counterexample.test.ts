import { fileURLToPath } from "node:url";
import { formatTlaValue, runTlc } from "tla2tools-runner";
import { describe, expect, it } from "vitest";

const spec = (path: string) => fileURLToPath(new URL(`../../../spec/${path}`, import.meta.url));

describe("the counterexample of a model that must fail", () => {
  it("names every step with its parameters, which the model writes as text", async () => {
    const { property, counterexample } = await runTlc({
      module: spec("models/MustFail.tla"),
      config: spec("models/must-fail-minority-commit.cfg"),
      libraries: [spec("")],
      workers: 1,
    });
    const steps = counterexample.map(
      ({ action, parameters }) =>
        `${action}(${(parameters ?? []).map((value) => formatTlaValue(value)).join(", ")})`,
    );
    expect(property).toBe("CommittedDurable");
    expect(steps).toHaveLength(15);
    expect(steps.slice(-2)).toEqual(["LeaderProcessRequest(s1, 1)", "DiskComplete(s1)"]);
  });
});
