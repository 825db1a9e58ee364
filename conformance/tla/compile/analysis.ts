import type { Expression } from "../syntax/ast.js";
import { children } from "../syntax/children.js";
import type { Dictionary } from "./dictionary.js";
import type { Bound } from "./scope.js";

/** What an expression reads, operators opened. */
export interface Reads {
  /** Variables, and variables under a prime, by their position. */
  readonly now: ReadonlySet<number>;
  readonly next: ReadonlySet<number>;
  /** Names that are bound outside of the expression. */
  readonly local: ReadonlySet<string>;
  /** It contains `@` of an EXCEPT outside of it. */
  readonly old: boolean;
  /** Operators that are functions in the code are called. */
  readonly calls: boolean;
  /** It prints, or asks TLC: it is evaluated each time. */
  readonly effects: boolean;
}

/** These say something, or ask TLC; they are never evaluated ahead. */
const EFFECTS: ReadonlySet<string> = new Set(["Print", "PrintT", "Assert", "TLCGet", "TLCSet"]);

interface Collected {
  now: Set<number>;
  next: Set<number>;
  local: Set<string>;
  old: boolean;
  calls: boolean;
  effects: boolean;
}

export class Analysis {
  private readonly dictionary: Dictionary;
  private readonly known = new Map<Expression, Reads>();
  private readonly open = new Set<Expression>();
  private unfinished = false;
  private readonly argumentUses = new Map<Expression, readonly number[]>();

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  reads(e: Expression): Reads {
    const known = this.known.get(e);
    if (known !== undefined) return known;
    if (this.open.has(e)) {
      this.unfinished = true;
      return {
        now: new Set(),
        next: new Set(),
        local: new Set(),
        old: false,
        calls: true,
        effects: false,
      };
    }
    this.open.add(e);
    const found = this.collect(e);
    this.open.delete(e);
    // Inside of a recursion the sets may still lack what the outermost operator reads.
    if (this.open.size === 0) this.unfinished = false;
    if (!this.unfinished) this.known.set(e, found);
    return found;
  }

  /** As `reads`, with what the bound names stand for. */
  readsIn(e: Expression, bound: ReadonlyMap<string, Bound>): Reads {
    let reads = this.reads(e);
    for (const name of reads.local) {
      const meaning = bound.get(name);
      if (meaning?.is === "expression") {
        reads = union(reads, this.readsIn(meaning.of, meaning.in.bound));
      } else if (meaning?.is === "operator") {
        reads = union(reads, this.readsIn(meaning.body, meaning.in.bound));
      } else if (meaning?.is === "function") {
        reads = union(reads, this.reads(meaning.definition.body));
      }
    }
    return reads;
  }

  /** Whether `name` is under a prime in `e`, in an operator that it is given to included. */
  primes(e: Expression, name: string, open: readonly Expression[] = []): boolean {
    const search = (of: Expression, under: boolean): boolean => {
      if (of.kind === "name") return under && of.name === name;
      if (of.kind === "apply" && this.passes(of.name, of.arguments, name, open)) return true;
      const primes = of.kind === "prime" || of.kind === "step";
      const below = under || primes || (of.kind === "prefix" && of.operator === "UNCHANGED");
      return children(of).some((child) => search(child.of, below));
    };
    return search(e, false);
  }

  /** How often `name` may be evaluated in `e`, as far as that is 0, 1 or more. */
  uses(e: Expression, name: string, open: readonly Expression[] = []): number {
    if (e.kind === "name") return e.name === name ? 1 : 0;
    const below = children(e).map(({ of, repeated }, k) => {
      const times = e.kind === "apply" ? this.usesArgument(e.name, k, open) : repeated ? 2 : 1;
      return times === 0 ? 0 : times * this.uses(of, name, open);
    });
    return below.reduce((sum, n) => sum + n, e.kind === "apply" && e.name === name ? 1 : 0);
  }

  /** How often an operator may evaluate what it is given. */
  private usesArgument(operator: string, index: number, open: readonly Expression[]): number {
    const meaning = this.dictionary.meaning(operator);
    if (meaning?.is === "standard") return 1;
    if (meaning?.is !== "definition" || open.includes(meaning.definition.body)) return 2;
    const { body, parameters } = meaning.definition;
    const known = this.argumentUses.get(body)?.[index];
    if (known !== undefined) return known;
    const counts = parameters.map(({ name }) =>
      Math.min(2, this.uses(body, name, [...open, body])),
    );
    this.argumentUses.set(body, counts);
    return counts[index] ?? 0;
  }

  private passes(
    operator: string,
    args: readonly Expression[],
    name: string,
    open: readonly Expression[],
  ): boolean {
    const meaning = this.dictionary.meaning(operator);
    if (meaning?.is !== "definition" || open.includes(meaning.definition.body)) return false;
    const { body, parameters } = meaning.definition;
    return args.some(
      (argument, k) =>
        this.uses(argument, name) > 0 &&
        this.primes(body, parameters[k]?.name ?? "", [...open, body]),
    );
  }

  private collect(e: Expression): Reads {
    const found: Collected = {
      now: new Set(),
      next: new Set(),
      local: new Set(),
      old: e.kind === "old",
      calls: false,
      effects: false,
    };
    if (e.kind === "name" || e.kind === "apply") this.named(e.name, found);
    const inner = e.kind === "let" ? e.definitions.map(({ name }) => name) : [];
    for (const { of, binds } of children(e)) {
      const below = this.reads(of);
      if (e.kind === "prime") {
        for (const variable of below.now) found.next.add(variable);
      } else {
        for (const variable of below.now) found.now.add(variable);
      }
      for (const variable of below.next) found.next.add(variable);
      for (const name of below.local) {
        if (!binds.includes(name) && !inner.includes(name)) found.local.add(name);
      }
      found.calls ||= below.calls;
      found.effects ||= below.effects;
      found.old ||= below.old && e.kind !== "except";
    }
    if (e.kind === "except") found.old = this.reads(e.of).old;
    if (e.kind === "prefix" && e.operator === "UNCHANGED") {
      for (const variable of found.now) found.next.add(variable);
    }
    // It looks for next states of its own.
    if (e.kind === "prefix" && e.operator === "ENABLED") found.next.clear();
    if (e.kind === "step") {
      for (const variable of this.reads(e.subscript).now) found.next.add(variable);
    }
    return found;
  }

  private named(name: string, found: Collected): void {
    const meaning = this.dictionary.meaning(name);
    if (meaning === null) found.local.add(name);
    else if (meaning.is === "standard") found.effects ||= EFFECTS.has(name);
    else if (meaning.is === "variable") found.now.add(meaning.index);
    else if (meaning.is === "definition") {
      const { definition } = meaning;
      const below = this.reads(definition.body);
      for (const variable of below.now) found.now.add(variable);
      for (const variable of below.next) found.next.add(variable);
      found.calls ||= definition.parameters.length > 0 || below.calls;
      found.effects ||= below.effects;
    }
  }
}

function union(a: Reads, b: Reads): Reads {
  return {
    now: new Set([...a.now, ...b.now]),
    next: new Set([...a.next, ...b.next]),
    local: a.local,
    old: a.old,
    calls: a.calls || b.calls,
    effects: a.effects || b.effects,
  };
}

/** How many expressions there are in `e`. */
export function weight(e: Expression): number {
  return children(e).reduce((sum, { of }) => sum + weight(of), 1);
}
