/** Which connections one server counts on, line by line. */
import type { Node } from "./node.js";
import type { Connection, Wire } from "./wire.js";

/** What a line has to do with connections. */
export interface Touched {
  readonly uses: readonly Connection[];
  readonly ends: readonly Connection[];
  /** The connection that a new one takes the place of: it ends without anybody's notice. */
  readonly replaces: Connection | null;
  readonly opens: Connection | null;
  readonly accepts: Connection | null;
  readonly leaves: boolean;
}

const NONE: readonly Connection[] = [];

const NOTHING: Touched = {
  uses: NONE,
  ends: NONE,
  replaces: null,
  opens: null,
  accepts: null,
  leaves: false,
};

export class View {
  readonly #wire: Wire;
  /** As a learner: its connection. */
  #own: Connection | null = null;
  /** As a leader: the connection of each learner. */
  readonly #learners = new Map<number, Connection>();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Null for a refused message of a connection that this server counts on no more. */
  take(at: Node): Touched | null {
    const { event } = at;
    const carried = event?.in === undefined ? null : this.#wire.of(event.in.c);
    const uses = carried !== null && this.#has(carried) ? [carried] : NONE;
    if (at.kind === "refused") return uses === NONE ? null : { ...NOTHING, uses };
    switch (at.kind === "restart" ? "Restart" : event?.a) {
      case "FollowLeader": {
        const before = this.#own;
        this.#own = this.#wire.of(event?.conn?.c ?? "");
        const replaces = before === this.#own ? null : before;
        return { ...NOTHING, uses, replaces, opens: this.#own };
      }
      case "LeaderAcceptLearner":
        return this.#accept(event?.p.f ?? 0, event?.conn?.c ?? "");
      case "LeaderSyncFollower": {
        const synced = this.#learners.get(event?.p.f ?? 0);
        return { ...NOTHING, uses: synced === undefined ? uses : [...uses, synced] };
      }
      case "LeaderDropLearner": {
        const dropped = this.#learners.get(event?.p.f ?? 0);
        this.#learners.delete(event?.p.f ?? 0);
        return { ...NOTHING, uses, ends: dropped === undefined ? NONE : [dropped] };
      }
      case "FollowerProcessLEADERINFO":
        return event?.post.role === "LOOKING" ? this.#leave(uses) : { ...NOTHING, uses };
      case "LearnerLoseLeader":
      case "LeaderLosesQuorum":
      case "Restart":
        return this.#leave(uses);
      default:
        return uses === NONE ? NOTHING : { ...NOTHING, uses };
    }
  }

  #has(connection: Connection): boolean {
    if (connection === this.#own) return true;
    for (const one of this.#learners.values()) if (one === connection) return true;
    return false;
  }

  #accept(learner: number, name: string): Touched {
    const accepts = this.#wire.of(name);
    if (accepts === null) return NOTHING;
    const before = this.#learners.get(learner) ?? null;
    const replaces = before === accepts ? null : before;
    this.#learners.set(learner, accepts);
    return { ...NOTHING, uses: [accepts], replaces, accepts };
  }

  #leave(uses: readonly Connection[]): Touched {
    const ends = [...(this.#own === null ? [] : [this.#own]), ...this.#learners.values()];
    this.#own = null;
    this.#learners.clear();
    return { ...NOTHING, uses, ends, leaves: true };
  }
}
