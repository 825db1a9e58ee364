// Promise: which variables an operator decides, and which of these it may change.
import type { Definition } from "./definitions.js";
import type { Shape } from "./skeleton.js";
import type { Instance, Specification } from "./specification.js";
import { closes, opens, type Token } from "./tokens.js";

export interface Effect {
  /** Variables whose next value follows from the clause. */
  readonly decided: readonly string[];
  /** Those of them that it does not leave as they are. */
  readonly changed: readonly string[];
}

/** Looks up effects by the name of an operator, in one specification. */
export class Effects {
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #tokens: ReadonlyMap<string, readonly Token[]>;
  readonly #variables: readonly string[];
  readonly #instances: ReadonlyMap<string, { effects: Effects; instance: Instance }>;
  readonly #known = new Map<string, Effect>();

  constructor({ modules, instances }: Specification) {
    const all = modules.flatMap(({ definitions }) => definitions);
    this.#definitions = new Map(all.map((each) => [each.name, each]));
    this.#tokens = new Map(modules.map(({ name, tokens }) => [name, tokens]));
    this.#variables = modules.flatMap(({ variables }) => variables);
    this.#instances = new Map(
      [...instances].map(([name, instance]) => {
        return [name, { effects: new Effects(instance.of), instance }];
      }),
    );
  }

  /** The effect of one clause: `x' = …`, `UNCHANGED …`, or an operator with its arguments. */
  ofClause(clause: readonly Token[]): Effect {
    const [first, second, third] = clause;
    if (first === undefined) return NOTHING;
    if (first.text === "UNCHANGED") return { decided: this.#named(clause.slice(1)), changed: [] };
    if (first.text.endsWith("'")) {
      const variable = first.text.slice(0, -1);
      return second?.text === "=" ? { decided: [variable], changed: [variable] } : NOTHING;
    }
    if (second?.text === "!") return this.#ofInstance(first.text, third?.text ?? "");
    const parts = argumentsOf(clause).map((argument) => this.ofClause(argument));
    return union([this.ofOperator(first.text), ...parts]);
  }

  /** The effect of the actions that callers give for a parameter of a definition. */
  ofParameter({ name, parameters }: Definition, parameter: string): Effect {
    const given = [...this.#definitions.values()].flatMap(({ body }) =>
      body.flatMap(({ text }, k) =>
        text === name ? [argumentsOf(body.slice(k))[parameters.indexOf(parameter)] ?? []] : [],
      ),
    );
    return union(given.map((argument) => this.ofClause(argument)));
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
    return union(parts);
  }

  /** What is substituted is decided by whoever instantiates. */
  #ofInstance(name: string, operator: string): Effect {
    const found = this.#instances.get(name);
    if (found === undefined) return NOTHING;
    const { decided, changed } = found.effects.ofOperator(operator);
    const isOurs = (variable: string) => !found.instance.substituted.includes(variable);
    return { decided: decided.filter(isOurs), changed: changed.filter(isOurs) };
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

function union(effects: readonly Effect[]): Effect {
  const all = (pick: (effect: Effect) => readonly string[]) => [
    ...new Set(effects.flatMap((effect) => pick(effect))),
  ];
  return { decided: all(({ decided }) => decided), changed: all(({ changed }) => changed) };
}

/** The arguments of `Name(…)`; none where no bracket follows the name. */
function argumentsOf(call: readonly Token[]): readonly (readonly Token[])[] {
  if (call[1]?.text !== "(") return [];
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of call.slice(1)) {
    if (closes(token)) depth -= 1;
    if (depth === 0 && token.text === ")") break;
    if (depth === 1 && token.text === ",") found.push([]);
    else if (depth > 0) found.at(-1)?.push(token);
    if (opens(token)) depth += 1;
  }
  return found;
}
