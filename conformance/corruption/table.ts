/** What came of all damages, one row for each kind. */
import type { Kind } from "./damage.js";
import type { Outcome } from "./outcome.js";
import type { Trial } from "./trial.js";

export interface Row {
  readonly kind: Kind;
  readonly tried: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Accepted copies that the second judge accepts, too. */
  readonly equivalent: number;
  /** Accepted copies that it refuses. */
  readonly wrong: number;
  /** Accepted copies that it was not asked about. */
  readonly unproved: number;
}

/** What the second judge says of a copy that the first one accepts. */
export type Proof = "equivalent" | "wrong" | "not asked";

export interface Judged {
  readonly trial: Pick<Trial, "kind" | "outcome">;
  readonly proof: Proof;
}

const NONE: Readonly<Record<Outcome, number>> = {
  named: 0,
  placed: 0,
  elsewhere: 0,
  undecided: 0,
  accepted: 0,
  decided: 0,
  fine: 0,
};

export function rowsOf(all: readonly Judged[]): readonly Row[] {
  const rows = new Map<Kind, Row>();
  for (const { trial, proof } of all) {
    const { kind, outcome } = trial;
    const row = rows.get(kind) ?? {
      kind,
      tried: 0,
      counts: NONE,
      equivalent: 0,
      wrong: 0,
      unproved: 0,
    };
    const accepted = outcome === "accepted";
    rows.set(kind, {
      kind,
      tried: row.tried + 1,
      counts: { ...row.counts, [outcome]: row.counts[outcome] + 1 },
      equivalent: row.equivalent + Number(accepted && proof === "equivalent"),
      wrong: row.wrong + Number(accepted && proof === "wrong"),
      unproved: row.unproved + Number(accepted && proof === "not asked"),
    });
  }
  return [...rows.values()];
}

/** Of the copies that had to be refused and were, the part that named line and fault. */
export function namedShare(rows: readonly Row[]): number {
  const lies = rows.filter(({ kind }) => kind.wanted === "refused");
  const of = (row: Row) => row.tried - row.counts.accepted;
  const refused = lies.reduce((sum, row) => sum + of(row), 0);
  const named = lies.reduce((sum, row) => sum + row.counts.named + row.counts.undecided, 0);
  return refused === 0 ? 0 : named / refused;
}

/** Verdicts that are wrong: accepted lies, and decisions without evidence. */
export function wrongVerdicts(rows: readonly Row[]): number {
  return rows.reduce((sum, { wrong, counts }) => sum + wrong + counts.decided, 0);
}

const HEAD = [
  "damage",
  "tried",
  "refused",
  "at its line, the right thing named",
  "at its line",
  "cannot tell",
  "elsewhere",
  "accepted: equivalent",
  "accepted: not proved",
  "wrong verdict",
];

/** The table in Markdown. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map(({ kind, tried, counts, equivalent, unproved, wrong }) => {
    const { named, placed, elsewhere, undecided, decided } = counts;
    const refused = named + placed + elsewhere + undecided;
    return [
      kind.name,
      ...[tried, refused, named, placed, undecided, elsewhere, equivalent, unproved],
      wrong + decided,
    ].map(String);
  });
  const total = HEAD.map((_, k) =>
    k === 0 ? "all" : String(cells.reduce((sum, row) => sum + Number(row[k]), 0)),
  );
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const rule = line(HEAD.map((_, k) => (k === 0 ? "---" : "--:")));
  return [line(HEAD), rule, ...[...cells, total].map(line)].join("\n");
}

/** What the table comes to, in a sentence. */
export function summaryText(rows: readonly Row[], runs: number, seed: number | string): string {
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  const share = (100 * namedShare(rows)).toFixed(1);
  return (
    `${String(tried)} damaged copies of ${String(runs)} runs, seed ${String(seed)}: ` +
    `${share} % of those refused named the line and what is wrong there, ` +
    `${String(wrongVerdicts(rows))} wrong verdicts`
  );
}
