import type { ServerId } from "../data/zxid.js";
import type { Notification, Vote } from "./notification.js";

/** What an election asks of the world, in order. */
export type ElectionEffect =
  /** Tell one server; what was not yet sent to it is out of date and may be dropped. */
  | { readonly kind: "Notify"; readonly to: ServerId; readonly notification: Notification }
  /** The server has settled: it leads, or follows `leader`. */
  | {
      readonly kind: "Decided";
      readonly role: "LEADING" | "FOLLOWING";
      readonly leader: ServerId;
      readonly round: number;
      readonly vote: Vote;
    };
