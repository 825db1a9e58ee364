// Promise: two operators have the same canonical text exactly when SANY reads the same in them.
import {
  conjuncts,
  disjuncts,
  isBuiltin,
  type Definition,
  type Expr,
  type SpecTree,
} from "./tree.js";

/**
 * The tokens of an expression, one space between them, every application in brackets: the layout
 * of a bulleted list means something in TLA+, so the brackets stand for it. A list and its infix
 * form are the same.
 */
export function canonical(spec: SpecTree, expr: Expr): string {
  if (expr.kind === "literal") return expr.text;
  if (expr.kind === "let") {
    const defined = expr.definitions.map((uid) => canonicalDefinition(spec, spec.byUid.get(uid)));
    return `( LET ${defined.join(" ")} IN ${canonical(spec, expr.body)} )`;
  }
  const all = (exprs: readonly Expr[]) => exprs.map((one) => canonical(spec, one));
  if (isBuiltin(expr, "$ConjList", "\\land")) return `( /\\ ${all(conjuncts(expr)).join(" ")} )`;
  if (isBuiltin(expr, "$DisjList", "\\lor")) return `( \\/ ${all(disjuncts(expr)).join(" ")} )`;
  const bounds = expr.bounds.map(({ names, domain }) => {
    const over = domain === null ? "" : ` \\in ${canonical(spec, domain)}`;
    return `[ ${names.join(" ")}${over} ]`;
  });
  const tokens = [expr.head.name, ...bounds, ...all(expr.args)];
  return tokens.length === 1 ? expr.head.name : `( ${tokens.join(" ")} )`;
}

/** The same for a whole definition: name, parameters and body. */
export function canonicalDefinition(spec: SpecTree, definition: Definition | undefined): string {
  if (definition === undefined) return "";
  const { name, parameters, body } = definition;
  return [name, "(", ...parameters, ")", "==", canonical(spec, body)].join(" ");
}
