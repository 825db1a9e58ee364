import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Verdict } from "#conformance";

/** What must be said of a damaged run: see `traces/README.md`. */
export interface Expected {
  /** What was done to the run, as a sentence. */
  readonly damage: string;
  readonly run: string;
  readonly verdict: Verdict["verdict"];
  /** `file:line`, without the folder. */
  readonly at: string;
  /** The field that differs, the action that is not allowed, or words of the reason. */
  readonly names: string;
}

/** `expected.json` of the damaged runs, by their folders. */
export type Expectations = Readonly<Record<string, Expected>>;

/** What a verdict finds fault with: the place, and everything that it names there. */
export interface Found {
  readonly verdict: Verdict["verdict"];
  readonly at: string;
  readonly names: readonly string[];
}

/** The folders in `folder`, sorted; none when it does not exist. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** What identifies the content of a folder of files. */
export function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}

const placed = (place: { readonly file: string; readonly line: number } | null | undefined) =>
  place ? `${basename(place.file)}:${place.line}` : "";

/** The essence of a verdict. */
export function foundBy(verdict: Verdict): Found {
  switch (verdict.verdict) {
    case "conforms":
      return { verdict: "conforms", at: "", names: [] };
    case "cannot tell":
      return { verdict: "cannot tell", at: placed(verdict.place), names: [verdict.reason] };
    case "bad input": {
      const [fault] = verdict.faults;
      return { verdict: "bad input", at: placed(fault?.place), names: [fault?.field ?? ""] };
    }
    case "violates": {
      const { step, reason, fields, properties } = verdict;
      const action = reason === "not enabled" ? [step.action] : [];
      const names = [...fields.map(({ name }) => name), ...properties, ...action];
      return { verdict: "violates", at: placed(step.place), names };
    }
  }
}

/** Why a verdict is not the expected one; null when it is. */
export function mismatch(expected: Expected, verdict: Verdict): string | null {
  const found = foundBy(verdict);
  const asExpected =
    found.verdict === expected.verdict &&
    found.at === expected.at &&
    found.names.some((name) =>
      expected.verdict === "cannot tell" ? name.includes(expected.names) : name === expected.names,
    );
  if (asExpected) return null;
  const wanted = `${expected.verdict} at ${expected.at} (${expected.names})`;
  return `expected ${wanted}, found ${found.verdict} at ${found.at} (${found.names.join("; ")})`;
}

/** How often each action occurs in a run, by `Module!Action`. */
export type Occurrences = ReadonlyMap<string, number>;

/**
 * Counts the actions in a run's files. What servers cannot record is counted by its evidence: a
 * Restart by the header of a life that is not the first, breaks by the judge.
 */
export function occurrences(folder: string, verdict: Verdict): Occurrences {
  const count = new Map<string, number>();
  const add = (name: string, times: number) => {
    if (times > 0) count.set(name, (count.get(name) ?? 0) + times);
  };
  for (const file of readdirSync(folder)) {
    const [, incarnation] = file.split(".");
    if (Number(incarnation) > 1) for (const spec of ["Zab", "Election"]) add(`${spec}!Restart`, 1);
    const lines = readFileSync(join(folder, file), "utf8").split("\n").slice(1, -1);
    for (const line of lines) {
      const { a, spec = "Zab" } = JSON.parse(line) as { a: string | null; spec?: string };
      if (a !== null) add(`${spec}!${a}`, 1);
    }
  }
  if ("summary" in verdict) add("Zab!ConnBreak", verdict.summary.breaks);
  return count;
}

/** A table, actions down and runs across, as Markdown. */
export function actionTable(
  actions: readonly string[],
  runs: ReadonlyMap<string, Occurrences>,
): string {
  const names = [...runs.keys()];
  const numbers = names.map((_, k) => String(k + 1));
  const rows = actions.map((action) => [
    `\`${action}\``,
    ...names.map((name) => String(runs.get(name)?.get(action) ?? "")),
  ]);
  const table = [["Action", ...numbers], ["---", ...names.map(() => "--:")], ...rows];
  const legend = names.map((name, k) => `${k + 1} ${name}`).join(", ");
  return `${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\nRuns: ${legend}.`;
}
