import type { History, Txn } from "./data/history.js";
import type { Zxid } from "./data/zxid.js";

/** What a learner sends to its leader. Fields as in the spec; nothing redundant travels. */
export type ToLeader =
  | { readonly type: "FOLLOWERINFO"; readonly epoch: number }
  | {
      readonly type: "ACKEPOCH";
      /** Whether the learner newly promised this epoch; on the wire -1 as epoch means no. */
      readonly counts: boolean;
      readonly epoch: number;
      readonly zxid: Zxid;
    }
  | { readonly type: "ACK"; readonly zxid: Zxid };

/** What a leader sends to one of its learners. */
export type ToLearner =
  | { readonly type: "LEADERINFO"; readonly epoch: number }
  | { readonly type: "DIFF" }
  | { readonly type: "TRUNC"; readonly zxid: Zxid }
  | { readonly type: "SNAP"; readonly history: History }
  | { readonly type: "PROPOSAL"; readonly txn: Txn }
  | { readonly type: "INFORM"; readonly txn: Txn }
  | { readonly type: "COMMIT"; readonly zxid: Zxid }
  | { readonly type: "NEWLEADER"; readonly epoch: number }
  | { readonly type: "UPTODATE" };

/** A protocol message between a learner and its leader. */
export type Message = ToLeader | ToLearner;
