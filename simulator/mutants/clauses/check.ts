// Promise: whatever page, record, list of excuses and reducers disagree about is one line.
import { changedSince, type Digests } from "../sources.js";
import type { Kept } from "../record.js";
import type { Excused } from "./excused.js";
import { faultOf } from "./fate.js";
import type { Finding } from "./finding.js";
import type { GuardMutant } from "./guards.js";

/** What there is now, beside a record. */
export interface Present {
  readonly guards: readonly GuardMutant[];
  readonly reducers: Digests;
  readonly excused: readonly Excused[];
}

/** What makes the record one of other reducers, or one that must not be. */
export function disagreements(kept: Kept<Finding>, present: Present): readonly string[] {
  const { guards, reducers, excused } = present;
  const nameOf = (guard: string, condition: string) => `${guard}, ${condition}`;
  const recorded = new Set(kept.found.map(({ guard, condition }) => nameOf(guard, condition)));
  const there = new Set(guards.map(({ name, condition }) => nameOf(name, condition)));
  return [
    ...changedSince(kept.reducers, reducers),
    ...[...there].filter((name) => !recorded.has(name)).map((name) => `${name}: never tried`),
    ...[...recorded].filter((name) => !there.has(name)).map((name) => `${name}: no such guard`),
    ...kept.found.flatMap(({ guard, fate }) => {
      const fault = faultOf(
        fate,
        excused.find(({ mutant }) => mutant === guard),
      );
      return fault === null ? [] : [`${guard}: ${fault}`];
    }),
  ];
}
