/** A recorded event with nothing protected, for those who lie about it. */
import type { LineAt, RunText } from "./run-text.js";

export interface OpenMessage {
  type: string;
  [field: string]: unknown;
}

export interface OpenCarried {
  c: string;
  n: number;
  m: OpenMessage;
}

export interface OpenLine {
  q: number;
  spec?: "Election";
  a: string | null;
  p: Record<string, unknown>;
  in?: OpenCarried;
  out: OpenCarried[];
  disk: Record<string, unknown>[];
  post: Record<string, unknown>;
}

/** An event, and where it stands. */
export interface OpenAt extends LineAt {
  readonly event: OpenLine;
}

const read = new WeakMap<RunText, readonly OpenAt[]>();

/** All events of a run, parsed once; whoever changes one makes a copy. */
export function eventsOf(run: RunText): readonly OpenAt[] {
  const known = read.get(run);
  if (known !== undefined) return known;
  const events = [...run].flatMap(([file, lines]) =>
    lines.slice(1).map((text, k) => ({ file, line: k + 2, event: JSON.parse(text) as OpenLine })),
  );
  read.set(run, events);
  return events;
}

/** A copy of the run in which one file has other lines; events are numbered anew if asked for. */
export function withLines(
  run: RunText,
  file: string,
  lines: readonly string[],
  { renumber }: { readonly renumber: boolean },
): RunText {
  const [header, ...events] = lines;
  const numbered = renumber
    ? events.map((text, k) => {
        const event = JSON.parse(text) as OpenLine;
        return event.q === k + 1 ? text : JSON.stringify({ ...event, q: k + 1 });
      })
    : events;
  return new Map([...run, [file, [header as string, ...numbered]]]);
}

/** A copy of the run with another event at one place. */
export function withEvent(run: RunText, { file, line }: LineAt, event: OpenLine): RunText {
  const lines = [...(run.get(file) as readonly string[])];
  lines[line - 1] = JSON.stringify(event);
  return withLines(run, file, lines, { renumber: false });
}
