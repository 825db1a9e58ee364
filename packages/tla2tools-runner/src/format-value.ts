import { OpaqueValue, type TlaValue } from "./value.js";

/** The value as TLC prints it on one line: the inverse of `parseTlaValue`. */
export function formatTlaValue(value: TlaValue): string {
  if (typeof value === "string") return formatString(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  if (typeof value === "symbol") return value.description ?? "";
  if (value instanceof OpaqueValue) return value.text;
  if (value instanceof Set) return `{${[...value].map(formatTlaValue).join(", ")}}`;
  if (value instanceof Map) return formatFunction(value);
  if (Array.isArray(value)) return `<<${value.map(formatTlaValue).join(", ")}>>`;
  const fields = Object.entries(value).map(([name, of]) => `${name} |-> ${formatTlaValue(of)}`);
  return `[${fields.join(", ")}]`;
}

function formatFunction(pairs: ReadonlyMap<TlaValue, TlaValue>): string {
  if (pairs.size === 0) return "<<>>";
  const text = [...pairs].map(([from, to]) => `${formatTlaValue(from)} :> ${formatTlaValue(to)}`);
  return `(${text.join(" @@ ")})`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "\f": "\\f",
  "\r": "\\r",
};

function formatString(text: string): string {
  return `"${text.replace(/["\\\n\t\f\r]/g, (character) => ESCAPES[character] ?? character)}"`;
}
