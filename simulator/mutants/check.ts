// Promise: whatever record, mutants and reducers disagree about is one line.
import type { Finding } from "./finding.js";
import type { Kept } from "./record.js";
import { changedSince, type Digests } from "./sources.js";

/** What there is now, beside a record. */
export interface Present {
  /** By the mutant's name, the digest of its edits. */
  readonly edits: ReadonlyMap<string, string | null>;
  readonly reducers: Digests;
}

/** What makes the record one of other mutants or reducers. */
export function disagreements(kept: Kept<Finding>, present: Present): readonly string[] {
  const { edits, reducers } = present;
  const recorded = new Map(kept.found.map((finding) => [finding.mutant, finding.edits]));
  const names = new Set([...edits.keys(), ...recorded.keys()]);
  return [
    ...changedSince(kept.reducers, reducers),
    ...[...names].flatMap((name) => {
      if (!recorded.has(name)) return [`${name}: never tried`];
      if (!edits.has(name)) return [`${name}: no such mutant`];
      return recorded.get(name) === edits.get(name) ? [] : [`${name}: tried with other edits`];
    }),
  ];
}
