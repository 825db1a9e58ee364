import type { Value } from "../evaluator.js";
import { Chain, Suffix, type Sequence } from "./composite.js";
import { Interned } from "./interned.js";
import { itemsOf } from "./text.js";

/** Hashes of sequences are numbers to this base. */
const BASE = 0x9e3779b1 | 0;

/** Items that a chain may have before a suffix of it, beyond twice those in it. */
const SPARE = 32;

/** What gives new values their numbers. */
interface Identities {
  newId(): number;
  uid(value: Value): number;
}

/** Makes the sequences of a value table, each once, however it came by its items. */
export class Sequences {
  readonly empty: Chain;
  private readonly identities: Identities;
  private chains = 1;
  private readonly suffixes = new Interned<Suffix>();
  /** Powers of what hashes of sequences are made with. */
  private readonly powers = [1];

  constructor(identities: Identities) {
    this.identities = identities;
    this.empty = new Chain(identities.newId(), null, 0, 0);
  }

  /** How many sequences there are. */
  get size(): number {
    return this.chains + this.suffixes.size;
  }

  tuple(items: readonly Value[]): Sequence {
    let h: Sequence = this.empty;
    for (const item of items) h = this.append(h, item);
    return h;
  }

  append(h: Sequence, item: Value): Sequence {
    const known = grownBy(h, item);
    if (known !== undefined) return known;
    const made =
      h instanceof Suffix
        ? this.behind(this.append(h.base, item), h.from)
        : this.longer(h as Chain, item);
    if (h.grown === null) h.grown = made;
    else (h.alsoGrown ??= new Map()).set(item, made);
    return made;
  }

  private longer(h: Chain, item: Value): Sequence {
    const hash = (Math.imul(h.hash, BASE) + this.identities.uid(item)) | 0;
    if (this.suffixes.size > 0) {
      for (let known = this.suffixes.first(hash); known !== null; known = known.next) {
        if (known.hash !== hash || known.last !== item || known.length !== h.length + 1) continue;
        if (hasItems(known.base.prev, known.from, h, 0)) return known;
      }
    }
    this.chains += 1;
    return new Chain(this.identities.newId(), h, item, hash);
  }

  /**
   * The sequence without its first item, as the end of the same chain: what is taken from a long
   * queue costs nothing that grows with it. A chain of which little is left is left alone.
   */
  withoutFirst(h: Sequence): Sequence {
    const from = h instanceof Suffix ? h.from + 1 : 1;
    if (from > 2 * h.length + SPARE) return this.tuple(itemsOf(h, 1));
    return this.behind(h, 1);
  }

  /** What comes behind the first `skipped` items, as the end of the same chain. */
  behind(h: Sequence, skipped: number): Sequence {
    const [base, before] = h instanceof Suffix ? [h.base, h.from] : [h as Chain, 0];
    const from = before + skipped;
    const length = base.length - from;
    if (length === 0) return this.empty;
    if (from === 0) return base;
    const hash = (base.hash - Math.imul(chainOf(base, from).hash, this.power(length))) | 0;
    for (let known = this.suffixes.first(hash); known !== null; known = known.next) {
      if (known.hash !== hash || known.length !== length) continue;
      if (hasItems(known.base, known.from, base, from)) return known;
    }
    const grown = this.grownFromNothing(base, from);
    if (grown !== null) return grown;
    const first = chainOf(base, from + 1).last;
    return this.suffixes.add(new Suffix(this.identities.newId(), base, from, first, hash));
  }

  /** The sequence with the items of a chain behind some place, if it was ever made by appending. */
  private grownFromNothing(base: Chain, from: number): Sequence | null {
    let found: Sequence = this.empty;
    for (let k = from + 1; k <= base.length; k++) {
      const next = grownBy(found, chainOf(base, k).last);
      if (next === undefined) return null;
      found = next;
    }
    return found;
  }

  private power(exponent: number): number {
    const { powers } = this;
    while (powers.length <= exponent) powers.push(Math.imul(powers[powers.length - 1] ?? 1, BASE));
    return powers[exponent] as number;
  }

  /** The first `length` items of `h`, which has as many. */
  prefix(h: Sequence, length: number): Sequence {
    if (!(h instanceof Suffix)) return chainOf(h as Chain, length);
    if (length === h.length) return h;
    return length === 0 ? this.empty : this.behind(chainOf(h.base, h.from + length), h.from);
  }

  /** The item at a place, which there is. */
  item(h: Sequence, place: number): Value {
    return h instanceof Suffix
      ? chainOf(h.base, h.from + place).last
      : chainOf(h as Chain, place).last;
  }

  /** Forgets every sequence but those that stay, of which these are all. */
  sweep(live: readonly Sequence[], stays: (value: Value) => boolean): void {
    this.suffixes.sweep(stays);
    this.chains = live.length - this.suffixes.size;
    for (const sequence of live) forgetGrown(sequence, stays);
  }
}

/** The first `length` items of a chain. */
function chainOf(chain: Chain, length: number): Chain {
  let node = chain;
  while (node.length > length) node = node.jump.length >= length ? node.jump : node.prev;
  return node;
}

function grownBy({ grown, alsoGrown }: Sequence, item: Value): Sequence | undefined {
  return grown !== null && grown.last === item ? grown : alsoGrown?.get(item);
}

/** Whether two chains have the same items behind these places; they are as long there. */
function hasItems(a: Chain, afterA: number, b: Chain, afterB: number): boolean {
  let [g, h] = [a, b];
  while (g.length > afterA) {
    // What both have in common before lies at the same place in both.
    if (g === h && afterA === afterB) return true;
    if (g.last !== h.last) return false;
    [g, h] = [g.prev, h.prev];
  }
  return h.length === afterB;
}

function forgetGrown(h: Sequence, stays: (value: Value) => boolean): void {
  if (h.tail !== null && !stays(h.tail)) h.tail = null;
  const grown = [...(h.grown === null ? [] : [h.grown]), ...(h.alsoGrown?.values() ?? [])];
  const [first = null, ...others] = grown.filter(stays);
  h.grown = first;
  h.alsoGrown = others.length === 0 ? null : new Map(others.map((other) => [other.last, other]));
}
