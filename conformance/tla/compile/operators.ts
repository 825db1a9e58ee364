import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { callLocal } from "./calls.js";
import { NO_NAMES, primed, withNames, type Scope } from "./scope.js";
import type { Writer } from "./writer.js";

const TRUTHS: ReadonlySet<string> = new Set([
  ..."= # < > <= >= => <=> \\in \\notin \\subseteq".split(" "),
]);

/** Whether the code of `e` is a JavaScript boolean, whatever the values are. */
export function isTruth(w: Writer, e: Expression): boolean {
  switch (e.kind) {
    case "boolean":
    case "junction":
    case "quantifier":
    case "step":
      return true;
    case "infix":
      return TRUTHS.has(e.operator);
    case "prefix":
      return ["~", "UNCHANGED", "ENABLED"].includes(e.operator);
    case "if":
      return isTruth(w, e.then) && isTruth(w, e.otherwise);
    case "let":
      return isTruth(w, e.body);
    case "prime":
      return isTruth(w, e.of);
    case "name":
    case "apply": {
      const meaning = w.unit.dictionary.meaning(e.name);
      if (meaning?.is === "definition" && !meaning.definition.recursive) {
        return isTruth(w, meaning.definition.body);
      }
      return ["PrintT", "Assert", "IsFiniteSet"].includes(e.name);
    }
    default:
      return false;
  }
}

export function infix(w: Writer, e: ExpressionOf<"infix">, scope: Scope): string {
  const at = w.unit.place(e);
  const left = () => w.value(e.left, scope);
  const right = () => w.value(e.right, scope);
  const operation = JSON.stringify(e.operator);
  switch (e.operator) {
    case "=>": {
      const premise = w.truth(e.left, scope);
      if (premise === "false") return "true";
      const conclusion = w.truth(e.right, scope);
      return premise === "true" ? conclusion : `(!${premise} || ${conclusion})`;
    }
    case "<=>":
      return `(${w.truth(e.left, scope)} === ${w.truth(e.right, scope)})`;
    case "=":
      return `R.equal(${left()}, ${right()}, ${at})`;
    case "#":
      return `!R.equal(${left()}, ${right()}, ${at})`;
    case "<":
      return `R.less(${left()}, ${right()}, ${at})`;
    case ">":
      return `R.less(${right()}, ${left()}, ${at})`;
    case "<=":
      return `R.atMost(${left()}, ${right()}, ${at})`;
    case ">=":
      return `R.atMost(${right()}, ${left()}, ${at})`;
    case "+":
      return `R.add(${left()}, ${right()}, ${at})`;
    case "-":
      return `R.subtract(${left()}, ${right()}, ${at})`;
    case "*":
    case "^":
    case "%":
    case "\\div":
      return `R.arithmetic(${operation}, ${left()}, ${right()}, ${at})`;
    case "\\in":
      return membership(w, e, scope);
    case "\\notin":
      return `!${membership(w, e, scope)}`;
    case "\\subseteq":
      return `R.at(${at}, (o) => o.subset(${left()}, ${right()}))`;
    case "\\cup":
    case "\\cap":
    case "\\":
      return `R.combine(${operation}, ${left()}, ${right()}, ${at})`;
    case "..":
      return `R.at(${at}, (o) => o.range(${left()}, ${right()}))`;
    case "\\o":
      return `R.concat(${left()}, ${right()}, ${at})`;
    case ":>":
      return `R.at(${at}, (o) => o.single(${left()}, ${right()}))`;
    case "@@":
      return `R.at(${at}, (o) => o.merged(${left()}, ${right()}))`;
    case "~>":
      return w.unit.refusal("~> is a temporal formula: it is not evaluated", e);
  }
}

/** Membership in a range compares with its ends: in a long history the range is long. */
function membership(w: Writer, e: ExpressionOf<"infix">, scope: Scope): string {
  const at = w.unit.place(e);
  const { left, right } = e;
  if (right.kind !== "infix" || right.operator !== "..") {
    return `R.member(${w.value(left, scope)}, ${w.value(right, scope)}, ${at})`;
  }
  const parts = [left, right.left, right.right].map((part) => w.value(part, scope));
  return `R.within(${parts.join(", ")}, ${at})`;
}

export function prefix(w: Writer, e: ExpressionOf<"prefix">, scope: Scope): string {
  const at = w.unit.place(e);
  switch (e.operator) {
    case "~": {
      const code = w.truth(e.of, scope);
      return code === "true" ? "false" : code === "false" ? "true" : `!${code}`;
    }
    case "-":
      return `R.negative(${w.value(e.of, scope)}, ${at})`;
    case "SUBSET":
      return `R.lazy({ form: "SUBSET", of: ${w.value(e.of, scope)} })`;
    case "UNION":
      return `R.at(${at}, (o) => o.union(${w.value(e.of, scope)}))`;
    case "DOMAIN":
      return `R.at(${at}, (o) => o.domain(${w.value(e.of, scope)}))`;
    case "UNCHANGED":
      if (scope.next === null) w.unit.refuse("UNCHANGED where there is no next state", e);
      return unchanged(w, e.of, scope);
    case "ENABLED":
      return w.enabled(e.of, scope);
    case "[]":
    case "<>":
      return w.unit.refusal(`${e.operator} is a temporal operator: it is not evaluated`, e);
  }
}

/** The variables that a tuple of variables consists of, or null if it is anything else. */
export function variablesOf(w: Writer, e: Expression, scope: Scope): readonly number[] | null {
  if (e.kind === "tuple") {
    const parts = e.items.map((item) => variablesOf(w, item, scope));
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  }
  if (e.kind !== "name") return null;
  const meaning = w.unit.dictionary.meaning(e.name);
  if (meaning?.is === "variable") return [meaning.index];
  if (meaning?.is === "definition") {
    return variablesOf(w, meaning.definition.body, { ...scope, ...NO_NAMES });
  }
  const bound = scope.bound.get(e.name);
  if (bound?.is !== "expression") return null;
  return variablesOf(w, bound.of, withNames(scope, bound.in));
}

/** `e' = e` */
export function unchanged(w: Writer, e: Expression, scope: Scope): string {
  const variables = variablesOf(w, e, scope);
  if (variables === null) {
    return `R.equal(${w.value(e, primed(scope))}, ${w.value(e, scope)}, ${w.unit.place(e)})`;
  }
  if (scope.fills === "next") {
    const missing = variables.find((variable) => !scope.assigned.has(variable));
    if (missing !== undefined) {
      const name = w.unit.dictionary.variables[missing] ?? "";
      w.unit.refuse(`${name}' is read before it has a value here`, e);
    }
  }
  const same = variables.map(
    (k) => `${scope.next ?? ""}[${String(k)}] === ${scope.now ?? ""}[${String(k)}]`,
  );
  return same.length === 0 ? "true" : `(${same.join(" && ")})`;
}

export function standardCall(w: Writer, e: ExpressionOf<"apply">, scope: Scope): string {
  const at = w.unit.place(e);
  const [first, second, third] = e.arguments;
  const value = (argument: Expression | undefined) =>
    argument === undefined
      ? w.unit.refuse(`${e.name} has too few arguments`, e)
      : w.value(argument, scope);
  const operation = (name: string, ...args: string[]) =>
    `R.at(${at}, (o) => o.${name}(${args.join(", ")}))`;
  switch (e.name) {
    case "Len":
      return `R.length(${value(first)}, ${at})`;
    case "Head":
      return `R.head(${value(first)}, ${at})`;
    case "Tail":
      return `R.tail(${value(first)}, ${at})`;
    case "Append":
      return `R.append(${value(first)}, ${w.owned(second ?? e, scope)}, ${at})`;
    case "SubSeq":
      return `R.subSeq(${value(first)}, ${value(second)}, ${value(third)}, ${at})`;
    case "SelectSeq":
      return operation("sequences.selectSeq", value(first), test(w, e, scope));
    case "Seq":
      return `R.lazy({ form: "Seq", of: ${value(first)} })`;
    case "Cardinality":
      if (first?.kind === "infix" && first.operator === "\\cap" && !w.mayBeLazy(first, scope)) {
        return `R.common(${w.value(first.left, scope)}, ${w.value(first.right, scope)}, ${at})`;
      }
      return `R.cardinality(${value(first)}, ${at})`;
    case "IsFiniteSet":
      return `(${operation("cardinality", value(first))} >= 0)`;
    case "Permutations":
      return operation("permutations", value(first));
    case "ToString":
      return `R.operations.toString(${value(first)})`;
    case "TLCEval":
      return value(first);
    case "PrintT":
      return `R.printed(${value(first)})`;
    case "Print":
      return `(R.printed(${value(first)}) && ${value(second)})`;
    case "Assert":
      return `R.assert(${w.truth(first ?? e, scope)}, ${value(second)}, ${at})`;
    default:
      return w.unit.refusal(`${e.name} is TLC's own register: it is not evaluated`, e);
  }
}

/** The operator that SelectSeq is given, as a function of one item. */
function test(w: Writer, e: ExpressionOf<"apply">, scope: Scope): string {
  const [, operator] = e.arguments;
  const item = w.unit.fresh("item");
  const argument: Expression = { kind: "name", name: item, at: e.at };
  const inner: Scope = {
    ...scope,
    bound: new Map([...scope.bound, [item, { is: "value", code: item, lazy: false }]]),
  };
  if (operator?.kind === "lambda") {
    const { parameters, body } = operator;
    return `(${item}) => ${callLocal(w, { parameters, body, in: inner }, [argument], inner)}`;
  }
  if (operator?.kind !== "name") return w.unit.refuse("SelectSeq takes an operator", e);
  const named: Expression = {
    kind: "apply",
    name: operator.name,
    arguments: [argument],
    at: operator.at,
  };
  return `(${item}) => ${w.truth(named, inner)}`;
}
