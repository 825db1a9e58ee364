import type { ServerId, Zxid } from "../data/zxid.js";

/** A proposal to follow `leader`, cast with what is known of its history. */
export interface Vote {
  readonly leader: ServerId;
  /** The last zxid of the leader's history when the vote was cast. */
  readonly zxid: Zxid;
  /** The leader's currentEpoch; after establishment, the epoch it leads. */
  readonly epoch: number;
}

/** What a server is doing; an observer that follows is FOLLOWING here and OBSERVING on the wire. */
export type ElectionRole = "LOOKING" | "LEADING" | "FOLLOWING";

/** What servers tell each other: a vote, the round it belongs to, and what the sender is doing. */
export interface Notification {
  readonly vote: Vote;
  readonly round: number;
  readonly state: ElectionRole;
}

/** What a server's own vote is cast with: its currentEpoch and the last zxid of its log. */
export interface Summary {
  readonly epoch: number;
  readonly zxid: Zxid;
}
