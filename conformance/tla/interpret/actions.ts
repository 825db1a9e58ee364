// Promise: every way to make an action TRUE, each a complete next state, found from left to right.
import type { State, Value } from "../evaluator.js";
import { EvaluationError, located } from "../evaluation-error.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { Assignments, type Done, type Making } from "./assignments.js";
import { someBinding } from "./bindings.js";
import { argumentScope, letScope } from "./calls.js";
import type { Expressions } from "./expressions.js";
import { inScope, type Frame, type Slots } from "./frame.js";
import { unchanged } from "./next-state.js";
import type { Scope } from "./scope.js";

export class Actions {
  readonly #expressions: Expressions;
  readonly #assignments: Assignments;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#assignments = new Assignments(expressions);
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
        this.#assignments.infix(e, f, making, done);
        return;
      case "prefix":
        if (e.operator === "UNCHANGED") this.#assignments.unchanged(e.of, f, making, done);
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

  #quantifier(e: ExpressionOf<"quantifier">, f: Frame, making: Making, done: Done): void {
    const frames: Frame[] = [];
    const collect = (inner: Frame) => {
      frames.push(inner);
      return false;
    };
    located(e.at, () => someBinding(this.#expressions, e.bindings, f, collect));
    if (e.operator === "\\E") {
      for (const inner of frames) this.ways(e.body, inner, making, done);
      return;
    }
    const from = (k: number): void => {
      const inner = frames[k];
      if (inner === undefined) done();
      else
        this.ways(e.body, inner, making, () => {
          from(k + 1);
        });
    };
    from(0);
  }

  #operator(e: ExpressionOf<"name" | "apply">, f: Frame, making: Making, done: Done): void {
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

  /** `[A]_v` is A or nothing; `<<A>>_v` is A, if something changes. */
  #step(e: ExpressionOf<"step">, f: Frame, making: Making, done: Done): void {
    if (e.angle) {
      this.ways(e.action, f, making, () => {
        if (!located(e.at, () => unchanged(this.#expressions, e.subscript, f))) done();
      });
      return;
    }
    this.ways(e.action, f, making, done);
    this.#assignments.unchanged(e.subscript, f, making, done);
  }
}
