import { createHash } from "node:crypto";
import type { Label, Parameter } from "./system.js";

// Values as canonical TLA+ text: records with fields sorted by name, sets sorted by text, one space
// after each comma and around |->, no other. Equal values have equal texts, whoever writes them.

/** The characters of a string or the name of an operator, in quotes. */
export const quoted = (text: string): string => `"${text}"`;

export const tuple = (members: readonly (string | number)[]): string => `<<${members.join(", ")}>>`;

export function set(members: readonly (string | number)[]): string {
  return `{${members.map(String).sort(byCodeUnits).join(", ")}}`;
}

/** A record; the fields may come in any order. */
export function record(fields: Readonly<Record<string, string | number>>): string {
  const parts = Object.keys(fields)
    .sort(byCodeUnits)
    .map((field) => `${field} |-> ${fields[field] as string}`);
  return `[${parts.join(", ")}]`;
}

export const truth = (value: boolean): string => (value ? "TRUE" : "FALSE");

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A state as text: `name = value` for each variable, sorted by name. */
export function canonicalState(variables: ReadonlyMap<string, string>): string {
  const names = [...variables.keys()].sort(byCodeUnits);
  return names.map((name) => `${name} = ${variables.get(name) as string}`).join("\n");
}

/** The first 16 hexadecimal digits of the SHA-256 of a state's canonical text. */
export function stateHash(canonical: string): string {
  return createHash("sha256").update(canonical).digest("hex").slice(0, 16);
}

/** A step as text: `Action(1, "DIFF", {1, 2})`. */
export function labelText({ action, parameters }: Label, names: readonly string[]): string {
  return `${action}(${parameters.map((one) => parameterText(one, names)).join(", ")})`;
}

function parameterText(parameter: Parameter, names: readonly string[]): string {
  if (typeof parameter === "number") return String(parameter);
  if (typeof parameter === "string") return quoted(parameter);
  const name = (server: number) => names[server - 1] as string;
  return "server" in parameter ? name(parameter.server) : set(parameter.set.map(name));
}
