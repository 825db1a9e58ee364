import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

export interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What `action.yml` says. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What the Action's last step has left behind. */
export interface StepResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: string | undefined;
  readonly outputs: readonly string[];
  readonly summary: string;
  readonly sarif: string;
  readonly junit: string;
}

export function readAction(root: string): Action {
  return parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;
}

/** Runs the Action's last step as GitHub's runner does, with these inputs, in the folder `root`. */
export function runActionStep(
  root: string,
  inputs: Readonly<Record<string, string>>,
  action: Action = readAction(root),
): StepResult {
  const folder = mkdtempSync(join(tmpdir(), "zabkeeper-action-"));
  try {
    return stepIn(folder, root, inputs, action);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stepIn(
  folder: string,
  root: string,
  inputs: Readonly<Record<string, string>>,
  action: Action,
): StepResult {
  const step = action.runs.steps.at(-1);
  const environment = Object.entries(step?.env ?? {}).map(([name, value]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? "";
    return [name, inputs[input] ?? action.inputs[input]?.default ?? ""];
  });
  const [summary, output, script] = ["summary.md", "output", "step.sh"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(summary, "");
  writeFileSync(output, "");
  writeFileSync(script, step?.run ?? "");
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", script],
    {
      cwd: root,
      encoding: "utf8",
      env: {
        ...process.env,
        ...(Object.fromEntries(environment) as Record<string, string>),
        GITHUB_ACTION_PATH: root,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: folder,
      },
    },
  );
  const lines = readFileSync(output, "utf8").trim().split("\n");
  const outputs = new Map(lines.map((line) => line.split("=") as [string, string]));
  const written = (name: string): string => {
    try {
      return readFileSync(outputs.get(name) ?? "", "utf8");
    } catch {
      return "";
    }
  };
  return {
    ...{ status, stdout, stderr, exitCode: outputs.get("exit-code") },
    outputs: [...outputs.keys()].sort(),
    summary: readFileSync(summary, "utf8"),
    sarif: written("sarif"),
    junit: written("junit"),
  };
}
