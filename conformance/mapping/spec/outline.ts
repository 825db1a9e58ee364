// Promise: spec/outline.json says of the two specs what SANY reads in them today.
import { at, type Sources } from "../sany/source.js";
import { isBuiltin, parts, type Definition, type Expr, type SpecTree } from "../sany/tree.js";
import { clausesOf, opened, writesOf, type Clauses, type Guard } from "./clauses.js";
import { digest } from "./digest.js";

/** An action with its clauses. */
export interface SpecAction extends Clauses {
  readonly definition: Definition;
  readonly writes: readonly string[];
  readonly digest: string;
}

/** One spec, read for the mapping. */
export interface SpecOutline {
  readonly tree: SpecTree;
  readonly sources: Sources;
  readonly actions: ReadonlyMap<string, SpecAction>;
  /** Those of them that Next does not name. */
  readonly beside: ReadonlySet<string>;
  /** Guards that are conjunctions themselves, by the operator's name. */
  readonly opened: ReadonlyMap<string, readonly Guard[]>;
  /** The digests of operators with a twin, by name. */
  readonly twins: ReadonlyMap<string, string>;
}

/** The actions among the disjuncts of `expr`: operators that speak of a step. */
function actionsIn(tree: SpecTree, expr: Expr): readonly Definition[] {
  if (isBuiltin(expr, "$DisjList", "\\lor", "$BoundedExists")) {
    return parts(expr).flatMap((one) => actionsIn(tree, one));
  }
  const name = expr.kind === "apply" && expr.head.kind === "operator" ? expr.head.name : "";
  const found = tree.byName.get(name);
  return found !== undefined && found.level === 2 ? [found] : [];
}

/**
 * Reads the outline of one spec. `beside` names actions that stand beside Next, `twinNames` every
 * operator that the code says it mirrors.
 */
export function outlineOf(
  tree: SpecTree,
  sources: Sources,
  beside: readonly string[],
  twinNames: ReadonlySet<string>,
): SpecOutline {
  const next = tree.byName.get("Next");
  const inNext = new Set(next === undefined ? [] : actionsIn(tree, next.body));
  const named = beside.flatMap((name) => tree.byName.get(name) ?? []);
  const others = named.filter((definition) => !inNext.has(definition));
  const definitions = [...inNext, ...others];
  const actions = new Map<string, SpecAction>();
  for (const definition of definitions) {
    const clauses = clausesOf(tree, sources, definition);
    actions.set(definition.name, {
      definition,
      ...clauses,
      writes: writesOf(clauses),
      digest: digest(tree, definition, twinNames),
    });
  }
  const guards = [...actions.values()].flatMap((action) => action.guards);
  const twins = [...twinNames].sort().flatMap((name) => {
    const definition = tree.byName.get(name);
    if (definition === undefined || actions.has(name)) return [];
    return [[name, digest(tree, definition, twinNames)] as const];
  });
  return {
    tree,
    sources,
    actions,
    beside: new Set(others.map(({ name }) => name)),
    opened: opened(tree, sources, guards),
    twins: new Map(twins),
  };
}

/** The outline as it stands in spec/outline.json. */
export function outlineJson(outlines: readonly SpecOutline[]): string {
  const modules = outlines.map((outline) => {
    const { tree, actions, twins } = outline;
    const guards = (all: readonly Guard[]) =>
      all.map(({ text, place }) => ({ text, at: at(place) }));
    const said = {
      constants: tree.constants.map(({ name }) => name),
      variables: tree.variables.map(({ name }) => name),
      actions: Object.fromEntries(
        [...actions].map(([name, action]) => [
          name,
          {
            parameters: action.definition.parameters,
            at: at(action.definition.place),
            digest: action.digest,
            guards: guards(action.guards),
            writes: action.writes,
          },
        ]),
      ),
      conditions: Object.fromEntries([...outline.opened].map(([name, all]) => [name, guards(all)])),
      operators: Object.fromEntries(twins),
    };
    return [tree.module, said] as const;
  });
  return `${JSON.stringify(Object.fromEntries(modules), null, 2)}\n`;
}
