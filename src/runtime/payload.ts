import type { Txn } from "#state-machine";

/** What a txn carries in the running server: the bytes of its log entry, encoded once. */
export interface Payload {
  /** TxnHeader and record: the PROPOSAL's data and the log entry's body alike. */
  readonly body: Buffer;
  /** What identifies it in recorded runs; worked out when first asked for. */
  digest?: string;
}

/** The bytes of a txn. The core carries them without looking. */
export function bodyOf(txn: Txn): Buffer {
  return (txn.val as Payload).body;
}

export function payload(body: Buffer): Payload {
  return { body };
}
