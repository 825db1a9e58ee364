/** Puts the lines of all servers into one order that respects every cause, without clocks. */
import type { Node } from "./node.js";
import { nodeText } from "./nodes.js";
import type { Place } from "./run.js";
import { CannotTell } from "./stop.js";

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
    const ready = queues.find(({ nodes, next }) =>
      nodes[next]?.after.every((cause) => taken.has(cause)),
    );
    const at = ready?.nodes[ready.next];
    if (ready === undefined || at === undefined) break;
    ready.next += 1;
    taken.add(at);
  }
  const stuck = queues.flatMap(({ nodes, next }) => nodes.slice(next, next + 1));
  if (stuck.length > 0) throw cycle(stuck);
  return [...taken];
}

function cycle(stuck: readonly Node[]): CannotTell {
  const places = stuck.map(nodeText).join(", ");
  const [first] = stuck as [Node];
  const place: Place = first.place;
  return new CannotTell(`each of these lines waits for another one of them: ${places}`, place);
}

/** The connections as the spec has them: one a learner. */
class Links {
  readonly #leaderOf = new Map<number, number>();
  readonly #up = new Set<number>();

  /** The learner whose connection must have ended before this line, and has not. */
  brokenBefore({ event, server }: Node): number | null {
    if (event?.a === "LearnerLoseLeader" && this.#leaderOf.has(server)) return server;
    const learner = event?.p.f;
    if (event?.a !== "LeaderDropLearner" || learner === undefined) return null;
    return this.#leaderOf.get(learner) === server && this.#up.has(learner) ? learner : null;
  }

  take({ kind, event, server }: Node): void {
    const { l = 0, f = 0 } = event?.p ?? {};
    switch (kind === "restart" ? "Restart" : event?.a) {
      case "FollowLeader":
        this.#leaderOf.set(server, l);
        this.#up.delete(server);
        break;
      case "LeaderAcceptLearner":
        this.#up.add(f);
        break;
      case "LeaderDropLearner":
        if (this.#leaderOf.get(f) === server && this.#up.has(f)) this.#close(f);
        break;
      case "FollowerProcessLEADERINFO":
        if (event?.post.role === "LOOKING") this.#leave(server);
        break;
      case "LearnerLoseLeader":
      case "LeaderLosesQuorum":
      case "Restart":
        this.#leave(server);
        break;
      default:
        break;
    }
  }

  #leave(server: number): void {
    this.#close(server);
    for (const [learner, leader] of [...this.#leaderOf]) {
      if (leader === server) this.#close(learner);
    }
  }

  #close(learner: number): void {
    this.#leaderOf.delete(learner);
    this.#up.delete(learner);
  }
}
