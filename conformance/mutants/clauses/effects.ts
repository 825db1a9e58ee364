// Promise: which variables an operator decides, and which of these it may change.
import type { Definition, Module } from "./definitions.js";
import type { Shape } from "./skeleton.js";
import type { Token } from "./tokens.js";

export interface Effect {
  /** Variables whose next value follows from the clause. */
  readonly decided: readonly string[];
  /** Those of them that it does not leave as they are. */
  readonly changed: readonly string[];
}

/** Looks up effects by the name of an operator, over the modules of one specification. */
export class Effects {
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #tokens: ReadonlyMap<string, readonly Token[]>;
  readonly #variables: readonly string[];
  readonly #known = new Map<string, Effect>();

  constructor(modules: readonly Module[]) {
    const all = modules.flatMap(({ definitions }) => definitions);
    this.#definitions = new Map(all.map((each) => [each.name, each]));
    this.#tokens = new Map(modules.map(({ name, tokens }) => [name, tokens]));
    this.#variables = modules.flatMap(({ variables }) => variables);
  }

  /** The effect of one clause of `module`: `x' = …`, `UNCHANGED …` or an operator's name. */
  ofClause(clause: readonly Token[]): Effect {
    const [first] = clause;
    if (first === undefined) return NOTHING;
    if (first.text === "UNCHANGED") return { decided: this.#named(clause.slice(1)), changed: [] };
    if (first.text.endsWith("'")) {
      const variable = first.text.slice(0, -1);
      return { decided: [variable], changed: [variable] };
    }
    return this.ofOperator(first.text);
  }

  ofOperator(name: string): Effect {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, NOTHING);
    const definition = this.#definitions.get(name);
    const effect = definition === undefined ? NOTHING : this.#ofShape(definition.shape, definition);
    this.#known.set(name, effect);
    return effect;
  }

  #ofShape(shape: Shape, definition: Definition): Effect {
    if (shape.kind === "leaf") {
      const all = this.#tokens.get(definition.module) ?? [];
      return this.ofClause(all.slice(shape.from, shape.to));
    }
    const parts = (
      shape.kind === "binding"
        ? [shape.body]
        : shape.kind === "choice"
          ? shape.branches
          : shape.items
    ).map((part) => this.#ofShape(part, definition));
    const union = (pick: (effect: Effect) => readonly string[]) => [
      ...new Set(parts.flatMap((part) => pick(part))),
    ];
    return { decided: union(({ decided }) => decided), changed: union(({ changed }) => changed) };
  }

  /** Variables in an UNCHANGED, those that stand for several looked up. */
  #named(clause: readonly Token[]): readonly string[] {
    return clause.flatMap(({ text }) => {
      if (this.#variables.includes(text)) return [text];
      const tuple = this.#definitions.get(text);
      return tuple === undefined ? [] : this.#named(tuple.body);
    });
  }
}

const NOTHING: Effect = { decided: [], changed: [] };
