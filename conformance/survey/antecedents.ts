/** What must be the case before a property says anything. */
import type { Expression } from "../tla/index.js";

/**
 * The antecedents of a property, each as an expression that is true where the property says
 * something: of `\A x \in S : A(x) => B(x)` that is `\E x \in S : A(x)`, and of a property without
 * an implication that there is something to speak of. A conjunction has those of its parts.
 */
export function antecedentsOf(property: Expression): Expression[] {
  switch (property.kind) {
    case "junction":
      return property.operator === "/\\" ? property.items.flatMap(antecedentsOf) : [];
    case "quantifier": {
      if (property.operator !== "\\A") return [];
      const inside = antecedentsOf(property.body);
      const { at, bindings } = property;
      const bodies: Expression[] =
        inside.length > 0 ? inside : [{ kind: "boolean", value: true, at }];
      return bodies.map((body) => ({ kind: "quantifier", operator: "\\E", bindings, body, at }));
    }
    case "let":
      return antecedentsOf(property.body).map((body) => ({ ...property, body }));
    case "infix":
      return property.operator === "=>" ? [property.left] : [];
    default:
      return [];
  }
}
