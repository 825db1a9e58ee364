import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { equal, refuseMixed } from "./comparable.js";
import { FunctionValue, kind, ModelValue, Sequence, SetValue } from "./composite.js";
import type { Chain, Kind } from "./composite.js";
import { Interned } from "./interned.js";
import { Live } from "./live.js";
import { Sequences } from "./sequences.js";
import { itemsOf, shortText, text } from "./text.js";

/**
 * Makes every composite value of one evaluation, each once: two equal values are one object, so
 * equality is `===`. A function on 1..n is always a sequence and the empty function the empty
 * sequence, whatever made them. The operations of TLA+ on its values are in operations.ts.
 */
export class ValueTable {
  private nextId = 2;
  private readonly strings = new Map<string, number>();
  private readonly models = new Map<string, ModelValue>();
  private readonly sets = new Interned<SetValue>();
  private readonly functions = new Interned<FunctionValue>();
  private readonly sequences: Sequences;
  readonly emptySequence: Chain;
  readonly emptySet: SetValue;
  readonly booleans: SetValue;

  constructor() {
    this.sequences = new Sequences(this);
    this.emptySequence = this.sequences.empty;
    this.emptySet = this.sortedSet([]);
    this.booleans = this.sortedSet([false, true]);
  }

  /** How many composites there are. */
  get size(): number {
    return this.models.size + this.sets.size + this.functions.size + this.sequences.size;
  }

  // Makers.

  model(name: string): ModelValue {
    const known = this.models.get(name);
    if (known !== undefined) return known;
    const made = new ModelValue(this.nextId++, name);
    this.models.set(name, made);
    return made;
  }

  tuple(items: readonly Value[]): Sequence {
    return this.sequences.tuple(items);
  }

  append(h: Sequence, item: Value): Sequence {
    return this.sequences.append(h, item);
  }

  /** The sequence without its first item. */
  withoutFirst(h: Sequence): Sequence {
    return this.sequences.withoutFirst(h);
  }

  /** What comes behind the first `skipped` items. */
  behind(h: Sequence, skipped: number): Sequence {
    return this.sequences.behind(h, skipped);
  }

  set(items: Iterable<Value>): SetValue {
    const elements = [...items];
    if (elements.length === 0) return this.emptySet;
    return this.ownedSet(elements);
  }

  /** As `set`, of an array that is the table's from now on. */
  ownedSet(elements: Value[]): SetValue {
    if (elements.length > 1) elements.sort((a, b) => this.order(a, b));
    refuseMixed(elements);
    let kept = 0;
    for (const element of elements) {
      if (kept === 0 || element !== elements[kept - 1]) elements[kept++] = element;
    }
    elements.length = kept;
    return this.sortedSet(elements);
  }

  /** The set of elements that are in order, each once. */
  sortedSet(elements: readonly Value[]): SetValue {
    let hash = elements.length;
    for (const element of elements) hash = mix(hash, this.uid(element));
    hash = spread(hash);
    for (let node = this.sets.first(hash); node !== null; node = node.next) {
      if (node.hash === hash && same(node.elements, elements)) return node;
    }
    return this.sets.add(new SetValue(this.nextId++, hash, elements));
  }

  range(from: number, to: number): SetValue {
    const elements: number[] = [];
    for (let k = from; k <= to; k++) elements.push(k);
    return this.sortedSet(elements);
  }

  record(entries: Iterable<readonly [string, Value]>): Value {
    return this.fcn(entries);
  }

  /** The function of these arguments and values; of an argument named twice, the first. */
  fcn(pairs: Iterable<readonly [Value, Value]>): Value {
    const values = new Map<Value, Value>();
    for (const [argument, value] of pairs) {
      if (!values.has(argument)) values.set(argument, value);
    }
    const domain = this.set(values.keys());
    return this.over(
      domain,
      domain.elements.map((argument) => values.get(argument) as Value),
    );
  }

  /** The function on `domain` with these values, in the order of its elements. */
  over(domain: SetValue, values: readonly Value[]): Value {
    if (domain.upTo >= 0) return this.tuple(values);
    let hash = domain.id;
    for (const value of values) hash = mix(hash, this.uid(value));
    hash = spread(hash);
    for (let node = this.functions.first(hash); node !== null; node = node.next) {
      if (node.hash === hash && node.domain === domain && same(node.values, values)) return node;
    }
    return this.functions.add(new FunctionValue(this.nextId++, hash, domain, values));
  }

  // Readers.

  kind(value: Value): Kind {
    return kind(value);
  }

  text(value: Value): string {
    return text(value);
  }

  /** The items of a sequence, or the elements of a set in the table's order. */
  items(value: Value): readonly Value[] {
    if (value instanceof Sequence) return itemsOf(value);
    if (value instanceof SetValue) return value.elements;
    throw new EvaluationError(`${text(value)} is neither a sequence nor a finite set`);
  }

  domain(f: Value): SetValue {
    if (f instanceof Sequence) return this.range(1, f.length);
    if (f instanceof FunctionValue) return f.domain;
    throw new EvaluationError(`${text(f)} is no function, so it has no DOMAIN`);
  }

  apply(f: Value, argument: Value): Value {
    const value = this.find(f, argument);
    if (value !== undefined) return value;
    if (f instanceof Sequence || f instanceof FunctionValue) {
      throw new EvaluationError(`${text(argument)} is not in the domain of ${shortText(f)}`);
    }
    throw new EvaluationError(`${text(f)} is no function, so it cannot be applied`);
  }

  /** The value of `f` at `argument`; undefined when `f` is no function or is not defined there. */
  find(f: Value, argument: Value): Value | undefined {
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      return k < 0 ? undefined : f.values[k];
    }
    if (f instanceof Sequence && typeof argument === "number") {
      if (argument < 1 || argument > f.length) return undefined;
      return this.item(f, argument);
    }
    return undefined;
  }

  /** The first `length` items of `h`, which has as many. */
  prefix(h: Sequence, length: number): Sequence {
    return this.sequences.prefix(h, length);
  }

  /** The item at a place, which there is. */
  item(h: Sequence, place: number): Value {
    return this.sequences.item(h, place);
  }

  /** `a = b` of TLA+: raises when their kinds differ. Of one kind, it is `a === b`. */
  equal(a: Value, b: Value): boolean {
    return equal(a, b);
  }

  /** A number that no other composite and no string has. */
  newId(): number {
    return this.nextId++;
  }

  /** What tables are keyed with: different for different values, 32 bits. */
  uid(value: Value): number {
    if (typeof value === "number") return (value << 1) | 1;
    if (typeof value === "boolean") return value ? 2 : 0;
    if (typeof value !== "string") return value.id << 1;
    let id = this.strings.get(value);
    if (id === undefined) this.strings.set(value, (id = this.nextId++));
    return id << 1;
  }

  /** An order of values that depends on what was made first: good inside this table alone. */
  order(a: Value, b: Value): number {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "object" && typeof b === "object") return a.id - b.id;
    const difference = rank(a) - rank(b);
    return difference !== 0 ? difference : a < b ? -1 : a > b ? 1 : 0;
  }

  /**
   * Forgets every composite that none of `roots` is made of, so that memory follows what lives.
   * What stays keeps its identity. Answers whether a value has stayed.
   */
  retain(roots: Iterable<Value>): (value: Value) => boolean {
    const own = [this.emptySequence, this.emptySet, this.booleans];
    const live = new Live([...own, ...roots], this.nextId);
    this.sets.sweep(live.has);
    this.functions.sweep(live.has);
    this.sequences.sweep(live.sequences, live.has);
    for (const text of this.strings.keys()) if (!live.strings.has(text)) this.strings.delete(text);
    return live.has;
  }
}

function rank(value: Value): number {
  if (typeof value === "boolean") return 0;
  return typeof value === "number" ? 1 : typeof value === "string" ? 2 : 3;
}

function same(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

const mix = (hash: number, part: number): number =>
  Math.imul(hash ^ part, 0x9e3779b1) ^ (hash >>> 15);

const spread = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};
