/** Puts the lines of all servers into one order that respects every cause, without clocks. */
import { causesOf } from "./causes.js";
import { Links } from "../../../../dist/conformance/trace/breaks.js";
import { cycle } from "../../../../dist/conformance/trace/cycle.js";
import type { Node } from "../../../../dist/conformance/trace/node.js";

/** One step of the run in its global order. */
export interface Step {
  readonly kind: Node["kind"] | "break";
  readonly node: Node;
  /** Of a break: the learner whose connection ends. */
  readonly learner: number;
}

/**
 * The steps of Zab.tla in order. A ConnBreak is inserted before the first line that observes the
 * end of a connection that no other step has ended.
 *
 * @throws CannotTell when the causes form a cycle.
 */
export function inOrder(perServer: ReadonlyMap<number, readonly Node[]>): readonly Step[] {
  const steps: Step[] = [];
  const links = new Links();
  for (const at of causalOrder(perServer)) {
    const learner = links.brokenBefore(at);
    if (learner !== null) steps.push({ kind: "break", node: at, learner });
    links.take(at);
    steps.push({ kind: at.kind, node: at, learner: at.server });
  }
  return steps;
}

/**
 * The lines of all servers in one order: of those whose causes have all been taken, the one of
 * the smallest server comes next.
 *
 * @throws CannotTell when the causes form a cycle.
 */
export function causalOrder(perServer: ReadonlyMap<number, readonly Node[]>): readonly Node[] {
  const queues = [...perServer].sort(([a], [b]) => a - b).map(([, nodes]) => ({ nodes, next: 0 }));
  const taken = new Set<Node>();
  for (;;) {
    const ready = queues.find(({ nodes, next }) => {
      const at = nodes[next];
      return at !== undefined && causesOf(at).every((cause) => taken.has(cause));
    });
    const at = ready?.nodes[ready.next];
    if (ready === undefined || at === undefined) break;
    ready.next += 1;
    taken.add(at);
  }
  const stuck = queues.flatMap(({ nodes, next }) => nodes.slice(next, next + 1));
  if (stuck.length > 0) throw cycle(stuck);
  return [...taken];
}
