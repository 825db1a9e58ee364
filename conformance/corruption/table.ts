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

/** A part of the copies that were refused. */
export interface Share {
  readonly refused: number;
  readonly part: number;
}

export const percent = ({ refused, part }: Share): number =>
  refused === 0 ? 0 : (100 * part) / refused;

function share(rows: readonly Row[], of: (counts: Row["counts"]) => number): Share {
  return {
    refused: rows.reduce((sum, row) => sum + row.tried - row.counts.accepted, 0),
    part: rows.reduce((sum, { counts }) => sum + of(counts), 0),
  };
}

/**
 * Of the lies that were refused. `changed`: where something in a line was changed, those refused as
 * a violation or bad input at that line, for that thing. `moved`: where whole lines are not where
 * they were, those refused so from there on; `missed`: those, and the ones that are `cannot tell`
 * there.
 */
export function namedShares(rows: readonly Row[]): Record<"changed" | "moved" | "missed", Share> {
  const lies = rows.filter(({ kind }) => kind.wanted === "refused");
  const lines = lies.filter(({ kind }) => kind.named === "onward");
  const changed = lies.filter(({ kind }) => kind.named !== "onward");
  return {
    changed: share(changed, ({ named }) => named),
    moved: share(lines, ({ named }) => named),
    missed: share(lines, ({ named, undecided }) => named + undecided),
  };
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

/** What the table comes to, in sentences. */
export function summaryText(rows: readonly Row[], runs: number, seed: number | string): string {
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  const { changed, moved, missed } = namedShares(rows);
  const shown = (of: Share) => `${percent(of).toFixed(1)} %`;
  return (
    `${String(tried)} damaged copies of ${String(runs)} runs, seed ${String(seed)}: ` +
    `${String(wrongVerdicts(rows))} wrong verdicts. ` +
    `Where something in a line was changed, ${String(changed.refused)} copies were refused, ` +
    `${shown(changed)} of them as a violation or bad input at a line of the damage, for that thing. ` +
    `Where whole lines are not where they were, ${String(moved.refused)} were refused: ` +
    `${shown(moved)} as a violation or bad input from there on, and with those that are ` +
    `\`cannot tell\` there ${shown(missed)}`
  );
}

/** What the columns about lines mean for the kinds that no single line or field shows. */
export function footnoteText(rows: readonly Row[]): string {
  const names = (named: Kind["named"]) =>
    rows
      .filter(({ kind }) => kind.wanted === "refused" && kind.named === named)
      .map(({ kind }) => `_${kind.name}_`)
      .join(", ");
  return (
    `Of these kinds anything said at its line counts as the right thing: ${names("line")}. ` +
    "Of these any line of the server from the damage on counts as its line, as does one that " +
    `exchanged messages with it, and anything said there as the right thing: ${names("onward")}`
  );
}
