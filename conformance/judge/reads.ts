/** Which variables the value of an operator depends on, as far as its text says. */
import type { Config, Spec } from "../tla/index.js";

export class Reads {
  readonly #spec: Spec;
  readonly #overrides: Config["overrides"];
  readonly #variables: ReadonlySet<string>;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(spec: Spec, config: Config) {
    this.#spec = spec;
    this.#overrides = config.overrides;
    this.#variables = new Set(spec.variables.map(({ name }) => name));
  }

  /** The variables that an operator reads, primed or not, itself or by those that it uses. */
  of(name: string): ReadonlySet<string> {
    const operator = this.#overrides.get(name) ?? name;
    const before = this.#known.get(operator);
    if (before !== undefined) return before;
    const found = new Set<string>();
    // Before its text is walked, so that a recursive operator finds itself.
    this.#known.set(operator, found);
    this.#walk(this.#spec.definitions.get(operator)?.body, found);
    return found;
  }

  /** The same of an expression. */
  ofExpression(node: object): ReadonlySet<string> {
    const found = new Set<string>();
    this.#walk(node, found);
    return found;
  }

  #walk(node: unknown, found: Set<string>): void {
    if (Array.isArray(node)) for (const one of node) this.#walk(one, found);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    if ("kind" in node && "name" in node && typeof node.name === "string") {
      if (this.#variables.has(node.name)) found.add(node.name);
      else if (node.kind === "name" || node.kind === "apply") {
        for (const variable of this.of(node.name)) found.add(variable);
      }
    }
    for (const [key, value] of Object.entries(node)) if (key !== "at") this.#walk(value, found);
  }
}
