// Promise: what an expression is made of, for every walk that does not care what it means.
import type { Definition, Expression } from "../syntax/ast.js";

interface Parts {
  readonly expressions: readonly Expression[];
  readonly definitions: readonly Definition[];
}

const only = (...expressions: readonly Expression[]): Parts => ({ expressions, definitions: [] });

/** The expressions directly inside `e`, and the definitions of a LET. */
export function partsOf(e: Expression): Parts {
  switch (e.kind) {
    case "boolean":
    case "number":
    case "string":
    case "name":
    case "old":
      return only();
    case "apply":
      return only(...e.arguments);
    case "junction":
    case "product":
    case "set":
    case "tuple":
      return only(...e.items);
    case "infix":
      return only(e.left, e.right);
    case "prefix":
    case "prime":
    case "field":
      return only(e.of);
    case "index":
      return only(e.of, ...e.arguments);
    case "filter":
      return only(e.binding.set, e.where);
    case "map":
    case "function":
      return only(...e.bindings.map(({ set }) => set), e.value);
    case "functions":
      return only(e.from, e.to);
    case "record":
    case "records":
      return only(...e.fields.map(({ value }) => value));
    case "except": {
      const inPath = e.updates.flatMap(({ path }) =>
        path.flatMap((step) => (step.kind === "index" ? step.arguments : [])),
      );
      return only(e.of, ...inPath, ...e.updates.map(({ value }) => value));
    }
    case "if":
      return only(e.condition, e.then, e.otherwise);
    case "case": {
      const arms = e.arms.flatMap(({ when, then }) => [when, then]);
      return only(...arms, ...(e.other === null ? [] : [e.other]));
    }
    case "let":
      return { expressions: [e.body], definitions: e.definitions };
    case "quantifier":
      return only(...e.bindings.map(({ set }) => set), e.body);
    case "choose":
      return only(e.binding.set, e.body);
    case "step":
      return only(e.action, e.subscript);
    case "fairness":
      return only(e.subscript, e.action);
    case "lambda":
      return only(e.body);
  }
}
