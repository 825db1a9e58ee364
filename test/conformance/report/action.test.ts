import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseXml } from "@rgrove/parse-xml";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readAction, runActionStep, type Step } from "../../support/action-step.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const action = readAction(root);
const judge = action.runs.steps.at(-1) as Step;
const runStep = (inputs: Readonly<Record<string, string>>) => runActionStep(root, inputs, action);

const missing = "traces/bad/steady-writes-line-deleted";
const refused = "traces/bad/follower-restarted-promise-forgotten";

describe("the Action", () => {
  it("is composite, and hands every input to its last step", () => {
    expect(action.runs.using).toBe("composite");
    for (const step of action.runs.steps) {
      expect(step.uses ?? step.shell, JSON.stringify(step)).toBeDefined();
    }
    expect(Object.values(judge.env ?? {}).sort()).toEqual(
      Object.keys(action.inputs)
        .map((input) => `\${{ inputs.${input} }}`)
        .sort(),
    );
  });

  it("fails on a run that violates the spec, and leaves its reports", () => {
    const { status, stdout, exitCode, outputs, ...reports } = runStep({
      traces: `${missing}\n${refused}`,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^violates +server 1, /m);
    expect(exitCode).toBe("1");
    expect(reports.summary).toMatch(/^## Zabkeeper: 0 of 2 runs conform\n/);
    const sarif = JSON.parse(reports.sarif) as Log;
    expect(sarif.runs[0]?.results?.map(({ ruleId }) => ruleId)).toEqual([
      "cannot-tell",
      expect.stringMatching(/^(differs|not-enabled|contradiction)$/),
    ]);
    expect(parseXml(reports.junit).root?.name).toBe("testsuites");
    expect(outputs).toEqual(Object.keys(action.outputs).sort());
  });

  it("fails on evidence that is not whole, unless told otherwise", () => {
    expect(runStep({ traces: missing }).status).toBe(2);
    const lenient = runStep({ traces: missing, "fail-on-cannot-tell": "false" });
    expect(lenient.status).toBe(0);
    expect(lenient.exitCode).toBe("2");
    expect(runStep({ traces: "nowhere", "fail-on-cannot-tell": "false" }).status).toBe(64);
  });

  it("hands on a spec and a gate, and takes no folder for none", () => {
    const spec = runStep({ traces: missing, spec: "docs" });
    expect(spec.stderr).toBe(
      "zabkeeper check: docs has no Zab.tla: name a copy of the folder spec/\n",
    );
    const gate = runStep({ traces: missing, gate: "README.md" });
    expect(gate.stderr).toMatch(/^zabkeeper check: README.md: this is no JSON: write .*\n$/);
    const none = runStep({ traces: " " });
    expect(none.stderr).toContain("missing required argument");
    expect([spec.status, gate.status, none.status]).toEqual([64, 64, 64]);
    expect(runStep({ traces: missing, spec: "spec" }).status).toBe(2);
  });
});

describe("the sample workflow", () => {
  const text = readFileSync(join(root, "docs/ci/zabkeeper.yml"), "utf8");
  const workflow = parse(text) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("uses the Action with inputs and outputs that it has", () => {
    const own = steps.filter(({ uses }) => /\/zabkeeper@/.test(uses ?? ""));
    expect(own).toHaveLength(1);
    for (const input of Object.keys(own[0]?.with ?? {})) {
      expect(Object.keys(action.inputs)).toContain(input);
    }
    const outputs = [...text.matchAll(/steps\.judge\.outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(outputs.length).toBeGreaterThan(1);
    for (const output of outputs) expect(Object.keys(action.outputs)).toContain(output);
  });

  it("comes with an Action that installs and builds what it runs", () => {
    const [setup] = action.runs.steps.filter(({ run }) => run?.includes("setup.mjs"));
    const script = /\$GITHUB_ACTION_PATH\/([\w/.]+)/.exec(setup?.run ?? "")?.[1] ?? "nowhere";
    expect(existsSync(join(root, script)), script).toBe(true);
  });
});
