import type { TraceEvent, TraceHeader } from "#codec";

/** A line of a file; lines are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

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

/** The line of a place that is the file as a whole. */
export const WHOLE = 0;

/** `file:line`, as an editor takes it; the file alone where no line is meant. */
export function placeText({ file, line }: Place): string {
  return line === WHOLE ? file : `${file}:${String(line)}`;
}
