import type { Composite, Value } from "../evaluator.js";

/** A value without parts, equal to itself alone: `s1`, `Nobody`. */
export class ModelValue implements Composite {
  readonly id: number;
  readonly name: string;

  constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
  }
}

/** `<<a, b, c>>`: a chain, or the end of one. */
export abstract class Sequence implements Composite {
  readonly id: number;
  readonly length: number;
  /** Of the empty sequence these two are nothing, and nobody may look. */
  readonly last: Value;
  readonly first: Value;
  /** Of the items, as a number: B^(n-1) times the first one plus … plus the last one. */
  readonly hash: number;
  /** The sequence without its first item, once somebody has asked. */
  tail: Sequence | null = null;
  /** The longer sequences by their last item; almost always there is one. */
  grown: Sequence | null = null;
  alsoGrown: Map<Value, Sequence> | null = null;

  constructor(id: number, length: number, first: Value, last: Value, hash: number) {
    this.id = id;
    this.length = length;
    this.first = first;
    this.last = last;
    this.hash = hash;
  }
}

/**
 * A sequence as a chain of appends, so that two histories share their common beginning. Each node
 * also points to one farther ancestor, chosen so that any prefix is O(log n) jumps away.
 */
export class Chain extends Sequence {
  /** The sequence without its last item; the empty one points to itself. */
  readonly prev: Chain;
  readonly jump: Chain;

  constructor(id: number, prev: Chain | null, last: Value, hash: number) {
    const isFirst = prev === null || prev.length === 0;
    super(id, prev === null ? 0 : prev.length + 1, isFirst ? last : prev.first, last, hash);
    this.prev = prev ?? this;
    this.jump =
      prev === null
        ? this
        : prev.length - prev.jump.length === prev.jump.length - prev.jump.jump.length
          ? prev.jump.jump
          : prev;
  }
}

/** What a chain has behind some place: a queue that others append to, without what was taken. */
export class Suffix extends Sequence {
  readonly base: Chain;
  /** How many items of the chain come before. */
  readonly from: number;
  next: Suffix | null = null;

  constructor(id: number, base: Chain, from: number, first: Value, hash: number) {
    super(id, base.length - from, first, base.last, hash);
    this.base = base;
    this.from = from;
  }
}

/** A finite set: its elements in the table's order, each once. */
export class SetValue implements Composite {
  readonly id: number;
  readonly hash: number;
  next: SetValue | null = null;
  readonly elements: readonly Value[];
  /** n when the elements are exactly 1..n, and -1 otherwise: the domain of a sequence. */
  readonly upTo: number;
  private positions: Map<Value, number> | null = null;

  constructor(id: number, hash: number, elements: readonly Value[]) {
    this.id = id;
    this.hash = hash;
    this.elements = elements;
    const n = elements.length;
    this.upTo = n === 0 || (elements[0] === 1 && elements[n - 1] === n) ? n : -1;
  }

  /** Where `value` stands among the elements, or -1. */
  position(value: Value): number {
    const { elements } = this;
    const { length } = elements;
    if (length <= 8) {
      for (let k = 0; k < length; k++) if (elements[k] === value) return k;
      return -1;
    }
    this.positions ??= new Map(this.elements.map((element, k) => [element, k]));
    return this.positions.get(value) ?? -1;
  }
}

/** A function whose domain is not 1..n; a record is one on strings. */
export class FunctionValue implements Composite {
  readonly id: number;
  readonly hash: number;
  next: FunctionValue | null = null;
  readonly domain: SetValue;
  /** In the order of the domain's elements. */
  readonly values: readonly Value[];

  constructor(id: number, hash: number, domain: SetValue, values: readonly Value[]) {
    this.id = id;
    this.hash = hash;
    this.domain = domain;
    this.values = values;
  }
}

export type Kind =
  "number" | "string" | "boolean" | "model value" | "sequence" | "set" | "function";

export function kind(value: Value): Kind {
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof Sequence) return "sequence";
  if (value instanceof FunctionValue) return "function";
  if (value instanceof SetValue) return "set";
  return "model value";
}
