/** What came of the damages to each run, kept in a file: the table is made of all of them. */
import * as t from "io-ts";
import type { Row } from "./table.js";
import { kinds } from "./trial.js";

const Counts = t.strict({
  named: t.number,
  placed: t.number,
  elsewhere: t.number,
  undecided: t.number,
  accepted: t.number,
  decided: t.number,
  fine: t.number,
});

const Campaign = t.strict({
  seed: t.number,
  each: t.number,
  kinds: t.record(
    t.string,
    t.strict({
      tried: t.number,
      counts: Counts,
      equivalent: t.number,
      wrong: t.number,
      unproved: t.number,
    }),
  ),
});

/** What one run was damaged with, and what came of it. */
export type Campaign = t.TypeOf<typeof Campaign>;

/** By the name of the run. */
export type Record = ReadonlyMap<string, Campaign>;

/** Null for what is no record. */
export function parseRecord(text: string): Record | null {
  try {
    const decoded = t.record(t.string, Campaign).decode(JSON.parse(text));
    return decoded._tag === "Right" ? new Map(Object.entries(decoded.right)) : null;
  } catch {
    return null;
  }
}

export function recordText(record: Record): string {
  const byName = [...record].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(byName), null, 2)}\n`;
}

export function campaignOf(
  rows: readonly Row[],
  { seed, each }: Pick<Campaign, "seed" | "each">,
): Campaign {
  const entries = rows.map(({ kind, ...counted }) => [kind.name, counted] as const);
  return { seed, each, kinds: Object.fromEntries(entries) };
}

/** The rows of all runs together, in the order of the kinds. */
export function rowsIn(record: Record): readonly Row[] {
  return kinds.flatMap((kind) => {
    const found = [...record.values()].flatMap((campaign) => campaign.kinds[kind.name] ?? []);
    const [first, ...others] = found;
    if (first === undefined) return [];
    const sum = others.reduce((a, b) => {
      const names = Object.keys(a.counts) as (keyof typeof a.counts)[];
      return {
        tried: a.tried + b.tried,
        counts: Object.fromEntries(
          names.map((name) => [name, a.counts[name] + b.counts[name]]),
        ) as typeof a.counts,
        equivalent: a.equivalent + b.equivalent,
        wrong: a.wrong + b.wrong,
        unproved: a.unproved + b.unproved,
      };
    }, first);
    return [{ kind, ...sum }];
  });
}
