// Promise: whether an expression can read the present or the next state, seen from its text alone.
import type { Expression, Spec } from "../syntax/ast.js";
import { children } from "../syntax/children.js";
import { find, type Bound, type Scope } from "./scope.js";

/** What an expression may read; `names` are those that a scope has to explain. */
interface Reads {
  readonly state: boolean;
  readonly next: boolean;
  readonly names: ReadonlySet<string>;
}

const NOTHING: Reads = { state: false, next: false, names: new Set() };

function both(a: Reads, b: Reads): Reads {
  if (b === NOTHING) return a;
  const names = b.names.size === 0 ? a.names : new Set([...a.names, ...b.names]);
  return { state: a.state || b.state, next: a.next || b.next, names };
}

/** Answers for the expressions of one spec under its overrides. */
export class ReadSets {
  readonly #variables: ReadonlySet<string>;
  readonly #bodyOf: (name: string) => Expression | null;
  readonly #known = new WeakMap<Expression, Reads>();
  readonly #open = new Set<string>();

  /** `bodyOf` finds what a global name stands for, or null when it is a value or built in. */
  constructor(spec: Spec, bodyOf: (name: string) => Expression | null) {
    this.#variables = new Set(spec.variables.map(({ name }) => name));
    this.#bodyOf = bodyOf;
  }

  #named(name: string): Reads {
    if (this.#variables.has(name)) return { ...NOTHING, state: true };
    const body = this.#bodyOf(name);
    if (body === null) return { ...NOTHING, names: new Set([name]) };
    if (this.#open.has(name)) return NOTHING;
    this.#open.add(name);
    const reads = this.#of(body);
    this.#open.delete(name);
    return { ...reads, names: new Set() };
  }

  #of(e: Expression): Reads {
    const known = this.#known.get(e);
    if (known !== undefined) return known;
    let reads = e.kind === "name" || e.kind === "apply" ? this.#named(e.name) : NOTHING;
    for (const { of } of children(e)) reads = both(reads, this.#of(of));
    if (e.kind === "prime" || e.kind === "step") reads = { ...reads, next: true };
    if (e.kind === "prefix" && e.operator === "UNCHANGED") reads = { ...reads, next: true };
    if (e.kind === "prefix" && e.operator === "ENABLED") reads = { ...reads, next: false };
    if (this.#open.size === 0) this.#known.set(e, reads);
    return reads;
  }

  #through(e: Expression, scope: Scope, what: "state" | "next", seen: Set<Bound>): boolean {
    const reads = this.#of(e);
    if (reads[what]) return true;
    for (const name of reads.names) {
      const bound = find(scope, name);
      if (bound === null || bound.kind === "value" || seen.has(bound)) continue;
      if (bound.kind === "named") {
        if (this.#named(bound.name)[what]) return true;
        continue;
      }
      seen.add(bound);
      const inside = bound.kind === "delayed" ? bound.expression : bound.body;
      if (this.#through(inside, bound.scope, what, seen)) return true;
    }
    return false;
  }

  /** May `e` read the next state? */
  next(e: Expression, scope: Scope): boolean {
    return this.#through(e, scope, "next", new Set());
  }

  /** May `e` read any state? */
  state(e: Expression, scope: Scope): boolean {
    return this.#through(e, scope, "state", new Set()) || this.next(e, scope);
  }
}
