import type { TraceEvent, TraceHeader } from "#codec";

/** A line of a file, or a character of it; both are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
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

/** `file:line:column` or `file:line`, as an editor takes it; the file alone where no line is meant. */
export function placeText({ file, line, column }: Place): string {
  if (line === WHOLE) return file;
  const at = `${file}:${String(line)}`;
  return column === undefined ? at : `${at}:${String(column)}`;
}
