// Promise: the first equation for a variable gives it its value; those that follow are tests.
import type { Value } from "../evaluator.js";
import { located } from "../evaluation-error.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { own } from "../value/lazy-set.js";
import type { Expressions } from "./expressions.js";
import { inScope, type Frame, type Slots } from "./frame.js";
import { unchanged } from "./next-state.js";
import { find, type Scope } from "./scope.js";

/** Variables on their way to a state: those of a step, or those of Init. */
export interface Making {
  readonly slots: Slots;
  /** Are the variables that get values written with a prime? */
  readonly primed: boolean;
}

/** Called for each way to make an expression TRUE. */
export type Done = () => void;

export class Assignments {
  readonly #expressions: Expressions;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
  }

  /** `x' = e` and `x' \in S`; in Init, without the prime. */
  infix(e: ExpressionOf<"infix">, f: Frame, making: Making, done: Done): void {
    const expressions = this.#expressions;
    const slot =
      e.operator === "=" || e.operator === "\\in" ? this.#variable(e.left, f, making) : null;
    if (slot === null || making.slots[slot] !== undefined) {
      if (expressions.truth(e, f)) done();
      return;
    }
    const right = expressions.evaluate(e.right, f);
    const { operations, table } = expressions;
    const values =
      e.operator === "="
        ? [located(e.right.at, () => own(right, table))]
        : located(e.right.at, () => operations.elements(right));
    for (const value of values) assign(slot, value, making, done);
  }

  /** `UNCHANGED <<x, ys>>` is taken apart down to its variables. */
  unchanged(e: Expression, f: Frame, making: Making, done: Done): void {
    const slot = this.#slot(e, f.scope);
    if (slot !== null) {
      const value = this.#expressions.evaluate(e, f);
      const next = making.slots[slot];
      if (next === undefined) assign(slot, value, making, done);
      else if (located(e.at, () => this.#expressions.operations.equal(next, value))) done();
      return;
    }
    if (e.kind === "tuple") {
      const from = (k: number): void => {
        const item = e.items[k];
        if (item === undefined) done();
        else
          this.unchanged(item, f, making, () => {
            from(k + 1);
          });
      };
      from(0);
      return;
    }
    const operator = e.kind === "name" ? this.#expressions.operator(e.name, f.scope) : null;
    if (operator !== null && operator.parameters.length === 0) {
      this.unchanged(operator.body, inScope(f, operator.scope), making, done);
      return;
    }
    if (located(e.at, () => unchanged(this.#expressions, e, f))) done();
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
}

function assign(slot: number, value: Value, { slots }: Making, done: Done): void {
  slots[slot] = value;
  try {
    done();
  } finally {
    slots[slot] = undefined;
  }
}
