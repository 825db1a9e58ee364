import { parseTlaValue } from "./parse-value.js";
import type { TlaValue } from "./value.js";

/** What the spec printed with PrintT or Print. */
export interface Printed {
  /** One line, or the several lines of one long value. */
  readonly text: string;
  /** The decoded value; undefined for text that is no value. */
  readonly value: TlaValue | undefined;
}

/** Longest value, in lines, that is put together again. */
const MAX_LINES = 10_000;

/** Puts the lines of long values together, which TLC breaks near column 80. */
export interface PrintReader {
  line(line: string): void;
  /** Hands out what is still open, once no line can follow. */
  flush(): void;
}

/** A reader that calls `emit` once per printed thing. */
export function printReader(emit: (printed: Printed) => void): PrintReader {
  let pending: string[] = [];
  let depth = 0;
  const flush = (): void => {
    if (pending.length === 0) return;
    const text = pending.join("\n");
    pending = [];
    depth = 0;
    emit({ text, value: valueOf(text) });
  };
  return {
    line: (line) => {
      if (pending.length === 0 && line.trim() === "") return;
      pending.push(line);
      depth += openBrackets(line);
      if (depth <= 0 || pending.length >= MAX_LINES) flush();
    },
    flush,
  };
}

function valueOf(text: string): TlaValue | undefined {
  try {
    return parseTlaValue(text);
  } catch {
    return undefined;
  }
}

/** Brackets opened minus brackets closed, those inside strings left out. */
function openBrackets(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/:>/g, "");
  const opened = bare.match(/<<|[[{(]/g)?.length ?? 0;
  return opened - (bare.match(/>>|[\]})]/g)?.length ?? 0);
}
