import type { History } from "#state-machine";
import {
  Init,
  compareZxid,
  forget,
  sameZxid,
  step,
  syncModeFor,
  type ActionName,
  type Effect,
  type Event,
  type Message,
  type NodeState,
  type ServerId,
  type Txn,
} from "#state-machine";

/** A stream of numbers in [0, 1) that its seed determines. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** How often each of the things that need no message is tried, against 1 for all others. */
export interface Rates {
  readonly lead: number;
  readonly follow: number;
  readonly request: number;
  readonly fail: number;
  readonly forget: number;
}

/** A move that the spec enables; taking it must succeed. */
interface Move {
  readonly weight: number;
  readonly take: () => void;
}

/**
 * The closed system of the spec: servers, disks that complete in order, connections that are FIFO
 * and may break. What the spec calls link, toLeader and toLearner is here; the rest are reducers.
 */
export class Ensemble {
  readonly states = new Map<ServerId, NodeState>();
  readonly counts = new Map<ActionName, number>();
  /** How often each epoch was established. */
  readonly established = new Map<number, number>();
  /** The longest history that any leader committed; never any of it forgotten. */
  committed: Txn[] = [];
  /** What each server has been told to deliver since its start, by position. */
  readonly applied = new Map<ServerId, Map<number, Txn>>();
  /** The actions taken, for a message that explains a failure. */
  readonly steps: string[] = [];
  #requests = 0;
  readonly #servers: readonly ServerId[];
  readonly #random: () => number;
  readonly #rates: Rates;
  readonly #link = new Map<ServerId, "none" | "opening" | "up">();
  readonly #toLeader = new Map<ServerId, Message[]>();
  readonly #toLearner = new Map<ServerId, Message[]>();

  constructor(
    voters: readonly ServerId[],
    observers: readonly ServerId[],
    seed: number,
    rates: Rates,
  ) {
    this.#servers = [...voters, ...observers];
    this.#random = chance(seed);
    this.#rates = rates;
    for (const self of this.#servers) {
      const membership = { self, servers: this.#servers, voters, ackUptodate: seed % 2 === 0 };
      this.states.set(self, Init(membership));
      this.applied.set(self, new Map());
      this.#close(self);
    }
  }

  state(server: ServerId): NodeState {
    return this.states.get(server) as NodeState;
  }

  /** Takes one of the moves that the spec enables now, at random. */
  advance(): void {
    const moves = this.#servers.flatMap((s) => this.#moves(s));
    const total = moves.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.#random() * total;
    for (const { weight, take } of moves) {
      left -= weight;
      if (left >= 0) continue;
      take();
      return;
    }
  }

  #moves(self: ServerId): Move[] {
    const s = this.state(self);
    const { fail } = this.#rates;
    const moves: Move[] = [
      { weight: fail, take: () => this.#restart(self) },
      { weight: this.#rates.forget, take: () => this.#forget(self) },
    ];
    if (this.#link.get(self) !== "none")
      moves.push({ weight: fail, take: () => this.#close(self) });
    const may = (weight: number, event: Event) =>
      moves.push({ weight, take: () => this.#take(self, event) });
    if (s.diskQueue.length > 0) may(1, { kind: "DiskComplete" });
    if (s.role === "LOOKING" && s.diskQueue.length === 0) this.#looks(s, may);
    if (s.role === "FOLLOWING") this.#follows(s, moves, may);
    if (s.role === "LEADING") this.#leads(s, moves, may);
    return moves;
  }

  #looks(s: NodeState, may: (weight: number, event: Event) => void): void {
    const { lead, follow } = this.#rates;
    // Mostly the most recent of those that look is elected, sometimes any: Zab must bear it.
    const ahead = [...this.states.values()].some((other) => isAhead(other, s));
    if (s.voters.includes(s.self)) may(ahead ? lead / 20 : lead, { kind: "ElectedLeading" });
    for (const leader of this.#servers) {
      if (this.state(leader).role !== "LEADING") continue;
      may(follow, { kind: "ElectedFollowing", leader });
    }
  }

  #follows(s: NodeState, moves: Move[], may: (weight: number, event: Event) => void): void {
    if (this.#link.get(s.self) === "none") may(1, { kind: "LeaderLost" });
    const queue = this.#toLearner.get(s.self) ?? [];
    const [message] = queue;
    if (this.#link.get(s.self) !== "up" || message === undefined || s.leaderOf === null) return;
    const event = { kind: "Message", from: s.leaderOf, message } as const;
    moves.push({ weight: 1, take: () => (queue.shift(), this.#take(s.self, event)) });
  }

  #leads(s: NodeState, moves: Move[], may: (weight: number, event: Event) => void): void {
    const { fail, request } = this.#rates;
    if (s.phase === "broadcast")
      may(request, { kind: "ClientRequest", val: (this.#requests += 1) });
    const company = s.voters.filter((f) => f === s.self || s.learner[f] !== "none");
    if (company.length * 2 <= s.voters.length) may(fail, { kind: "QuorumLost" });
    for (const f of this.#servers) {
      const mine = this.state(f).leaderOf === s.self;
      const link = mine ? this.#link.get(f) : "none";
      if (link === "opening") moves.push({ weight: 1, take: () => this.#accept(s.self, f) });
      if (link !== "up" && s.learner[f] !== "none") may(1, { kind: "LearnerLost", from: f });
      if (link !== "up") continue;
      const queue = this.#toLeader.get(f) ?? [];
      const [message] = queue;
      if (message !== undefined) {
        const event = { kind: "Message", from: f, message } as const;
        moves.push({ weight: 1, take: () => (queue.shift(), this.#take(s.self, event)) });
      }
      if (s.learner[f] === "acked" && (s.phase === "sync" || s.phase === "broadcast")) {
        moves.push({ weight: 1, take: () => this.#sync(s, f) });
      }
    }
  }

  #sync(s: NodeState, to: ServerId): void {
    const end = s.phase === "broadcast" ? s.committed : s.memLog.length;
    const base = s.memLog.baseLength;
    const snapBase = base + Math.floor(this.#random() * (end - base + 1));
    const window = Math.floor(this.#random() * 6);
    const mode = this.#random() < 0.2 ? "SNAP" : syncModeFor(s, to, window);
    this.#take(s.self, { kind: "SyncLearner", to, mode, snapBase });
  }

  #accept(leader: ServerId, f: ServerId): void {
    this.#link.set(f, "up");
    this.#take(leader, { kind: "LearnerConnected", from: f });
  }

  #restart(self: ServerId): void {
    const completed = Math.floor(this.#random() * (this.state(self).diskQueue.length + 1));
    this.#take(self, { kind: "Restart", completed });
    this.applied.set(self, new Map());
    this.#closeAll(self);
  }

  #forget(self: ServerId): void {
    const s = this.state(self);
    this.states.set(self, forget(s, Math.floor(this.#random() * (s.committed + 1))));
  }

  #close(f: ServerId): void {
    this.#link.set(f, "none");
    this.#toLeader.set(f, []);
    this.#toLearner.set(f, []);
  }

  /** Ends every connection of a server, those that it had not accepted yet included. */
  #closeAll(self: ServerId): void {
    this.#close(self);
    for (const f of this.#servers) if (this.state(f).leaderOf === self) this.#close(f);
  }

  #take(self: ServerId, event: Event): void {
    const before = this.state(self);
    const { action, state, effects } = step(before, event);
    if (action === null) {
      throw new Error(`nothing answers ${JSON.stringify(event)} at ${self}: ${before.phase}`);
    }
    this.steps.push(`${action}(${self})`);
    this.counts.set(action, (this.counts.get(action) ?? 0) + 1);
    this.states.set(self, state);
    const becameSync = before.phase !== "sync" && state.phase === "sync";
    if (state.role === "LEADING" && becameSync) {
      const { proposedEpoch } = state;
      this.established.set(proposedEpoch, (this.established.get(proposedEpoch) ?? 0) + 1);
    }
    if (before.role !== "LOOKING" && state.role === "LOOKING") this.#closeAll(self);
    for (const effect of effects) this.#interpret(self, before, effect);
    if (state.role === "LEADING") this.#remember(state);
  }

  #interpret(self: ServerId, before: NodeState, effect: Effect): void {
    if (effect.kind === "Deliver") this.applied.get(self)?.set(effect.index, effect.txn);
    if (effect.kind === "Connect") this.#link.set(self, "opening");
    if (effect.kind === "Disconnect") {
      this.#close(before.role === "FOLLOWING" ? self : effect.from);
    }
    if (effect.kind !== "Send") return;
    const { to, message } = effect;
    const s = this.state(self);
    if (s.role === "FOLLOWING") {
      if (this.#link.get(self) !== "none") this.#toLeader.get(self)?.push(message);
    } else if (this.state(to).leaderOf === self && this.#link.get(to) === "up") {
      this.#toLearner.get(to)?.push(message);
    }
  }

  /** The longest history committed grows with the leader that commits beyond it. */
  #remember(s: NodeState): void {
    for (let index = this.committed.length + 1; index <= s.committed; index += 1) {
      this.committed.push(s.memLog.at(index) as Txn);
    }
  }
}

/** Whether `other` could not be elected by `s`'s side: it looks too, and is more recent. */
function isAhead(other: NodeState, s: NodeState): boolean {
  if (other.role !== "LOOKING") return false;
  if (other.currentEpoch !== s.currentEpoch) return other.currentEpoch > s.currentEpoch;
  return compareZxid(other.memLog.lastZxid, s.memLog.lastZxid) > 0;
}

/** Whether a history holds this txn at this position, or forgot it with all before it. */
export function holds(history: History, index: number, txn: Txn): boolean {
  const zxid = history.zxidAt(index);
  if (zxid === undefined) return index <= history.baseLength;
  return sameZxid(zxid, txn.zxid);
}
