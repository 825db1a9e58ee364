import type { ServerId } from "../data/zxid.js";
import type { Notification, Summary } from "./notification.js";

/** What can happen to a server in an election. */
export type ElectionEvent =
  /** The disk is idle and the history known: look for a leader. → StartElection */
  | { readonly kind: "StartElection"; readonly summary: Summary }
  /** The oldest notification from `from` was read. → AnswerLooking, Receive… */
  | {
      readonly kind: "Notification";
      readonly from: ServerId;
      readonly notification: Notification;
    }
  /** Nothing better was heard since a quorum agreed. → FinalizeTimeout */
  | { readonly kind: "FinalizeTimeout" }
  /** Nothing was heard at all, and nothing waits to be read. → NotificationTimeout */
  | { readonly kind: "NotificationTimeout" }
  /** The server gave up its leader or its leadership. → LeaveInstance */
  | { readonly kind: "LeaveInstance" }
  /** The leader of this server, or itself, established the epoch it leads. → RefreshEpoch */
  | { readonly kind: "EpochEstablished"; readonly epoch: number }
  /** The process died and starts again. → Restart */
  | { readonly kind: "Restart" };

/** An event of one kind. */
export type ElectionEventOf<K extends ElectionEvent["kind"]> = Extract<
  ElectionEvent,
  { readonly kind: K }
>;
