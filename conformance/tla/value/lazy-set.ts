import type { Composite, Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { isOfStrings } from "./comparable.js";
import { FunctionValue, ModelValue, Sequence, SetValue } from "./composite.js";
import type { ValueTable } from "./table.js";
import { itemsOf, text } from "./text.js";

/** A set with more elements than this is not written out. */
const MOST_ELEMENTS = 2 ** 16;

/** What a set is made of when it is infinite or large: membership needs no elements. */
export type SetForm =
  | { readonly form: "Nat" | "Int" | "STRING" }
  | { readonly form: "Seq"; readonly of: Value }
  | { readonly form: "SUBSET"; readonly of: Value }
  | { readonly form: "functions"; readonly from: Value; readonly to: Value }
  | { readonly form: "records"; readonly fields: readonly (readonly [string, Value])[] }
  | { readonly form: "times"; readonly sets: readonly Value[] }
  | { readonly form: "\\cup" | "\\cap" | "\\"; readonly left: Value; readonly right: Value };

/**
 * A set that is known by what it is made of. It is no value of a table: before it becomes part of
 * another value, or of a state, or is compared, `own` writes it out or refuses to.
 */
export class LazySet implements Composite {
  readonly is: SetForm;
  private written: SetValue | null = null;

  constructor(is: SetForm) {
    this.is = is;
  }

  get id(): number {
    throw new EvaluationError(`${describe(this)} has not been written out`);
  }

  elements(table: ValueTable): SetValue {
    this.written ??= write(this, table);
    return this.written;
  }

  /** Before a table forgets: lets go of the elements, and answers what the set is made of. */
  forgetElements(): Value[] {
    this.written = null;
    return partsOf(this.is).flatMap((part) => {
      return part instanceof LazySet ? part.forgetElements() : [part];
    });
  }
}

function partsOf(is: SetForm): readonly Value[] {
  switch (is.form) {
    case "Nat":
    case "Int":
    case "STRING":
      return [];
    case "Seq":
    case "SUBSET":
      return [is.of];
    case "functions":
      return [is.from, is.to];
    case "records":
      return is.fields.map(([, set]) => set);
    case "times":
      return is.sets;
    default:
      return [is.left, is.right];
  }
}

/** `value`, which is written out if it is a lazy set. */
export function own(value: Value, table: ValueTable): Value {
  return value instanceof LazySet ? value.elements(table) : value;
}

/** The elements of a set; anything else is refused. */
export function asSet(value: Value, table: ValueTable): SetValue {
  if (value instanceof SetValue) return value;
  if (value instanceof LazySet) return value.elements(table);
  throw new EvaluationError(`${text(value)} is no set`);
}

/** `value \in set`. */
export function member(value: Value, set: Value, table: ValueTable): boolean {
  if (set instanceof SetValue) return memberOfFinite(value, set, table);
  if (set instanceof LazySet) return memberOfLazy(value, set.is, table);
  throw new EvaluationError(`${text(set)} is no set, so nothing can be \\in it`);
}

function memberOfFinite(value: Value, set: SetValue, table: ValueTable): boolean {
  const owned = own(value, table);
  if (set.position(owned) >= 0) return true;
  for (const element of set.elements) {
    if (element instanceof ModelValue) continue;
    table.equal(owned, element); // Raises when they are of different kinds, as TLC would.
    break;
  }
  return false;
}

function memberOfLazy(value: Value, is: SetForm, table: ValueTable): boolean {
  const within = (part: Value, set: Value) => member(part, set, table);
  if (value instanceof ModelValue) return false;
  switch (is.form) {
    case "Nat":
      return isNumber(value, "Nat") && (value as number) >= 0;
    case "Int":
      return isNumber(value, "Int");
    case "STRING":
      if (typeof value !== "string") throw wrongKind(value, "STRING");
      return true;
    case "Seq":
      if (!(value instanceof Sequence)) {
        if (value instanceof FunctionValue) return false;
        throw wrongKind(value, "a set of sequences");
      }
      return itemsOf(value).every((item) => within(item, is.of));
    case "SUBSET": {
      return asSet(value, table).elements.every((element) => within(element, is.of));
    }
    case "functions": {
      const domain = asSet(is.from, table);
      if (value instanceof Sequence) {
        return domain.upTo === value.length && itemsOf(value).every((v) => within(v, is.to));
      }
      if (!(value instanceof FunctionValue)) throw wrongKind(value, "a set of functions");
      return value.domain === domain && value.values.every((v) => within(v, is.to));
    }
    case "records": {
      if (value === table.emptySequence) return is.fields.length === 0;
      if (!(value instanceof FunctionValue) || !isOfStrings(value)) {
        throw wrongKind(value, "a set of records");
      }
      return (
        value.domain.elements.length === is.fields.length &&
        is.fields.every(([name]) => value.domain.position(name) >= 0) &&
        is.fields.every(([name, set]) => within(table.apply(value, name), set))
      );
    }
    case "times": {
      if (!(value instanceof Sequence)) {
        if (value instanceof FunctionValue) return false;
        throw wrongKind(value, "a set of tuples");
      }
      if (value.length !== is.sets.length) return false;
      return itemsOf(value).every((item, k) => within(item, is.sets[k] as Value));
    }
    case "\\cup":
      return within(value, is.left) || within(value, is.right);
    case "\\cap":
      return within(value, is.left) && within(value, is.right);
    case "\\":
      return within(value, is.left) && !within(value, is.right);
  }
}

function isNumber(value: Value, set: string): boolean {
  if (typeof value !== "number") throw wrongKind(value, set);
  return true;
}

function wrongKind(value: Value, set: string): EvaluationError {
  const shown = value instanceof LazySet ? describe(value) : text(value);
  return new EvaluationError(`${shown} is of another kind than the elements of ${set}`);
}

function describe(set: LazySet): string {
  return `the set of the form ${set.is.form}`;
}

function write(set: LazySet, table: ValueTable): SetValue {
  const { is } = set;
  const parts = (value: Value) => asSet(value, table).elements;
  switch (is.form) {
    case "Nat":
    case "Int":
    case "STRING":
    case "Seq":
      throw new EvaluationError(`${describe(set)} is infinite; its elements cannot be listed`);
    case "SUBSET":
      return table.ownedSet(subsets(parts(is.of), table));
    case "functions": {
      const domain = asSet(is.from, table);
      const choices = domain.elements.map(() => parts(is.to));
      return table.ownedSet(product(choices).map((values) => table.over(domain, values)));
    }
    case "records": {
      const rows = product(is.fields.map(([, values]) => parts(values)));
      const names = is.fields.map(([name]) => name);
      return table.ownedSet(
        rows.map((row) => table.record(row.map((value, k) => [names[k] as string, value]))),
      );
    }
    case "times":
      return table.ownedSet(product(is.sets.map(parts)).map((row) => table.tuple(row)));
    case "\\cup":
      return table.ownedSet([...parts(is.left), ...parts(is.right)]);
    case "\\cap":
      return table.sortedSet(parts(is.left).filter((value) => member(value, is.right, table)));
    case "\\":
      return table.sortedSet(parts(is.left).filter((value) => !member(value, is.right, table)));
  }
}

function subsets(elements: readonly Value[], table: ValueTable): Value[] {
  bounded(2 ** elements.length, "SUBSET");
  let chosen: Value[][] = [[]];
  for (const element of elements) {
    chosen = chosen.concat(chosen.map((subset) => [...subset, element]));
  }
  return chosen.map((subset) => table.sortedSet(subset));
}

function product(choices: readonly (readonly Value[])[]): Value[][] {
  bounded(
    choices.reduce((count, { length }) => count * length, 1),
    "a set of functions, records or tuples",
  );
  let rows: Value[][] = [[]];
  for (const values of choices) {
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows;
}

function bounded(count: number, what: string): void {
  if (count <= MOST_ELEMENTS) return;
  throw new EvaluationError(
    `${what} with ${String(count)} elements; more than ${String(MOST_ELEMENTS)} are not listed`,
  );
}
