import { modelValue, type TlaRecord, type TlaValue } from "./value.js";

/** Longest interval `a..b` that is spelled out as a set. */
const MAX_INTERVAL = 1_000_000;

/** A text that is no printed TLA+ value; `offset` counts characters from 0. */
export class TlaValueError extends Error {
  override readonly name = "TlaValueError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at offset ${offset}`);
    this.offset = offset;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
}

/**
 * Reads one value as TLC prints it, on one line or on several.
 *
 * @throws TlaValueError when the text is anything else, or goes on after the value.
 */
export function parseTlaValue(text: string): TlaValue {
  const cursor: Cursor = { text, at: 0 };
  const value = readValue(cursor);
  skipSpace(cursor);
  if (cursor.at < text.length) fail(cursor, "expected the end of the value");
  return value;
}

function readValue(cursor: Cursor): TlaValue {
  skipSpace(cursor);
  const { text, at } = cursor;
  if (text.startsWith("<<", at)) return readList(cursor, "<<", ">>");
  switch (text[at]) {
    case "{":
      return new Set(readList(cursor, "{", "}"));
    case "[":
      return readRecord(cursor);
    case "(":
      return readFunction(cursor);
    case '"':
      return readString(cursor);
    default:
      return readWord(cursor);
  }
}

function readList(cursor: Cursor, open: string, close: string): TlaValue[] {
  expect(cursor, open);
  const items: TlaValue[] = [];
  if (take(cursor, close)) return items;
  do items.push(readValue(cursor));
  while (take(cursor, ","));
  expect(cursor, close);
  return items;
}

function readRecord(cursor: Cursor): TlaRecord {
  expect(cursor, "[");
  const fields: [string, TlaValue][] = [];
  do {
    const name = readIdentifier(cursor);
    expect(cursor, "|->");
    fields.push([name, readValue(cursor)]);
  } while (take(cursor, ","));
  expect(cursor, "]");
  return Object.fromEntries(fields);
}

function readFunction(cursor: Cursor): ReadonlyMap<TlaValue, TlaValue> {
  expect(cursor, "(");
  const pairs: [TlaValue, TlaValue][] = [];
  do {
    const argument = readValue(cursor);
    expect(cursor, ":>");
    pairs.push([argument, readValue(cursor)]);
  } while (take(cursor, "@@"));
  expect(cursor, ")");
  return new Map(pairs);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", f: "\f", r: "\r" };

function readString(cursor: Cursor): string {
  let value = "";
  for (cursor.at += 1; cursor.at < cursor.text.length; cursor.at += 1) {
    const character = cursor.text.charAt(cursor.at);
    if (character === '"') {
      cursor.at += 1;
      return value;
    }
    if (character === "\\") {
      cursor.at += 1;
      const escaped = cursor.text.charAt(cursor.at);
      value += ESCAPES[escaped] ?? escaped;
    } else {
      value += character;
    }
  }
  return fail(cursor, "expected the closing quote of a string");
}

function readWord(cursor: Cursor): TlaValue {
  const number = match(cursor, /-?\d+(?!\w)/y);
  if (number !== null) return readInterval(cursor, Number(number));
  const word = readIdentifier(cursor);
  if (word === "TRUE") return true;
  if (word === "FALSE") return false;
  return modelValue(word);
}

function readInterval(cursor: Cursor, from: number): TlaValue {
  if (!take(cursor, "..")) return from;
  const to = match(cursor, /\s*-?\d+(?!\w)/y);
  if (to === null) return fail(cursor, "expected the end of an interval");
  if (Number(to) - from >= MAX_INTERVAL) return fail(cursor, "an interval too long to spell out");
  const numbers = new Set<number>();
  for (let value = from; value <= Number(to); value += 1) numbers.add(value);
  return numbers;
}

function readIdentifier(cursor: Cursor): string {
  skipSpace(cursor);
  return match(cursor, /\w*[A-Za-z_]\w*/y) ?? fail(cursor, "expected a value or a name");
}

function match(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? null;
  if (found !== null) cursor.at += found.length;
  return found;
}

function take(cursor: Cursor, token: string): boolean {
  skipSpace(cursor);
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

function expect(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) fail(cursor, `expected ${token}`);
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

function fail(cursor: Cursor, message: string): never {
  throw new TlaValueError(message, cursor.at);
}
