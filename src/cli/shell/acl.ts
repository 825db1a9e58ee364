import type { Acl } from "#codec";
import { perms } from "#client";

const LETTERS: ReadonlyMap<string, number> = new Map([
  ["r", perms.READ],
  ["w", perms.WRITE],
  ["c", perms.CREATE],
  ["d", perms.DELETE],
  ["a", perms.ADMIN],
]);

/**
 * Reads `scheme:id:perms,…`; the id may hold colons.
 *
 * @returns null when an entry is not of that form
 */
export function parseAcl(text: string): Acl[] | null {
  const acl: Acl[] = [];
  for (const entry of text.split(",")) {
    const match = /^([^:]+):(.*):([rwcda]+)$/.exec(entry);
    if (match === null) return null;
    const [, scheme = "", id = "", letters = ""] = match;
    const bits = [...letters].reduce((sum, letter) => sum | (LETTERS.get(letter) ?? 0), 0);
    acl.push({ perms: bits, id: { scheme, id } });
  }
  return acl;
}
