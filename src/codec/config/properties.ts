/** One `key=value` of a properties file, both trimmed. */
export interface Property {
  readonly key: string;
  readonly value: string;
  /** Line on which it begins, counted from 1. */
  readonly line: number;
}

/** An escape that means nothing: `\u` without four hex digits behind it. */
export interface BadEscape {
  readonly line: number;
  readonly found: string;
}

export interface Properties {
  /** In the order of the file; a key may be there more than once, and the last one counts. */
  readonly properties: readonly Property[];
  readonly badEscapes: readonly BadEscape[];
  /** Number of lines of the file, at least 1. */
  readonly lines: number;
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

const BLANK = /^[ \t\f]+/;

/**
 * Reads Java's properties format (`java.util.Properties.load`), the format of
 * zoo.cfg: `key=value`, `key:value` or `key value`, comments after `#` or `!`,
 * backslash escapes, and a backslash at the end of a line to go on in the next.
 */
export function parseProperties(text: string): Properties {
  const physical = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const properties: Property[] = [];
  const badEscapes: BadEscape[] = [];
  for (const { text: logical, line } of logicalLines(physical)) {
    const end = keyEnd(logical);
    const value = logical.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
    const note = (found: string) => badEscapes.push({ line, found });
    properties.push({
      key: unescape(logical.slice(0, end), note).trim(),
      value: unescape(value, note).trim(),
      line,
    });
  }
  return { properties, badEscapes, lines: Math.max(1, physical.length - endsInNewline(physical)) };
}

/** Writes one property so that `parseProperties` reads the same key and value. */
export function formatProperty(key: string, value: string | number): string {
  const name = key.replace(/[\\=: \t#!]/g, "\\$&");
  const escaped = String(value)
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `${name}=${escaped}`;
}

function endsInNewline(physical: readonly string[]): number {
  return physical.at(-1) === "" ? 1 : 0;
}

/** Joins continued lines; leaves out blank lines and comments. */
function logicalLines(physical: readonly string[]): LogicalLine[] {
  const found: LogicalLine[] = [];
  let open: { text: string; line: number } | null = null;
  for (const [index, raw] of physical.entries()) {
    const trimmed = raw.replace(BLANK, "");
    if (open === null && (trimmed === "" || /^[#!]/.test(trimmed))) continue;
    const current: { text: string; line: number } = open ?? { text: "", line: index + 1 };
    const goesOn = isContinued(trimmed);
    current.text += goesOn ? trimmed.slice(0, -1) : trimmed;
    open = goesOn ? current : null;
    if (!goesOn) found.push(current);
  }
  if (open !== null) found.push(open);
  return found.filter(({ text }) => text !== "");
}

/** An odd number of backslashes at the end: the last one escapes the line's end. */
function isContinued(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** Where the key stops: at the first `=`, `:` or blank that no backslash protects. */
function keyEnd(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === "\\") at += 1;
    else if ("=: \t\f".includes(char)) return at;
  }
  return line.length;
}

const LETTERS: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescape(text: string, bad: (found: string) => void): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(u[0-9a-fA-F]{4}|u|[^u]|$)/gs, (whole, escape: string, at: number) => {
    if (escape === "u") {
      bad(text.slice(at, at + 6));
      return whole;
    }
    if (escape.length === 5) return String.fromCharCode(parseInt(escape.slice(1), 16));
    return LETTERS[escape] ?? escape;
  });
}
