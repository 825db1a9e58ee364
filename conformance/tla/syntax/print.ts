// Promise: a tree as text that parses to the same tree; every operator is in parentheses.
import type { Binding, Definition, Expression, ExpressionOf } from "./ast.js";

const list = (items: readonly Expression[]): string => items.map(printed).join(", ");

function named({ names, tuple }: Binding): string {
  const together = names.join(", ");
  return tuple ? `<<${together}>>` : together;
}

const bound = (binding: Binding): string => `${named(binding)} \\in ${printed(binding.set)}`;
const bounds = (bindings: readonly Binding[]): string => bindings.map(bound).join(", ");

function defined({ name, parameters, body, recursive }: Definition): string {
  const places = (count: number) => `(${Array<string>(count).fill("_").join(", ")})`;
  const heads = parameters.map((one) => one.name + (one.arity > 0 ? places(one.arity) : ""));
  const head = heads.length > 0 ? `${name}(${heads.join(", ")})` : name;
  const declared = recursive
    ? `RECURSIVE ${name}${heads.length > 0 ? places(heads.length) : ""} `
    : "";
  return `${declared}${head} == ${printed(body)}`;
}

function exceptText(e: ExpressionOf<"except">): string {
  const updates = e.updates.map(({ path, value }) => {
    const steps = path.map((step) =>
      step.kind === "field" ? `.${step.name}` : `[${list(step.arguments)}]`,
    );
    return `!${steps.join("")} = ${printed(value)}`;
  });
  return `[${printed(e.of)} EXCEPT ${updates.join(", ")}]`;
}

function caseText(e: ExpressionOf<"case">): string {
  const arms = e.arms.map(({ when, then }) => `${printed(when)} -> ${printed(then)}`);
  const other = e.other === null ? [] : [`OTHER -> ${printed(e.other)}`];
  return `(CASE ${[...arms, ...other].join(" [] ")})`;
}

const escaped = (text: string): string =>
  text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t");

/** `e` on one line. A bulleted list of several items becomes an infix chain, of one its item. */
export function printed(e: Expression): string {
  switch (e.kind) {
    case "boolean":
      return e.value ? "TRUE" : "FALSE";
    case "number":
      return String(e.value);
    case "string":
      return `"${escaped(e.value)}"`;
    case "name":
      return e.name;
    case "old":
      return "@";
    case "apply":
      return `${e.name}(${list(e.arguments)})`;
    case "junction": {
      const items = e.items.map(printed);
      return items.length === 1 ? items.join("") : `(${items.join(` ${e.operator} `)})`;
    }
    case "infix":
      return `(${printed(e.left)} ${e.operator} ${printed(e.right)})`;
    case "product":
      return `(${e.items.map(printed).join(" \\X ")})`;
    case "prefix":
      return `(${e.operator} ${printed(e.of)})`;
    case "prime":
      return `(${printed(e.of)})'`;
    case "index":
      return `(${printed(e.of)})[${list(e.arguments)}]`;
    case "field":
      return `(${printed(e.of)}).${e.name}`;
    case "set":
      return `{${list(e.items)}}`;
    case "tuple":
      return `<<${list(e.items)}>>`;
    case "filter":
      return `{${bound(e.binding)} : ${printed(e.where)}}`;
    case "map":
      return `{${printed(e.value)} : ${bounds(e.bindings)}}`;
    case "function":
      return `[${bounds(e.bindings)} |-> ${printed(e.value)}]`;
    case "functions":
      return `[${printed(e.from)} -> ${printed(e.to)}]`;
    case "record":
      return `[${e.fields.map(({ name, value }) => `${name} |-> ${printed(value)}`).join(", ")}]`;
    case "records":
      return `[${e.fields.map(({ name, value }) => `${name} : ${printed(value)}`).join(", ")}]`;
    case "except":
      return exceptText(e);
    case "if": {
      const [condition, then, otherwise] = [e.condition, e.then, e.otherwise].map(printed);
      return `(IF ${condition} THEN ${then} ELSE ${otherwise})`;
    }
    case "case":
      return caseText(e);
    case "let":
      return `(LET ${e.definitions.map(defined).join(" ")} IN ${printed(e.body)})`;
    case "quantifier":
      return `(${e.operator} ${bounds(e.bindings)} : ${printed(e.body)})`;
    case "choose":
      return `(CHOOSE ${bound(e.binding)} : ${printed(e.body)})`;
    case "step": {
      const [open, close] = e.angle ? ["<<", ">>_"] : ["[", "]_"];
      return `${open}${printed(e.action)}${close}(${printed(e.subscript)})`;
    }
    case "fairness":
      return `${e.strong ? "SF" : "WF"}_(${printed(e.subscript)})(${printed(e.action)})`;
    case "lambda":
      return `LAMBDA ${e.parameters.map(({ name }) => name).join(", ")} : ${printed(e.body)}`;
  }
}
