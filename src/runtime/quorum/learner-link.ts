import type { NodeState, ServerId } from "#state-machine";
import type { QuorumChannel } from "./channel.js";

/** What a leader knows of one learner's connection, and when it has to give the learner up. */
export class LearnerLink {
  readonly sid: ServerId;
  readonly channel: QuorumChannel;
  /** The tick until which it counts as alive. */
  #deadline: number;
  /** Length of the history that its sync stream committed: no txn of it is acknowledged. */
  #base = 0;
  /** The last txn proposed to it at a moment, until it is acknowledged. */
  #awaited: { readonly position: number; readonly since: number } | null = null;

  constructor(sid: ServerId, channel: QuorumChannel, deadline: number) {
    this.sid = sid;
    this.channel = channel;
    this.#deadline = deadline;
  }

  /** Something was heard of it. */
  heard(deadline: number): void {
    this.#deadline = Math.max(this.#deadline, deadline);
  }

  silentAt(tick: number): boolean {
    return tick > this.#deadline;
  }

  /** Its sync stream is on its way; everything up to `committed` is committed by it. */
  synced(committed: number): void {
    this.#base = committed;
    this.#awaited = null;
  }

  /**
   * For how many ms a voter owes the acknowledgement of a txn: like ZooKeeper's `SyncLimitCheck`
   * it waits for one txn at a time, the last one that was proposed when the wait began.
   */
  owes({ memLog, ackIndex, learner }: NodeState, now: number): number {
    const phase = learner[this.sid];
    const acknowledged = Math.max(this.#base, ackIndex[this.sid] ?? 0);
    if (phase !== "ready" || acknowledged >= memLog.length) this.#awaited = null;
    else if (this.#awaited === null || acknowledged >= this.#awaited.position) {
      this.#awaited = { position: memLog.length, since: now };
    }
    return this.#awaited === null ? 0 : now - this.#awaited.since;
  }
}
