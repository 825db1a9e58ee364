import type { Place } from "./run.js";

/** Something that cannot be read as evidence at all. */
export interface Fault {
  readonly place: Place;
  readonly field: string;
  readonly problem: string;
}

/** The evidence cannot be read: a malformed line, no file, headers that contradict each other. */
export class BadInput extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ problem }) => problem).join("; "));
    this.faults = faults;
  }
}

/** The evidence is not whole, or is more than this judge can take. */
export class CannotTell extends Error {
  readonly place: Place | null;

  constructor(reason: string, place: Place | null) {
    super(reason);
    this.place = place;
  }
}

/** One fault of the evidence as an error. */
export function badInput(place: Place, field: string, problem: string): BadInput {
  return new BadInput([{ place, field, problem }]);
}
