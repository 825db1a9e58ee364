import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TraceEvent, TraceHeader } from "#codec";

/** What may be changed of a line. */
export type Line = Omit<
  { -readonly [Key in keyof TraceEvent]: TraceEvent[Key] },
  "p" | "post" | "out" | "disk" | "in"
> & {
  p: Record<string, unknown>;
  post: Record<string, unknown>;
  out: { c: string; n: number; m: Record<string, unknown> }[];
  disk: Record<string, unknown>[];
  in?: { c: string; n: number; m: Record<string, unknown> };
};

/** A line of a run: its file, and its number from 1. */
export interface At {
  readonly file: string;
  readonly line: number;
}

/** An event of a run and where it stands. */
export interface Found extends At {
  readonly event: TraceEvent;
}

export const placeText = ({ file, line }: At): string => `${file}:${line}`;

/** A copy of a recorded run, to be damaged. Lines that are not touched keep their bytes. */
export class RunCopy {
  readonly #files = new Map<string, string[]>();
  /** What stands behind the last newline of a file, where a killed process left something. */
  readonly #torn = new Map<string, string>();

  constructor(folder: string) {
    for (const name of readdirSync(folder).sort()) {
      const lines = readFileSync(join(folder, name), "utf8").split("\n");
      this.#torn.set(name, lines.pop() ?? "");
      this.#files.set(name, lines);
    }
  }

  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  lines(file: string): string[] {
    const lines = this.#files.get(file);
    if (lines === undefined) throw new Error(`this run has no file ${file}`);
    return lines;
  }

  header(file: string): TraceHeader {
    return JSON.parse(this.lines(file)[0] ?? "") as TraceHeader;
  }

  /** The events of one file, or of all. */
  events(only?: string): Found[] {
    return (only === undefined ? this.files : [only]).flatMap((file) =>
      this.lines(file)
        .slice(1)
        .map((text, k) => ({ file, line: k + 2, event: JSON.parse(text) as TraceEvent })),
    );
  }

  /** Of all events that satisfy a test, the one in the middle. */
  find(test: (event: TraceEvent, at: Found) => boolean): Found {
    const found = this.events().filter((at) => test(at.event, at));
    const middle = found[Math.floor(found.length / 2)];
    if (middle === undefined) throw new Error("this run has no such event");
    return middle;
  }

  edit(at: At, change: (line: Line) => void): void {
    const lines = this.lines(at.file);
    const line = JSON.parse(lines[at.line - 1] ?? "") as Line;
    change(line);
    lines[at.line - 1] = JSON.stringify(line);
  }

  /** The header of a file with another base. */
  editBase(file: string, change: (base: TraceHeader["base"]) => TraceHeader["base"]): void {
    const header = this.header(file);
    this.lines(file)[0] = JSON.stringify({ ...header, base: change(header.base) });
  }

  /** Numbers the events of a file anew, so that nothing seems to be missing. */
  renumber(file: string): void {
    const lines = this.lines(file);
    for (let k = 1; k < lines.length; k += 1) {
      const line = JSON.parse(lines[k] ?? "") as TraceEvent;
      if (line.q !== k) lines[k] = JSON.stringify({ ...line, q: k });
    }
  }

  /** Puts the events of `later` behind those of `earlier`, as if one process had lived on. */
  join(earlier: string, later: string): void {
    this.lines(earlier).push(...this.lines(later).slice(1));
    this.renumber(earlier);
    this.#torn.set(earlier, this.#torn.get(later) ?? "");
    this.#files.delete(later);
  }

  write(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, lines] of this.#files) {
      writeFileSync(join(folder, name), [...lines, this.#torn.get(name) ?? ""].join("\n"));
    }
  }
}
