import { isNoSpec, type Judged, type Verdict } from "./verdict.js";

const NAME_WIDTH = 48;
const KILLER_WIDTH = 30;
const MODEL_WIDTH = 18;
const COUNT_WIDTH = 9;

/** The head of the table that `formatJudged` fills. */
export function formatHead(): string {
  return row("mutant", "killed by", "model", "steps", "distinct", "seconds", "");
}

/** One line per mutant: what killed it, and why that is not what must kill it. */
export function formatJudged({ verdict, fault }: Judged): string {
  const { name, killer, models, steps, distinct, seconds } = verdict;
  return row(
    name,
    killer ?? "survives",
    models.at(-1) ?? "–",
    steps === 0 ? "–" : String(steps),
    String(distinct),
    seconds.toFixed(1),
    fault === null ? "ok" : `FAILED: ${fault}`,
  );
}

/** How many were killed, of how many; what is no specification is counted apart. */
export function score(verdicts: readonly Verdict[]): string {
  const specs = verdicts.filter((verdict) => !isNoSpec(verdict));
  const killed = specs.filter(({ killer }) => killer !== null).length;
  const others = verdicts.length - specs.length;
  return (
    `${String(killed)} of ${String(specs.length)} killed` +
    (others === 0 ? "" : `, ${String(others)} more are no specification`)
  );
}

/** The last line: the score, and who is red. */
export function formatSummary(judged: readonly Judged[], chosen: number): string {
  const failed = judged.filter(({ fault }) => fault !== null);
  const names = failed.map(({ verdict }) => verdict.name).join(", ");
  const notRun = chosen - judged.length;
  return (
    `mutants: ${score(judged.map(({ verdict }) => verdict))}, ${String(failed.length)} failed` +
    (failed.length > 0 ? ` (${names})` : "") +
    (notRun > 0 ? `, ${String(notRun)} not run` : "")
  );
}

/** The mutants whose verdicts are not about the texts that stand here, and the remedy. */
export function formatStale(names: readonly string[]): string {
  if (names.length === 0) return "mutants: every verdict is about the specs as they stand";
  const count = names.length === 1 ? "1 verdict is" : `${String(names.length)} verdicts are`;
  return [
    ...names,
    `mutants: ${count} missing, or about another text: npm run mutants -- --stale --write`,
  ].join("\n");
}

function row(
  ...[name, killer, model, steps, distinct, seconds, outcome]: readonly string[]
): string {
  return [
    (name ?? "").padEnd(NAME_WIDTH),
    (killer ?? "").padEnd(KILLER_WIDTH),
    (model ?? "").padEnd(MODEL_WIDTH),
    (steps ?? "").padStart(COUNT_WIDTH),
    (distinct ?? "").padStart(COUNT_WIDTH),
    (seconds ?? "").padStart(COUNT_WIDTH),
    outcome ?? "",
  ]
    .join(" ")
    .trimEnd();
}
