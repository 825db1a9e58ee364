// Promise: a state has the same name here and wherever else the written definition is followed.
import { createHash } from "node:crypto";

/** How many hexadecimal digits of SHA-256 name a state. */
const DIGITS = 16;

/** The name of a state, from its lines `variable = canonical text` in the order of variables. */
export function stateHash(lines: readonly string[]): string {
  return sha256(lines.join("\n")).slice(0, DIGITS);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
