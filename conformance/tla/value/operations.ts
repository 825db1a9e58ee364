import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { FunctionValue, Sequence, SetValue } from "./composite.js";
import { asSet, LazySet, member, own } from "./lazy-set.js";
import { SequenceOperations } from "./sequence-operations.js";
import type { ValueTable } from "./table.js";
import { itemsOf, shortText, text } from "./text.js";
import { number } from "./wanted.js";

/**
 * The operators of TLA+ and of its standard modules on sets, functions and sequences, for whoever
 * evaluates. What TLC would refuse is refused; the error does not say where, its caller knows.
 */
export class Operations {
  readonly table: ValueTable;
  readonly sequences: SequenceOperations;

  constructor(table: ValueTable) {
    this.table = table;
    this.sequences = new SequenceOperations(table);
  }

  // Equality and sets.

  equal(a: Value, b: Value): boolean {
    return a === b || this.table.equal(own(a, this.table), own(b, this.table));
  }

  member(value: Value, set: Value): boolean {
    return member(value, set, this.table);
  }

  subset(left: Value, right: Value): boolean {
    return asSet(left, this.table).elements.every((value) => this.member(value, right));
  }

  /** The elements of a set, to go through: `\E x \in set`. */
  elements(set: Value): readonly Value[] {
    return asSet(set, this.table).elements;
  }

  combine(operator: "\\cup" | "\\cap" | "\\", left: Value, right: Value): Value {
    if (operator === "\\cup" && !(left instanceof SetValue && right instanceof SetValue)) {
      return new LazySet({ form: operator, left: someSet(left), right: someSet(right) });
    }
    if (operator !== "\\cup" && left instanceof LazySet) {
      return new LazySet({ form: operator, left, right: someSet(right) });
    }
    const whole = asSet(left, this.table);
    someSet(right);
    return operator === "\\cup" ? this.joined(whole, right) : this.kept(operator, whole, right);
  }

  private joined(left: SetValue, right: Value): Value {
    const added: Value[] = [];
    for (const value of asSet(right, this.table).elements) {
      if (!this.member(value, left)) added.push(value);
    }
    if (added.length === 0) return left;
    if (left.elements.length === 0) return right;
    return this.table.ownedSet(left.elements.concat(added));
  }

  private kept(operator: "\\cap" | "\\", left: SetValue, right: Value): Value {
    const kept: Value[] = [];
    for (const value of left.elements) {
      if (this.member(value, right) === (operator === "\\cap")) kept.push(value);
    }
    return kept.length === left.elements.length ? left : this.table.sortedSet(kept);
  }

  /** A set, written out. */
  asSet(set: Value): SetValue {
    return asSet(set, this.table);
  }

  union(sets: Value): SetValue {
    return this.table.ownedSet(this.elements(sets).flatMap((set) => [...this.elements(set)]));
  }

  cardinality(set: Value): number {
    return this.elements(set).length;
  }

  /** `from..to` */
  range(from: Value, to: Value): SetValue {
    const a = number(from, "the left side of ..");
    const b = number(to, "the right side of ..");
    if (b - a >= 2 ** 22) throw new EvaluationError(`${String(a)}..${String(b)} is too large`);
    return this.table.range(a, b);
  }

  permutations(set: Value): SetValue {
    const domain = asSet(set, this.table);
    if (domain.elements.length > 8)
      throw new EvaluationError("Permutations of more than 8 elements");
    let rows: Value[][] = [[]];
    for (let k = 0; k < domain.elements.length; k++) {
      rows = rows.flatMap((row) =>
        domain.elements.filter((v) => !row.includes(v)).map((v) => [...row, v]),
      );
    }
    return this.table.ownedSet(rows.map((row) => this.table.over(domain, row)));
  }

  // Functions.

  domain(f: Value): SetValue {
    return this.table.domain(f);
  }

  apply(f: Value, argument: Value): Value {
    return this.table.apply(f, own(argument, this.table));
  }

  /** `[f EXCEPT ![argument] = change(f[argument])]`; TLC only warns when nothing is there. */
  except(f: Value, at: Value, change: (old: Value) => Value): Value {
    const { table } = this;
    const argument = own(at, table);
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      if (k < 0) throw nothingToReplace(f, argument);
      const old = f.values[k] as Value;
      const now = own(change(old), table);
      if (now === old) return f;
      const values = f.values.slice();
      values[k] = now;
      return table.over(f.domain, values);
    }
    if (!(f instanceof Sequence)) throw new EvaluationError(`EXCEPT of ${text(f)}, no function`);
    if (typeof argument !== "number" || argument < 1 || argument > f.length) {
      throw nothingToReplace(f, argument);
    }
    const old = table.item(f, argument);
    const now = own(change(old), table);
    if (now === old) return f;
    let h = table.append(table.prefix(f, argument - 1), now);
    for (const item of itemsOf(f, argument)) h = table.append(h, item);
    return h;
  }

  /** `argument :> value` */
  single(argument: Value, value: Value): Value {
    const [a, v] = [own(argument, this.table), own(value, this.table)];
    return this.table.over(this.table.set([a]), [v]);
  }

  /** `f @@ g`: where both say something, f does. */
  merged(f: Value, g: Value): Value {
    const pairs = [f, g].flatMap((h) =>
      this.table.domain(h).elements.map((x) => [x, this.table.apply(h, x)] as const),
    );
    return this.table.fcn(pairs);
  }

  toString(value: Value): string {
    return text(own(value, this.table));
  }
}

function someSet(value: Value): Value {
  if (value instanceof SetValue || value instanceof LazySet) return value;
  throw new EvaluationError(`${text(value)} is no set`);
}

function nothingToReplace(f: Value, argument: Value): EvaluationError {
  return new EvaluationError(`EXCEPT at ${text(argument)}, which is not in DOMAIN ${shortText(f)}`);
}
