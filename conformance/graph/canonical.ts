// Promise: equal TLA+ values have one text, whatever TLC's or anybody's order and layout.
import { OpaqueValue, type TlaValue } from "tla2tools-runner";

/**
 * The canonical text of a value: one line, a space after each comma and around `|->`, fields of
 * records and elements of sets in the order of their texts' code units. `certificates/README.md`
 * has the definition with a test vector; whoever else prints states follows it with code of its
 * own.
 */
export function canonicalText(value: TlaValue): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "symbol") return value.description ?? "";
  if (value instanceof OpaqueValue) return value.text;
  if (value instanceof Set) return `{${sorted([...value].map(canonicalText)).join(", ")}}`;
  if (value instanceof Map) return canonicalFunction(value);
  if (Array.isArray(value)) return `<<${value.map(canonicalText).join(", ")}>>`;
  const fields = sorted(Object.keys(value));
  const record = value as Readonly<Record<string, TlaValue>>;
  return `[${fields.map((f) => `${f} |-> ${canonicalText(record[f] as TlaValue)}`).join(", ")}]`;
}

function canonicalFunction(pairs: ReadonlyMap<TlaValue, TlaValue>): string {
  const texts = [...pairs].map(([from, to]) => `${canonicalText(from)} :> ${canonicalText(to)}`);
  return `(${sorted(texts).join(" @@ ")})`;
}

/** By code units: `sort` without a comparison, which is the same on every machine. */
function sorted(texts: string[]): string[] {
  return texts.sort();
}
