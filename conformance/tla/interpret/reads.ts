// Promise: whether an expression can read the present or the next state, seen from its text alone.
import type { Expression } from "../syntax/ast.js";
import type { Global } from "./globals.js";
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

const STATE: Reads = { ...NOTHING, state: true };

/** Answers for the expressions of one spec under its overrides. */
export class ReadSets {
  readonly #globals: ReadonlyMap<string, Global>;
  readonly #known = new WeakMap<Expression, Reads>();
  readonly #open = new Set<string>();

  constructor(globals: ReadonlyMap<string, Global>) {
    this.#globals = globals;
  }

  #named(name: string): Reads {
    const global = this.#globals.get(name);
    if (global === undefined) return { ...NOTHING, names: new Set([name]) };
    if (global.kind === "variable") return STATE;
    if (global.kind !== "definition" || this.#open.has(name)) return NOTHING;
    this.#open.add(name);
    const { state, next } = this.#of(global.body);
    this.#open.delete(name);
    return { ...NOTHING, state, next };
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

  #through(e: Expression, scope: Scope, what: "state" | "next", seen: Set<Bound> | null): boolean {
    const reads = this.#of(e);
    if (reads[what]) return true;
    if (reads.names.size === 0) return false;
    let met = seen;
    for (const name of reads.names) {
      const bound = find(scope, name);
      if (bound === null || bound.kind === "value" || met?.has(bound) === true) continue;
      if (bound.kind === "named") {
        if (this.#named(bound.name)[what]) return true;
        continue;
      }
      met = (met ?? new Set()).add(bound);
      const inside = bound.kind === "delayed" ? bound.expression : bound.body;
      if (this.#through(inside, bound.scope, what, met)) return true;
    }
    return false;
  }

  /** May `e` read the next state? */
  next(e: Expression, scope: Scope): boolean {
    return this.#through(e, scope, "next", null);
  }

  /** May `e` read any state? */
  state(e: Expression, scope: Scope): boolean {
    return this.#through(e, scope, "state", null) || this.next(e, scope);
  }
}
