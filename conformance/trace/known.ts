/** What Zab.tla's lines say of a server to those of the election. */
import type { TraceEvent, TraceHeader } from "#codec";

/** What a server's vote is cast with. */
export interface History {
  readonly epoch: number;
  /** The last zxid on its disk. */
  readonly last: string;
}

/** What is known of a server at one of its lines, from the lines of Zab.tla up to it. */
export interface Known {
  readonly own: History;
  /** The history its present vote was cast with. */
  readonly cast: History;
  /** Disk operations that are not durable yet. */
  readonly queueLen: number;
  /** The epoch that its leader leads, once it is established. */
  readonly established: number;
}

/** What Zab.tla knows of one server, life after life. */
export class Knowledge {
  #known: Known;
  readonly #acting = { currentEpoch: 0, proposedEpoch: 0, role: "LOOKING" };

  constructor({ base }: TraceHeader) {
    const own = { epoch: base.currentEpoch, last: base.last };
    this.#known = { own, cast: own, queueLen: 0, established: 0 };
    this.#acting.currentEpoch = base.currentEpoch;
  }

  get known(): Known {
    return this.#known;
  }

  take({ spec, a, post }: TraceEvent): void {
    if (spec === "Election") {
      if (a === "StartElection") this.#known = { ...this.#known, cast: this.#known.own };
      return;
    }
    const acting = this.#acting;
    acting.currentEpoch = post.currentEpoch ?? acting.currentEpoch;
    acting.proposedEpoch = post.proposedEpoch ?? acting.proposedEpoch;
    acting.role = post.role ?? acting.role;
    const { own, cast, queueLen } = this.#known;
    const epoch = acting.currentEpoch;
    const last = post.durLast ?? own.last;
    this.#known = {
      own: own.epoch === epoch && own.last === last ? own : { epoch, last },
      cast,
      queueLen: post.queueLen ?? queueLen,
      established: acting.role === "LEADING" ? acting.proposedEpoch : epoch,
    };
  }
}

/** What a line of Zab.tla is to the election: a role taken up or left, an epoch established. */
export type Meeting = "BecomeLeading" | "FollowLeader" | "Established" | "Left";

/** Null for a line that the election does not notice. */
export function meetingOf({ a, post }: TraceEvent): Meeting | null {
  if (a === "BecomeLeading" || a === "FollowLeader") return a;
  if (post.role === "LOOKING") return "Left";
  return post.phase === "broadcast" ? "Established" : null;
}
