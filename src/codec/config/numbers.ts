import { type Entries, entry, fault } from "./entries.js";
import type { Key } from "./keys.js";

/** The largest Java int: no number of a zoo.cfg can be larger. */
export const MAX_INT = 0x7fffffff;

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** What is counted, e.g. "ms". */
  readonly unit: string;
  /** A value outside the range that stands for something, e.g. −1 for "the default". */
  readonly also?: number;
}

/** A whole number as Java reads it, sign allowed; null for anything else. */
export function parseInteger(text: string): number | null {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A port someone can connect to; null for anything else. */
export function parsePort(text: string): number | null {
  const port = parseInteger(text);
  return port !== null && port >= 1 && port <= 65_535 ? port : null;
}

/** The number behind `key`; `fallback` when it is not set, or notes a fault and returns it. */
export function numberOf(
  entries: Entries,
  key: Key,
  fallback: number,
  { min, max, unit, also }: NumberRange,
): number {
  const found = entry(entries, key);
  if (found === null) return fallback;
  const value = parseInteger(found.value);
  if (value !== null && ((value >= min && value <= max) || value === also)) return value;
  const range = max === MAX_INT ? `of ${min} or more` : `from ${min} to ${max}`;
  const extra = also === undefined ? "" : `, or ${also} for the default`;
  fault(entries, found, `a whole number ${range} (${unit})${extra}`);
  return fallback;
}

/** `true` or `false` in any case, as ZooKeeper has it. */
export function booleanOf(entries: Entries, key: Key, fallback: boolean): boolean {
  const found = entry(entries, key);
  if (found === null) return fallback;
  const value = found.value.toLowerCase();
  if (value === "true" || value === "false") return value === "true";
  fault(entries, found, "true or false");
  return fallback;
}
