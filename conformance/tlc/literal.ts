/** Evidence as TLA+ text. Tuples, not records: TLC's parser takes twice the memory for those. */
import type { Datum } from "../steps/datum.js";

export function literal(datum: Datum): string {
  if (typeof datum === "string") return `"${datum}"`;
  if (typeof datum === "number") return String(datum);
  if (typeof datum === "boolean") return datum ? "TRUE" : "FALSE";
  return `<<${datum.map(literal).join(", ")}>>`;
}
