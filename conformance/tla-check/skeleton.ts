// Promise: a tree of ours, written as SyntaxTrees.java writes SANY's: equal texts are equal trees.
import type { Binding, Definition, Expression, ExpressionOf } from "../tla/index.js";

/** A node with several parts is in brackets, a node with one part is that part. */
const group = (...parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] as string) : `(${parts.join(" ")})`;

const between = (separator: string, parts: readonly string[]): string[] =>
  parts.flatMap((part, k) => (k === 0 ? [part] : [separator, part]));

const commas = (parts: readonly string[]): string[] => between(",", parts);

const listed = (items: readonly Expression[]): string[] => commas(items.map(skeleton));

function bound({ names, tuple, set }: Binding): string {
  const named = tuple ? [group("<<", ...commas(names), ">>")] : commas(names);
  return group(...named, "\\in", skeleton(set));
}

/** A definition: what it defines, and as what. */
export function definitionSkeleton({ name, parameters, body, local }: Definition): string {
  const named = parameters.map((one) =>
    one.arity === 0
      ? one.name
      : group(one.name, "(", ...commas(Array<string>(one.arity).fill("_")), ")"),
  );
  const head = named.length === 0 ? name : group(name, "(", ...commas(named), ")");
  return group(...(local ? ["LOCAL"] : []), head, "==", skeleton(body));
}

function junction(e: ExpressionOf<"junction">): string {
  const items = e.items.map(skeleton);
  if (e.bulleted) return group(...items.map((item) => group(e.operator, item)));
  return items.reduce((left, right) => group(left, e.operator, right));
}

function except(e: ExpressionOf<"except">): string {
  const updates = e.updates.map(({ path, value }) => {
    const steps = path.map((step) =>
      step.kind === "field" ? group(".", step.name) : group("[", ...listed(step.arguments), "]"),
    );
    return group("!", ...steps, "=", skeleton(value));
  });
  return group("[", skeleton(e.of), "EXCEPT", ...commas(updates), "]");
}

function chosen({ binding, body }: ExpressionOf<"choose">): string {
  const named = binding.tuple
    ? group("<<", ...commas(binding.names), ">>")
    : (binding.names[0] as string);
  return group("CHOOSE", named, group("\\in", skeleton(binding.set)), ":", skeleton(body));
}

function fielded(e: ExpressionOf<"record" | "records">): string {
  const sign = e.kind === "record" ? "|->" : ":";
  const fields = e.fields.map(({ name, value }) => group(name, sign, skeleton(value)));
  return group("[", ...commas(fields), "]");
}

export function skeleton(e: Expression): string {
  switch (e.kind) {
    case "boolean":
      return e.value ? "TRUE" : "FALSE";
    case "number":
      return String(e.value);
    case "string":
      return `"${e.value}"`;
    case "name":
      return e.name;
    case "old":
      return "@";
    case "apply":
      return group(e.name, group("(", ...listed(e.arguments), ")"));
    case "junction":
      return junction(e);
    case "infix":
      return group(skeleton(e.left), e.operator, skeleton(e.right));
    case "product":
      return group(...between("\\X", e.items.map(skeleton)));
    case "prefix":
      return group(e.operator, skeleton(e.of));
    case "prime":
      return group(skeleton(e.of), "'");
    case "index":
      return group(skeleton(e.of), "[", ...listed(e.arguments), "]");
    case "field":
      return group(skeleton(e.of), ".", e.name);
    case "set":
      return group("{", ...listed(e.items), "}");
    case "tuple":
      return group("<<", ...listed(e.items), ">>");
    case "filter": {
      const { names, tuple, set } = e.binding;
      const named = tuple ? group("<<", ...commas(names), ">>") : (names[0] as string);
      return group("{", named, "\\in", skeleton(set), ":", skeleton(e.where), "}");
    }
    case "map":
      return group("{", skeleton(e.value), ":", ...commas(e.bindings.map(bound)), "}");
    case "function":
      return group("[", ...commas(e.bindings.map(bound)), "|->", skeleton(e.value), "]");
    case "functions":
      return group("[", skeleton(e.from), "->", skeleton(e.to), "]");
    case "record":
    case "records":
      return fielded(e);
    case "except":
      return except(e);
    case "if": {
      const [condition, then, otherwise] = [e.condition, e.then, e.otherwise].map(skeleton);
      return `(IF ${condition} THEN ${then} ELSE ${otherwise})`;
    }
    case "case": {
      const arms = e.arms.map(({ when, then }) => group(skeleton(when), "->", skeleton(then)));
      const other = e.other === null ? [] : [group("OTHER", "->", skeleton(e.other))];
      return group("CASE", ...between("[]", [...arms, ...other]));
    }
    case "let":
      return group("LET", group(...e.definitions.map(definitionSkeleton)), "IN", skeleton(e.body));
    case "quantifier":
      return group(e.operator, ...commas(e.bindings.map(bound)), ":", skeleton(e.body));
    case "choose":
      return chosen(e);
    case "step":
      return e.angle
        ? group("<<", skeleton(e.action), ">>_", skeleton(e.subscript))
        : group("[", skeleton(e.action), "]_", skeleton(e.subscript));
    case "fairness":
      return group(e.strong ? "SF_" : "WF_", skeleton(e.subscript), "(", skeleton(e.action), ")");
    case "lambda":
      return group(
        "LAMBDA",
        ...commas(e.parameters.map(({ name }) => name)),
        ":",
        skeleton(e.body),
      );
  }
}
