/** Takes an action apart: guards in reading order, and where it says what each variable becomes. */
import { EvaluationError } from "../../tla/index.js";
import type { Environment, Expression, ExpressionOf, Interpreter, Value } from "../../tla/index.js";

/** A condition, or the definition of a LET, that led to where something stands. */
export interface Found {
  readonly expression: Expression;
  readonly environment: Environment;
}

export interface Guard extends Found {
  /** Counted from 1, those of operators that are conjunctions included. */
  readonly number: number;
  /** Null when it cannot be evaluated, as behind a guard that is false. */
  readonly holds: boolean | null;
}

export interface Assignment extends Found {
  readonly path: readonly Found[];
}

export interface Anatomy {
  readonly guards: readonly Guard[];
  /** By variable: an assignment, or the UNCHANGED that names it. */
  readonly assignments: ReadonlyMap<string, Assignment>;
}

/** Every guard and assignment of an action, in the branches that it takes. */
export function anatomy(
  interpreter: Interpreter,
  action: Expression,
  environment: Environment,
): Anatomy {
  const walk = new Walk(interpreter);
  walk.action(action, environment, []);
  return walk;
}

export const falseGuards = ({ guards }: Anatomy): readonly Guard[] =>
  guards.filter(({ holds }) => holds !== true);

class Walk implements Anatomy {
  readonly guards: Guard[] = [];
  readonly assignments = new Map<string, Assignment>();
  readonly #interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  action(e: Expression, at: Environment, path: readonly Found[]): void {
    if (e.kind === "prefix" && e.operator === "UNCHANGED") {
      for (const name of this.#variables(e.of, at)) this.#assign(name, e, at, path);
    } else if (!this.#interpreter.readsNext(e, at)) this.#guard(e, at);
    else if (!this.#assignment(e, at, path)) this.#branches(e, at, path);
  }

  #assignment(e: Expression, at: Environment, path: readonly Found[]): boolean {
    if (e.kind !== "infix" || (e.operator !== "=" && e.operator !== "\\in")) return false;
    if (e.left.kind !== "prime" || e.left.of.kind !== "name") return false;
    this.#assign(e.left.of.name, e, at, path);
    return true;
  }

  #assign(name: string, e: Expression, environment: Environment, path: readonly Found[]): void {
    if (!this.assignments.has(name))
      this.assignments.set(name, { expression: e, environment, path });
  }

  #branches(e: Expression, at: Environment, path: readonly Found[]): void {
    switch (e.kind) {
      case "junction":
        if (e.operator === "/\\") for (const item of e.items) this.action(item, at, path);
        else
          this.#best(
            e.items.map((item) => [item, at] as const),
            path,
          );
        return;
      case "quantifier":
        this.#some(e, at, path);
        return;
      case "if": {
        const condition = { expression: e.condition, environment: at };
        const branch = this.#holds(e.condition, at) === true ? e.then : e.otherwise;
        this.action(branch, at, [...path, condition]);
        return;
      }
      case "case": {
        const arm = e.arms.find(({ when }) => this.#holds(when, at) === true);
        const taken = arm?.then ?? e.other;
        if (taken !== null) this.action(taken, at, path);
        return;
      }
      case "let":
        this.action(e.body, this.#interpreter.withLet(at, e.definitions), path);
        return;
      default: {
        const inside = this.#interpreter.enter(e, at);
        if (inside !== null) this.action(inside.body, inside.environment, path);
      }
    }
  }

  /** `\E x \in S : A`, in the first way that is allowed, else in the first way. */
  #some(e: ExpressionOf<"quantifier">, at: Environment, path: readonly Found[]) {
    const [binding, ...more] = e.bindings;
    const [name, ...others] = binding?.names ?? [];
    if (binding === undefined || name === undefined) return;
    const rest = others.length === 0 ? more : [{ ...binding, names: others }, ...more];
    const body: Expression = rest.length === 0 ? e.body : { ...e, bindings: rest };
    const set = this.#valueOf(binding.set, at);
    const items = set === null ? [] : this.#interpreter.table.items(set);
    if (items.length === 0) this.#push(e, at, false);
    else
      this.#best(
        items.map((item) => [body, this.#interpreter.bind(at, name, item)] as const),
        path,
      );
  }

  #best(ways: readonly (readonly [Expression, Environment])[], path: readonly Found[]): void {
    const walks = ways.map(([e, at]) => {
      const walk = new Walk(this.#interpreter);
      walk.action(e, at, path);
      return walk;
    });
    const best = walks.find((walk) => falseGuards(walk).length === 0) ?? walks[0];
    for (const { expression, environment, holds } of best?.guards ?? []) {
      this.#push(expression, environment, holds);
    }
    for (const [name, one] of best?.assignments ?? []) {
      this.#assign(name, one.expression, one.environment, one.path);
    }
  }

  /** A conjunction, or an operator that is one, counts as several guards. */
  #guard(e: Expression, at: Environment): void {
    if (e.kind === "junction" && e.operator === "/\\") {
      for (const item of e.items) this.#guard(item, at);
      return;
    }
    const inside = this.#interpreter.enter(e, at);
    if (inside?.body.kind === "junction" && inside.body.operator === "/\\") {
      this.#guard(inside.body, inside.environment);
    } else this.#push(e, at, this.#holds(e, at));
  }

  #push(expression: Expression, environment: Environment, holds: boolean | null): void {
    this.guards.push({ number: this.guards.length + 1, expression, environment, holds });
  }

  #variables(e: Expression, at: Environment): string[] {
    if (e.kind === "tuple") return e.items.flatMap((item) => this.#variables(item, at));
    const inside = this.#interpreter.enter(e, at);
    if (inside !== null) return this.#variables(inside.body, inside.environment);
    return e.kind === "name" ? [e.name] : [];
  }

  #holds(e: Expression, at: Environment): boolean | null {
    const value = this.#valueOf(e, at);
    return typeof value === "boolean" ? value : null;
  }

  #valueOf(e: Expression, at: Environment): Value | null {
    try {
      return this.#interpreter.evaluate(e, at);
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
  }
}
