// Promise: a recorded line is one of traces/good, found where it stands.
import { MappingError } from "../error.js";

const GOOD = "traces/good/";
export const NEVER_FILE = "traces/never-recorded.json";

/** The files of the repository, as far as runs were recorded. */
export interface Traces {
  /** The files below traces/good, sorted. */
  readonly files: readonly string[];
  readonly read: (path: string) => string;
}

/** Where an action happens in a recorded run. */
export interface Recorded {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

interface Line {
  readonly a?: string | null;
  readonly spec?: unknown;
}

function parse(text: string, place: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    throw new MappingError(`${place}: no JSON: record the run again`);
  }
}

/** Where each action occurs first, by `Module!Action`; a Restart at the header of a later life. */
export function recordedLines({ files, read }: Traces): ReadonlyMap<string, Recorded> {
  const found = new Map<string, Recorded>();
  for (const file of files.filter((path) => path.startsWith(GOOD) && path.endsWith(".ndjson"))) {
    const first = !/\.1\.ndjson$/.test(file);
    const lines = read(file).split("\n").slice(0, -1);
    for (const [k, text] of lines.entries()) {
      const recorded = { file, line: k + 1, text };
      const { a, spec } = parse(text, `${file}:${k + 1}`);
      const module = typeof spec === "string" ? spec : "Zab";
      const names = typeof a === "string" ? [`${module}!${a}`] : [];
      if (k === 0 && first) names.push("Zab!Restart", "Election!Restart");
      for (const name of names) if (!found.has(name)) found.set(name, recorded);
    }
  }
  return found;
}

/** Why an action has no line in any run, by `Module!Action`. */
export function neverRecorded({ read }: Traces): Readonly<Record<string, string>> {
  return parse(read(NEVER_FILE), NEVER_FILE) as Readonly<Record<string, string>>;
}
