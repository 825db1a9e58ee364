import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TraceEvent } from "#codec";
import { afterAll } from "vitest";

const folders: string[] = [];

/** A folder that is gone when the tests of this file are over. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `zabkeeper-${name}-`));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The lines of a run by file name, without their newlines. */
export type Files = Map<string, string[]>;

export function filesOf(texts: ReadonlyMap<string, string>): Files {
  return new Map([...texts].map(([name, text]) => [name, text.trimEnd().split("\n")]));
}

/** Writes a run to a folder of its own; a file's text ends in a newline unless it is torn. */
export function written(files: Files, torn?: string): string {
  const folder = temporaryFolder("run");
  for (const [name, lines] of files) {
    writeFileSync(join(folder, name), `${lines.join("\n")}${name === torn ? "" : "\n"}`);
  }
  return folder;
}

/** A line of a run: the name of its file, and its number from 1. */
export interface Found {
  readonly name: string;
  readonly line: number;
  readonly event: TraceEvent;
}

/** The first event, in the order of files and lines, that satisfies a test. */
export function find(files: Files, test: (event: TraceEvent) => boolean): Found {
  for (const [name, lines] of files) {
    for (const [k, text] of lines.entries()) {
      if (k === 0) continue;
      const event = JSON.parse(text) as TraceEvent;
      if (test(event)) return { name, line: k + 1, event };
    }
  }
  throw new Error("the run has no such event");
}

/** A copy with one line replaced by what `change` makes of its object. */
export function edited(
  files: Files,
  at: { readonly name: string; readonly line: number },
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- damage needs no type
  change: (line: any) => void,
): Files {
  return spliced(files, at.name, (lines) => {
    const object: unknown = JSON.parse(lines[at.line - 1] as string);
    change(object);
    lines[at.line - 1] = JSON.stringify(object);
  });
}

/** A copy with the lines of one file changed. */
export function spliced(files: Files, name: string, change: (lines: string[]) => void): Files {
  const copy = new Map([...files].map(([key, lines]) => [key, [...lines]]));
  change(copy.get(name) as string[]);
  return copy;
}

/** A copy without one line, with the events behind it numbered anew. */
export function withoutLine(files: Files, name: string, line: number): Files {
  return spliced(files, name, (lines) => {
    lines.splice(line - 1, 1);
    for (let k = line - 1; k < lines.length; k += 1) {
      lines[k] = JSON.stringify({ ...(JSON.parse(lines[k] as string) as object), q: k });
    }
  });
}
