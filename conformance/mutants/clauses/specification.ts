// Promise: a specification is known with those it instantiates, each by its own names.
import { readModule, type Definition, type Module } from "./definitions.js";

/** The modules of one specification: the one that defines Next, and those that it extends. */
export interface Specification {
  readonly modules: readonly Module[];
  /** By the name that stands for the instance, as in `Zab!Restart(s, k)`. */
  readonly instances: ReadonlyMap<string, Instance>;
}

export interface Instance {
  readonly of: Specification;
  /** Variables of the instance that stand for something else here: `role <- VoterRole`. */
  readonly substituted: readonly string[];
}

/** The texts of a module and of what it extends. */
export type TextsOf = (module: string) => ReadonlyMap<string, string>;

export function readSpecification(
  texts: ReadonlyMap<string, string>,
  textsOf: TextsOf,
): Specification {
  const modules = [...texts].map(([name, text]) => readModule(name, text));
  const instances = modules.flatMap(({ definitions }) =>
    definitions.flatMap(({ name, body }) => {
      const [word, module] = body;
      if (word?.text !== "INSTANCE" || module === undefined) return [];
      const substituted = body.flatMap(({ text }, k) =>
        body[k + 1]?.text === "<" && body[k + 2]?.text === "-" ? [text] : [],
      );
      const of = readSpecification(textsOf(module.text), textsOf);
      return [[name, { of, substituted }] as const];
    }),
  );
  return { modules, instances: new Map(instances) };
}

/** A definition and the specification by whose names it is written. */
export interface Reached {
  readonly definition: Definition;
  readonly within: Specification;
}

/**
 * The definitions that `roots` reach, themselves included; the order of the modules, then what is
 * reached in instances.
 */
export function reachable(within: Specification, roots: readonly string[]): readonly Reached[] {
  const all = within.modules.flatMap(({ definitions }) => definitions);
  const seen = new Set(roots);
  const inInstances = new Map<string, Set<string>>();
  const next = all.filter(({ name }) => seen.has(name));
  for (let from = next.pop(); from !== undefined; from = next.pop()) {
    for (const [k, { text }] of from.body.entries()) {
      if (from.body[k - 1]?.text === "!") {
        const instance = from.body[k - 2]?.text ?? "";
        inInstances.set(instance, (inInstances.get(instance) ?? new Set()).add(text));
        continue;
      }
      if (seen.has(text)) continue;
      const called = all.filter(({ name }) => name === text);
      if (called.length > 0) seen.add(text);
      next.push(...called);
    }
  }
  const beyond = [...inInstances].flatMap(([name, names]) => {
    const instance = within.instances.get(name);
    return instance === undefined ? [] : reachable(instance.of, [...names]);
  });
  const own = all.filter(({ name }) => seen.has(name));
  return [...own.map((definition) => ({ definition, within })), ...beyond];
}
