import type { Value } from "../evaluator.js";
import { type Chain, FunctionValue, ModelValue, Sequence, SetValue, Suffix } from "./composite.js";

const NAME = /^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/;

/** A value as TLC prints it. Elements stand in an order that depends on nothing but themselves. */
export function text(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  if (value instanceof ModelValue) return value.name;
  if (value instanceof Sequence) return `<<${itemsOf(value).map(text).join(", ")}>>`;
  if (value instanceof SetValue) return `{${ordered(value.elements).map(text).join(", ")}}`;
  if (value instanceof FunctionValue) return functionText(value);
  throw new TypeError("no value of this table");
}

/** A value for a message: a long one is cut. */
export function shortText(value: Value): string {
  const whole = text(value);
  return whole.length <= 200 ? whole : `${whole.slice(0, 120)} … ${whole.slice(-60)}`;
}

function functionText(f: FunctionValue): string {
  const { elements } = f.domain;
  const isRecord = elements.every((element) => typeof element === "string" && NAME.test(element));
  const entries = ordered(elements).map((element) => {
    const value = text(f.values[f.domain.position(element)] as Value);
    return isRecord ? `${String(element)} |-> ${value}` : `${text(element)} :> ${value}`;
  });
  return isRecord ? `[${entries.join(", ")}]` : `(${entries.join(" @@ ")})`;
}

/** The items of a sequence behind so many, in their order. */
export function itemsOf(h: Sequence, skipped = 0): Value[] {
  const items = new Array<Value>(h.length - skipped);
  let node = h instanceof Suffix ? h.base : (h as Chain);
  for (let k = items.length - 1; k >= 0; k--) {
    items[k] = node.last;
    node = node.prev;
  }
  return items;
}

/** The elements of a set as they are printed: TLC's order, but for strings and model values. */
export function ordered(elements: readonly Value[]): Value[] {
  return [...elements].sort(printedBefore);
}

function rank(value: Value): number {
  if (typeof value === "boolean") return 0;
  if (typeof value === "number") return 1;
  if (typeof value === "string") return 2;
  if (value instanceof ModelValue) return 3;
  return value instanceof Sequence ? 4 : value instanceof SetValue ? 5 : 6;
}

/** Small before large, then part by part. */
function printedBefore(a: Value, b: Value): number {
  if (a === b) return 0;
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks;
  if (a instanceof ModelValue && b instanceof ModelValue) return a.name < b.name ? -1 : 1;
  if (a instanceof Sequence && b instanceof Sequence) return byParts(itemsOf(a), itemsOf(b));
  if (a instanceof SetValue && b instanceof SetValue) {
    return byParts(ordered(a.elements), ordered(b.elements));
  }
  if (a instanceof FunctionValue && b instanceof FunctionValue) {
    const domains = printedBefore(a.domain, b.domain);
    return domains !== 0 ? domains : byParts(a.values, b.values);
  }
  return a < b ? -1 : 1;
}

function byParts(a: readonly Value[], b: readonly Value[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let k = 0; k < a.length; k++) {
    const order = printedBefore(a[k] as Value, b[k] as Value);
    if (order !== 0) return order;
  }
  return 0;
}
