import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { FunctionValue, ModelValue, Sequence, SetValue } from "../value/composite.js";
import type { ValueTable } from "../value/table.js";
import { itemsOf, text } from "../value/text.js";
import type { Values } from "./values.js";

type Permutation = ReadonlyMap<Value, Value>;

/** What a permutation makes of each value, as numbers; found once for each value. */
class Image {
  private readonly table: ValueTable;
  private readonly values: Values;
  private readonly permutation: Permutation;
  /** By half the number of a value; 0 where it is not known. */
  private known = new Int32Array(1024);

  constructor(table: ValueTable, values: Values, permutation: Permutation) {
    this.table = table;
    this.values = values;
    this.permutation = permutation;
  }

  number(uid: number): number {
    if ((uid & 1) === 1) return uid;
    const at = uid >>> 1;
    const known = this.known[at];
    if (known !== undefined && known !== 0) return known - 1;
    const image = this.values.number(this.of(this.values.value(uid)));
    if (at >= this.known.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.known);
      this.known = larger;
    }
    this.known[at] = image + 1;
    return image;
  }

  private of(value: Value): Value {
    if (value instanceof ModelValue) return this.permutation.get(value) ?? value;
    if (value instanceof Sequence) return this.table.tuple(itemsOf(value).map((v) => this.of(v)));
    if (value instanceof SetValue) return this.table.set(value.elements.map((v) => this.of(v)));
    if (value instanceof FunctionValue) {
      const { elements } = value.domain;
      return this.table.fcn(
        elements.map((x, k) => [this.of(x), this.of(value.values[k] as Value)] as const),
      );
    }
    return value;
  }
}

/** Replaces a row by the least of those that the permutations make of it. */
export class Symmetry {
  private readonly images: readonly Image[];
  private readonly candidate: Int32Array;
  private readonly original: Int32Array;

  constructor(set: Value, table: ValueTable, values: Values, width: number) {
    const group = generated(table.items(set).map((one) => permutation(one, table)));
    this.images = group.map((one) => new Image(table, values, one));
    this.candidate = new Int32Array(width);
    this.original = new Int32Array(width);
  }

  reduce(row: Int32Array): void {
    this.original.set(row);
    for (const image of this.images) this.take(image, row);
  }

  /** Puts the image of the row in the place of `least` if it is less. */
  private take(image: Image, least: Int32Array): void {
    const { original } = this;
    let order = 0;
    for (let k = 0; k < original.length; k++) {
      const number = image.number(original[k] as number);
      if (order === 0) order = number - (least[k] as number);
      if (order > 0) return;
      this.candidate[k] = number;
    }
    if (order < 0) least.set(this.candidate);
  }
}

function permutation(f: Value, table: ValueTable): Permutation {
  const pairs = table.domain(f).elements.map((x) => [x, table.apply(f, x)] as const);
  const moved = pairs.filter(([x, y]) => x !== y);
  for (const [x] of moved) {
    if (x instanceof ModelValue) continue;
    throw new EvaluationError(`SYMMETRY permutes ${text(x)}, which is no model value`);
  }
  return new Map(moved);
}

/** Every permutation that those given can be combined to, but for the one that moves nothing. */
function generated(given: readonly Permutation[]): Permutation[] {
  const nameOf = (one: Permutation) =>
    [...one]
      .map(([x, y]) => `${text(x)} ${text(y)}`)
      .sort()
      .join();
  const found = new Map<string, Permutation>([["", new Map()]]);
  for (const one of found.values()) {
    for (const other of given) {
      const moved = new Set([...one.keys(), ...other.keys()]);
      const both = [...moved].map((x) => {
        const y = one.get(x) ?? x;
        return [x, other.get(y) ?? y] as const;
      });
      const product = new Map(both.filter(([x, y]) => x !== y));
      const name = nameOf(product);
      if (!found.has(name)) found.set(name, product);
    }
  }
  found.delete("");
  return [...found.values()];
}
