import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The first 16 hexadecimal digits of the SHA-256 of a module's text. */
function digest(module: string): string {
  const path = fileURLToPath(new URL(`../../../../spec/${module}.tla`, import.meta.url));
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
}

/** Digests of the spec modules that this program mirrors, for the headers of recordings. */
export function specDigests(): { readonly Zab: string; readonly Election: string } {
  return { Zab: digest("Zab"), Election: digest("Election") };
}
