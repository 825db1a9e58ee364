import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { Chain, FunctionValue, ModelValue, Sequence, SetValue } from "./composite.js";
import { itemsOf, ordered, text } from "./text.js";

/** Whether `a = b` says anything: TLC refuses to compare a number with a string, and so do we. */
export function comparable(a: Value, b: Value): boolean {
  if (typeof a !== typeof b) return a instanceof ModelValue || b instanceof ModelValue;
  if (typeof a !== "object") return true;
  if (a instanceof ModelValue || b instanceof ModelValue) return true;
  if (a instanceof SetValue !== b instanceof SetValue) return false;
  return !(isRecord(a) && isFilled(b)) && !(isRecord(b) && isFilled(a));
}

function isRecord(value: Value): value is FunctionValue {
  return value instanceof FunctionValue && isOfStrings(value);
}

/** Whether a function is one on strings, which TLC takes for a record. */
export function isOfStrings({ domain }: FunctionValue): boolean {
  return domain.elements.every((element) => typeof element === "string");
}

function isFilled(value: Value): boolean {
  return value instanceof Sequence && value.length > 0;
}

/** Whether `a = b`; it raises where TLC would come upon two parts of different kinds. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "object" && typeof a === typeof b) return false;
  if (!comparable(a, b)) {
    throw new EvaluationError(`${cut(a)} = ${cut(b)} compares values of different kinds`);
  }
  if (a instanceof Sequence && b instanceof Sequence) return equalSequences(a, b);
  if (a instanceof FunctionValue && b instanceof FunctionValue) return equalFunctions(a, b);
  if (a instanceof SetValue && b instanceof SetValue) return equalSets(a, b);
  return false;
}

/**
 * Raises when a set holds values of different kinds, which TLC cannot order; model values mix
 * with everything. Of three that have parts two may be of different kinds though neither is beside
 * the third, as in `{<<1>>, <<2, 3>>, <<"a", "b">>}`: in TLC's order such two are neighbours.
 */
export function refuseMixed(elements: readonly Value[]): void {
  const others = elements.filter((element) => !(element instanceof ModelValue));
  const inOrder = others.length > 2 && typeof others[0] === "object" ? ordered(others) : others;
  for (let k = 1; k < inOrder.length; k++) {
    const [one, next] = [inOrder[k - 1] as Value, inOrder[k] as Value];
    if (orderable(one, next)) continue;
    const both = `${cut(one)} and ${cut(next)}`;
    throw new EvaluationError(`a set cannot hold both ${both}: they are of different kinds`);
  }
}

function orderable(a: Value, b: Value): boolean {
  try {
    equal(a, b);
    return true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

/** Two sequences that are not one object: the first items that differ decide whether it says so. */
function equalSequences(a: Sequence, b: Sequence): false {
  if (a.length !== b.length || a.length === 0) return false;
  if (!(a instanceof Chain && b instanceof Chain)) {
    const [left, right] = [itemsOf(a), itemsOf(b)];
    const k = left.findIndex((item, at) => item !== right[at]);
    equal(left[k] as Value, right[k] as Value);
    return false;
  }
  let [g, h] = [a, b];
  while (g.prev !== h.prev) {
    const far = g.jump !== h.jump;
    [g, h] = far ? [g.jump, h.jump] : [g.prev, h.prev];
  }
  equal(g.last, h.last);
  return false;
}

function equalFunctions(a: FunctionValue, b: FunctionValue): false {
  if (a.domain !== b.domain) return equalSets(a.domain, b.domain);
  const k = a.values.findIndex((value, at) => value !== b.values[at]);
  equal(a.values[k] as Value, b.values[k] as Value);
  return false;
}

function equalSets(a: SetValue, b: SetValue): false {
  const [x] = a.elements;
  const [y] = b.elements;
  if (a.elements.length !== b.elements.length || x === undefined || y === undefined) return false;
  equal(x, y);
  return false;
}

function cut(value: Value): string {
  const whole = text(value);
  return whole.length <= 80 ? whole : `${whole.slice(0, 80)}…`;
}
