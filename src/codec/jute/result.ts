/** Why some bytes are not the record they should be: which record, where, and what was found. */
export interface DecodeError {
  /** The record's name in ZooKeeper's schema, or the name of the stream. */
  readonly record: string;
  /** Byte offset at which reading stopped, counted from the start of the buffer or stream. */
  readonly offset: number;
  /** What was found there and what was wanted, in one sentence without a final stop. */
  readonly reason: string;
}

/** A value, or the reason why there is none. Decoders never throw on bad bytes. */
export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DecodeError };

/** The error as one line for a log or a terminal. */
export function describeDecodeError(error: DecodeError): string {
  return `${error.record}, byte ${error.offset}: ${error.reason}`;
}

export function failure(record: string, offset: number, reason: string) {
  return { ok: false, error: { record, offset, reason } } as const;
}
