/** Where a connection breaks: no server sees it; it is put before the first line that must have. */
import type { Node } from "./node.js";

/** The connections as the spec has them: one a learner. */
export class Links {
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
