// Promise: every way to make an action TRUE, each a complete next state, found from left to right.
import type { State, Value } from "../evaluator.js";
import { EvaluationError, located } from "../evaluation-error.js";
import type { Expression } from "../syntax/ast.js";
import { own } from "../value/lazy-set.js";
import { someBinding } from "./bindings.js";
import { argumentScope, letScope } from "./calls.js";
import type { Expressions } from "./expressions.js";
import { inScope, type Frame, type Slots } from "./frame.js";
import { find, type Scope } from "./scope.js";

type Done = () => void;

/** Variables on their way to a state: those of a step, or those of Init. */
export interface Making {
  readonly slots: Slots;
  /** Are the variables that get values written with a prime? */
  readonly primed: boolean;
}

export class Actions {
  readonly #expressions: Expressions;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    expressions.enabled = (action, frame) => this.#enabled(action, frame);
  }

  /** The steps from `state` that `action` allows, in `scope`. */
  steps(action: Expression, state: State, scope: Scope, each: (next: State) => void): void {
    const slots: Slots = state.map(() => undefined);
    const frame = { state, next: slots, scope, steady: true };
    this.ways(action, frame, { slots, primed: true }, () => {
      each(this.complete(slots, action));
    });
  }

  #enabled(action: Expression, frame: Frame): boolean {
    const found = new Error("a step");
    const slots: Slots = this.#expressions.spec.variables.map(() => undefined);
    const inside = { ...frame, next: slots };
    try {
      this.ways(action, inside, { slots, primed: true }, () => {
        throw found;
      });
    } catch (error) {
      if (error === found) return true;
      throw error;
    }
    return false;
  }

  /** The state that the slots have become; an action must say what every variable becomes. */
  complete(slots: Slots, action: Expression): State {
    const { variables } = this.#expressions.spec;
    const missing = variables.filter((_, k) => slots[k] === undefined).map(({ name }) => name);
    if (missing.length === 0) return slots.slice() as Value[];
    const list = missing.join(", ");
    throw new EvaluationError(`this says nothing of what becomes of ${list}`, action.at);
  }

  /** Calls `done` once for each way to make `e` TRUE, with the slots that this way fills. */
  ways(e: Expression, f: Frame, making: Making, done: Done): void {
    const expressions = this.#expressions;
    if (making.primed && !expressions.reads.next(e, f.scope)) {
      if (expressions.truth(e, f)) done();
      return;
    }
    switch (e.kind) {
      case "junction":
        if (e.operator === "/\\") this.#all(e.items, 0, f, making, done);
        else for (const item of e.items) this.ways(item, f, making, done);
        return;
      case "if":
        this.ways(expressions.truth(e.condition, f) ? e.then : e.otherwise, f, making, done);
        return;
      case "case": {
        const chosen = e.arms.find(({ when }) => expressions.truth(when, f))?.then ?? e.other;
        if (chosen === null) throw new EvaluationError("no condition of this CASE is TRUE", e.at);
        this.ways(chosen, f, making, done);
        return;
      }
      case "let":
        this.ways(e.body, inScope(f, letScope(e.definitions, f.scope)), making, done);
        return;
      case "quantifier":
        this.#quantifier(e, f, making, done);
        return;
      case "name":
      case "apply":
        this.#operator(e, f, making, done);
        return;
      case "infix":
        this.#infix(e, f, making, done);
        return;
      case "prefix":
        if (e.operator === "UNCHANGED") this.#unchanged(e.of, f, making, done);
        else this.#test(e, f, done);
        return;
      case "step":
        this.#step(e, f, making, done);
        return;
      default:
        this.#test(e, f, done);
    }
  }

  #test(e: Expression, f: Frame, done: Done): void {
    if (this.#expressions.truth(e, f)) done();
  }

  #all(items: readonly Expression[], k: number, f: Frame, making: Making, done: Done): void {
    const item = items[k];
    if (item === undefined) done();
    else
      this.ways(item, f, making, () => {
        this.#all(items, k + 1, f, making, done);
      });
  }

  #quantifier(
    e: Extract<Expression, { kind: "quantifier" }>,
    f: Frame,
    making: Making,
    done: Done,
  ): void {
    const expressions = this.#expressions;
    const scopes: Scope[] = [];
    const collect = (scope: Scope) => {
      scopes.push(scope);
      return false;
    };
    const { operations } = expressions;
    const evaluate = (set: Expression) => expressions.evaluate(set, f);
    located(e.at, () => someBinding(e.bindings, f.scope, operations, evaluate, collect));
    if (e.operator === "\\E") {
      for (const scope of scopes) this.ways(e.body, inScope(f, scope), making, done);
      return;
    }
    const from = (k: number): void => {
      const scope = scopes[k];
      if (scope === undefined) done();
      else
        this.ways(e.body, inScope(f, scope), making, () => {
          from(k + 1);
        });
    };
    from(0);
  }

  #operator(
    e: Extract<Expression, { kind: "name" | "apply" }>,
    f: Frame,
    making: Making,
    done: Done,
  ): void {
    const expressions = this.#expressions;
    const operator = expressions.operator(e.name, f.scope);
    if (operator === null) {
      this.#test(e, f, done);
      return;
    }
    const args = e.kind === "apply" ? e.arguments : [];
    const scope = located(e.at, () => argumentScope(operator, args, f.scope));
    this.ways(operator.body, inScope(f, scope), making, done);
  }

  /** The variable that gets a value when `e` stands left of `=`, or null. */
  #variable(e: Expression, f: Frame, making: Making): number | null {
    if (!making.primed) return this.#slot(e, f.scope);
    return e.kind === "prime" ? this.#slot(e.of, f.scope) : null;
  }

  #slot(e: Expression, scope: Scope): number | null {
    if (e.kind !== "name") return null;
    const bound = find(scope, e.name);
    if (bound?.kind === "delayed") return this.#slot(bound.expression, bound.scope);
    if (bound !== null) return null;
    const global = this.#expressions.globals.get(e.name);
    if (global?.kind === "definition") return this.#slot(global.body, null);
    return global?.kind === "variable" ? global.index : null;
  }

  #infix(e: Extract<Expression, { kind: "infix" }>, f: Frame, making: Making, done: Done): void {
    const expressions = this.#expressions;
    const slot =
      e.operator === "=" || e.operator === "\\in" ? this.#variable(e.left, f, making) : null;
    if (slot === null || making.slots[slot] !== undefined) {
      this.#test(e, f, done);
      return;
    }
    const right = expressions.evaluate(e.right, f);
    const { operations, table } = expressions;
    const values =
      e.operator === "="
        ? [located(e.right.at, () => own(right, table))]
        : located(e.right.at, () => operations.elements(right));
    for (const value of values) this.#assign(slot, value, making, done);
  }

  #assign(slot: number, value: Value, { slots }: Making, done: Done): void {
    slots[slot] = value;
    try {
      done();
    } finally {
      slots[slot] = undefined;
    }
  }

  /** `UNCHANGED <<x, ys>>` is taken apart down to its variables. */
  #unchanged(e: Expression, f: Frame, making: Making, done: Done): void {
    const slot = this.#slot(e, f.scope);
    if (slot !== null) {
      const value = this.#expressions.evaluate(e, f);
      const next = making.slots[slot];
      if (next === undefined) this.#assign(slot, value, making, done);
      else if (located(e.at, () => this.#expressions.operations.equal(next, value))) done();
      return;
    }
    if (e.kind === "tuple") {
      const from = (k: number): void => {
        const item = e.items[k];
        if (item === undefined) done();
        else
          this.#unchanged(item, f, making, () => {
            from(k + 1);
          });
      };
      from(0);
      return;
    }
    const operator = e.kind === "name" ? this.#expressions.operator(e.name, f.scope) : null;
    if (operator !== null && operator.parameters.length === 0) {
      this.#unchanged(operator.body, inScope(f, operator.scope), making, done);
      return;
    }
    this.#test({ kind: "prefix", operator: "UNCHANGED", of: e, at: e.at }, f, done);
  }

  /** `[A]_v` is A or nothing; `<<A>>_v` is A, if something changes. */
  #step(e: Extract<Expression, { kind: "step" }>, f: Frame, making: Making, done: Done): void {
    if (e.angle) {
      const { action, subscript: of, at } = e;
      const same = { kind: "prefix", operator: "UNCHANGED", of, at } as const;
      this.ways(action, f, making, () => {
        if (!this.#expressions.truth(same, f)) done();
      });
      return;
    }
    this.ways(e.action, f, making, done);
    this.#unchanged(e.subscript, f, making, done);
  }
}
