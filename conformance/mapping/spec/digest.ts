// Promise: the digest of an operator changes exactly when what it says does.
import { createHash } from "node:crypto";
import { canonicalDefinition } from "../sany/canonical.js";
import { isBuiltin, parts, type Definition, type Expr, type SpecTree } from "../sany/tree.js";

/** How many hexadecimal digits of the SHA-256 a reducer carries. */
export const DIGITS = 12;

/**
 * The operators of our modules that `expr` applies. UNCHANGED is not looked into: it is the rest
 * of what is primed, so its tuples say nothing more.
 */
function applied(spec: SpecTree, expr: Expr): readonly Definition[] {
  if (isBuiltin(expr, "UNCHANGED")) return [];
  const lets = expr.kind === "let" ? expr.definitions.map((uid) => spec.byUid.get(uid)) : [];
  const head = expr.kind === "apply" && expr.head.kind === "operator" ? expr.head.uid : "";
  const inside = [...parts(expr), ...lets.flatMap((one) => one?.body ?? [])];
  const found = spec.byUid.get(head);
  const deeper = inside.flatMap((one) => applied(spec, one));
  return found === undefined ? deeper : [found, ...deeper];
}

/** The operators that `definition` reaches without passing through one that has a twin. */
function reached(spec: SpecTree, definition: Definition, twins: ReadonlySet<string>) {
  const seen = new Map<string, Definition>();
  const visit = ({ body }: Definition) => {
    for (const next of applied(spec, body)) {
      const isTop = spec.byName.get(next.name)?.uid === next.uid;
      if (!isTop || next.uid === definition.uid || twins.has(next.name)) continue;
      if (seen.has(next.name)) continue;
      seen.set(next.name, next);
      visit(next);
    }
  };
  visit(definition);
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is hashed: the operator, then those it reaches that have no twin, in order of name. */
export function digestText(
  spec: SpecTree,
  definition: Definition,
  twins: ReadonlySet<string>,
): string {
  const all = [definition, ...reached(spec, definition, twins)];
  return all.map((one) => `${canonicalDefinition(spec, one)}\n`).join("");
}

/** The digest that the twin of `definition` carries in its line `@spec`. */
export function digest(spec: SpecTree, definition: Definition, twins: ReadonlySet<string>): string {
  const text = digestText(spec, definition, twins);
  return createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
}
