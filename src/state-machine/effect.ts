import type { Txn } from "./data/history.js";
import type { ServerId } from "./data/zxid.js";
import type { Message } from "./message.js";
import type { DiskOperation } from "./state.js";

/** What a server asks of the world, in order. The interpreter hands it over and waits for nothing. */
export type Effect =
  /** Put an operation at the end of the disk queue. */
  | { readonly kind: "Write"; readonly operation: DiskOperation }
  /** Send a message on the one connection with `to`; into the void when that is gone. */
  | { readonly kind: "Send"; readonly to: ServerId; readonly message: Message }
  /** The txn at position `index` of the history is committed: give it to the service. */
  | { readonly kind: "Deliver"; readonly index: number; readonly txn: Txn }
  /** Open the connection to the leader. */
  | { readonly kind: "Connect"; readonly to: ServerId }
  /** Close the connection with `from`. */
  | { readonly kind: "Disconnect"; readonly from: ServerId };
