import { canonicalState, labelText, stateHash } from "./canonical.js";
import { ModelError } from "./model/model-error.js";
import type { Model } from "./model/model.js";
import { production, type Reducers } from "./reducers.js";
import { systemOf } from "./system-of.js";
import type { System } from "./system.js";

/** One step: what it is, and the hash of the state that it leads to. */
export interface GraphEdge {
  readonly label: string;
  readonly to: string;
}

/** One state with all steps out of it. */
export interface GraphState {
  readonly hash: string;
  readonly initial: boolean;
  /** The level on which it was met; 1 for initial states. */
  readonly depth: number;
  readonly edges: readonly GraphEdge[];
  /** Its variables by name, as canonical text. */
  readonly variables: () => ReadonlyMap<string, string>;
}

/**
 * All states and labelled steps of a flat model (servers 1, 2, …, no SYMMETRY), breadth first.
 * Nothing is checked on the way, and no state is taken for another: rows are compared whole.
 */
export function* labelledGraph(
  model: Model,
  reducers: Reducers = production,
): Generator<GraphState, void> {
  demandFlat(model);
  const system = systemOf(model, reducers);
  const hashes = new Map<string, string>();
  let level = system.initial();
  for (const row of level) note(system, hashes, row);
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: Int32Array[] = [];
    for (const row of level) {
      const edges = edgesOf(system, row, model.names, hashes, next);
      yield {
        hash: hashes.get(row.join()) as string,
        initial: depth === 1,
        depth,
        edges,
        variables: () => system.variables(row),
      };
    }
    level = next;
  }
}

function demandFlat({ name, names, ...model }: Model): void {
  const flat = !("symmetry" in model && model.symmetry) && names.every((s, k) => s === `${k + 1}`);
  if (!flat) {
    throw new ModelError(
      `${name}: a labelled graph needs servers 1, 2, … and no SYMMETRY; write a flat cfg`,
    );
  }
}

function edgesOf(
  system: System,
  row: Int32Array,
  names: readonly string[],
  hashes: Map<string, string>,
  next: Int32Array[],
): GraphEdge[] {
  const { steps, width } = system;
  const count = system.expand(row, 0);
  return Array.from({ length: count }, (_, k): GraphEdge => {
    const target = steps.rows.slice(k * width, (k + 1) * width);
    const known = hashes.get(target.join());
    if (known === undefined) next.push(target);
    const label = labelText(steps.labels[k] as System["steps"]["labels"][number], names);
    return { label, to: known ?? note(system, hashes, target) };
  });
}

function note(system: System, hashes: Map<string, string>, row: Int32Array): string {
  const hash = stateHash(canonicalState(system.variables(row)));
  hashes.set(row.join(), hash);
  return hash;
}
