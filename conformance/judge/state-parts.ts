/**
 * A property of states, in parts: after a step those parts are looked at that it may have made
 * false, and of a part that says something of each server, or each two of them, what it says of
 * those of which something changed that it reads.
 */
import type { Instances, Part, State, Value } from "../tla/index.js";
import type { Changes } from "./changes.js";

export interface StatePart {
  holds(after: State): boolean;
  /** All held in the state before the step. */
  stillHolds(after: State, changes: Changes): boolean;
}

export const bits = (positions: readonly number[]): number =>
  positions.reduce((mask, k) => mask | (1 << k), 0);

export function statePart(part: Part, servers: readonly Value[]): StatePart {
  const reads = bits(part.reads);
  const holds = (after: State) => part.holds(after);
  const { instances } = part;
  const each = instances && ofServers(instances, servers);
  if (each === null) {
    return {
      holds,
      stillHolds: (after, changes) => (reads & changes.variables) === 0 || part.holds(after),
    };
  }
  const whole = bits(each.reads);
  const [first = 0, second = 0] = each.readsAt.map(bits);
  const isOfPairs = each.readsAt.length === 2;
  const stillHolds = (after: State, changes: Changes): boolean => {
    const { variables } = changes;
    if ((reads & variables) === 0) return true;
    if ((whole & variables) !== 0) return part.holds(after);
    const of = changes.servers(first);
    if (isOfPairs) return pairsHold(each, servers, after, of, changes.servers(second));
    for (let k = 0; k < servers.length; k += 1) {
      if ((of & (1 << k)) !== 0 && !each.holds(after, [servers[k] as Value])) return false;
    }
    return true;
  };
  return { holds, stillHolds };
}

/** Null when it is about more than two, or about others. */
function ofServers(instances: Instances, servers: readonly Value[]): Instances | null {
  const isOfServers = (values: readonly Value[]) =>
    values.length === servers.length && values.every((value, k) => value === servers[k]);
  const { over } = instances;
  return over.length <= 2 && over.every(isOfServers) ? instances : null;
}

function pairsHold(
  each: Instances,
  servers: readonly Value[],
  after: State,
  first: number,
  second: number,
): boolean {
  for (let k = 0; k < servers.length; k += 1) {
    const isAll = (first & (1 << k)) !== 0;
    if (!isAll && second === 0) continue;
    for (let j = 0; j < servers.length; j += 1) {
      if (!isAll && (second & (1 << j)) === 0) continue;
      if (!each.holds(after, [servers[k] as Value, servers[j] as Value])) return false;
    }
  }
  return true;
}
