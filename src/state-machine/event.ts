import type { Val } from "./data/history.js";
import type { ServerId } from "./data/zxid.js";
import type { Message } from "./message.js";

/** How a leader brings a learner up to date. */
export type SyncMode = "DIFF" | "TRUNC" | "SNAP";

/** What can happen to a server: every ∃ of the spec is settled here, outside the reducers. */
export type Event =
  /** The election named this server. → BecomeLeading */
  | { readonly kind: "ElectedLeading" }
  /** The election named another server. → FollowLeader */
  | { readonly kind: "ElectedFollowing"; readonly leader: ServerId }
  /** A learner opened a connection. → LeaderAcceptLearner */
  | { readonly kind: "LearnerConnected"; readonly from: ServerId }
  /** A protocol message was read from the connection with `from`. */
  | { readonly kind: "Message"; readonly from: ServerId; readonly message: Message }
  /**
   * The leader can stream its history to a learner; `snapBase` is the length of the prefix that
   * a snapshot would hold (looked at with mode SNAP only). → LeaderSyncFollower
   */
  | {
      readonly kind: "SyncLearner";
      readonly to: ServerId;
      readonly mode: SyncMode;
      readonly snapBase: number;
    }
  /** A prepared request of a client. → LeaderProcessRequest */
  | { readonly kind: "ClientRequest"; readonly val: Val }
  /** The head of the disk queue became durable. → DiskComplete */
  | { readonly kind: "DiskComplete" }
  /** The connection to the leader is gone. → LearnerLoseLeader */
  | { readonly kind: "LeaderLost" }
  /** The connection of a learner is gone. → LeaderDropLearner */
  | { readonly kind: "LearnerLost"; readonly from: ServerId }
  /** Too few learners are left, or too little was heard of them. → LeaderLosesQuorum */
  | { readonly kind: "QuorumLost" }
  /** The process died and starts again; `completed` queued operations had reached the disk. → Restart */
  | { readonly kind: "Restart"; readonly completed: number };

/** An event of one kind. */
export type EventOf<K extends Event["kind"]> = Extract<Event, { readonly kind: K }>;
