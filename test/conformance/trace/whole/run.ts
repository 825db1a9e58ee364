/** A recorded run, read whole. */
import type { TraceEvent, TraceHeader } from "#codec";
import type { Place } from "../../../../dist/conformance/trace/run.js";

export { placeText, WHOLE, type Place } from "../../../../dist/conformance/trace/run.js";

/** An event where it was recorded. */
export interface Recorded {
  readonly place: Place;
  readonly server: number;
  readonly event: TraceEvent;
}

/** What one process recorded: one file. */
export interface Life {
  readonly file: string;
  readonly header: TraceHeader;
  readonly events: readonly Recorded[];
  /** The last line, when it was cut short. */
  readonly torn: Place | null;
}

/** All that was recorded, per server and in order of its lives. */
export interface Run {
  readonly servers: readonly number[];
  readonly voters: readonly number[];
  readonly lives: ReadonlyMap<number, readonly Life[]>;
  readonly notes: readonly string[];
}
