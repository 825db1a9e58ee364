/** The guards of every action, as they stand in the text: what runs should try both ways. */
import type { Environment, Expression, Interpreter, Span } from "../tla/index.js";

/** Where a clause stands; two actions that use one operator have its clauses in common. */
export const placeOf = ({ module, line, column }: Span): string =>
  `${module}:${String(line)}:${String(column)}`;

/** The guards of an action, in every branch of it; nothing is evaluated. */
export function guardsOf(interpreter: Interpreter, action: Expression): Expression[] {
  const guards: Expression[] = [];
  const nowhere: Environment = { state: null, next: null, locals: new Map() };

  const guard = (e: Expression, at: Environment): void => {
    if (e.kind === "junction" && e.operator === "/\\") {
      for (const item of e.items) guard(item, at);
      return;
    }
    const inside = interpreter.enter(e, at);
    if (inside?.body.kind === "junction" && inside.body.operator === "/\\") {
      guard(inside.body, inside.environment);
    } else guards.push(e);
  };

  const walk = (e: Expression, at: Environment): void => {
    if (e.kind === "prefix" && e.operator === "UNCHANGED") return;
    if (!interpreter.readsNext(e, at)) {
      guard(e, at);
      return;
    }
    switch (e.kind) {
      case "junction":
        for (const item of e.items) walk(item, at);
        return;
      case "quantifier": {
        const names = e.bindings.flatMap((binding) => binding.names);
        walk(
          e.body,
          names.reduce((inside, name) => interpreter.bind(inside, name, 0), at),
        );
        return;
      }
      case "if":
        walk(e.then, at);
        walk(e.otherwise, at);
        return;
      case "case":
        for (const arm of e.arms) walk(arm.then, at);
        if (e.other !== null) walk(e.other, at);
        return;
      case "let":
        walk(e.body, interpreter.withLet(at, e.definitions));
        return;
      default: {
        const inside = interpreter.enter(e, at);
        if (inside !== null) walk(inside.body, inside.environment);
      }
    }
  };

  walk(action, nowhere);
  return guards;
}
