import type { Binding, Definition, Expression } from "./ast.js";

/** One expression below another: how often it may be evaluated, and which names it adds. */
export interface Child {
  readonly of: Expression;
  readonly repeated: boolean;
  readonly binds: readonly string[];
}

const NONE: readonly string[] = [];
const plain = (of: Expression): Child => ({ of, repeated: false, binds: NONE });

function namesOf(bindings: readonly Binding[]): string[] {
  return bindings.flatMap(({ names }) => names);
}

function under(bindings: readonly Binding[], body: Expression): Child[] {
  const sets = bindings.map(({ set }) => plain(set));
  return [...sets, { of: body, repeated: true, binds: namesOf(bindings) }];
}

/** The expressions directly below `e`, in the order of evaluation. */
export function children(e: Expression): Child[] {
  switch (e.kind) {
    case "boolean":
    case "number":
    case "string":
    case "name":
    case "old":
      return [];
    case "apply":
      return e.arguments.map(plain);
    case "junction":
    case "product":
    case "set":
    case "tuple":
      return e.items.map(plain);
    case "infix":
      return [plain(e.left), plain(e.right)];
    case "prefix":
    case "prime":
    case "field":
      return [plain(e.of)];
    case "index":
      return [e.of, ...e.arguments].map(plain);
    case "filter":
      return under([e.binding], e.where);
    case "choose":
      return under([e.binding], e.body);
    case "map":
    case "function":
      return under(e.bindings, e.value);
    case "quantifier":
      return under(e.bindings, e.body);
    case "functions":
      return [plain(e.from), plain(e.to)];
    case "record":
    case "records":
      return e.fields.map(({ value }) => plain(value));
    case "except":
      return [
        plain(e.of),
        ...e.updates.flatMap(({ path, value }) => [
          ...path.flatMap((step) => (step.kind === "index" ? step.arguments.map(plain) : [])),
          plain(value),
        ]),
      ];
    case "if":
      return [e.condition, e.then, e.otherwise].map(plain);
    case "case":
      return [
        ...e.arms.flatMap(({ when, then }) => [plain(when), plain(then)]),
        ...(e.other === null ? [] : [plain(e.other)]),
      ];
    case "let":
      return [...e.definitions.map(ofDefinition), plain(e.body)];
    case "step":
    case "fairness":
      return [plain(e.action), plain(e.subscript)];
    case "lambda":
      return [{ of: e.body, repeated: true, binds: e.parameters.map(({ name }) => name) }];
  }
}

function ofDefinition({ parameters, body }: Definition): Child {
  const binds = parameters.map(({ name }) => name);
  return { of: body, repeated: parameters.length > 0, binds };
}
