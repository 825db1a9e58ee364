/** Evidence as values of the evaluator, and these as a report shows them. */
import type { ValueTable } from "../tla/index.js";
import { Sequence, type Value } from "../tla/index.js";
import type { Datum } from "../steps/datum.js";

export function valueOf(table: ValueTable, datum: Datum): Value {
  if (typeof datum !== "object") return datum;
  let h: Sequence = table.emptySequence;
  for (const part of datum) h = table.append(h, valueOf(table, part));
  return h;
}

function isZxid(parts: readonly Value[]): boolean {
  return parts.length === 2 && parts.every((part) => typeof part === "number");
}

/** Zxids as `5:3`, messages as `ACK(5:3)`, the rest as TLA+. */
export function shown(table: ValueTable, value: Value): string {
  if (typeof value === "string") return value;
  if (!(value instanceof Sequence)) return table.text(value);
  const parts = table.items(value);
  if (isZxid(parts)) return parts.join(":");
  const [head, ...rest] = parts;
  if (typeof head === "string") {
    const inside = rest.map((part) => shown(table, part)).join(", ");
    return rest.length === 0 ? head : `${head}(${inside})`;
  }
  return parts.length === 0 ? "nothing" : parts.map((part) => shown(table, part)).join(", ");
}
