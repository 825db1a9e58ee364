/** A server's number, as in `myid` and `server.N`: a positive integer. */
export type ServerId = number;

/**
 * The position of a txn in the history: the epoch of the primary that proposed it and its place
 * there, counted from 1. Both halves are unsigned 32-bit integers. `<<epoch, counter>>` in the
 * spec; one 64-bit integer on the wire and on disk only.
 */
export interface Zxid {
  readonly epoch: number;
  readonly counter: number;
}

/** The last zxid of an empty history. @spec Zab!Zero a0ef8cb3ccdf */
export const Zero: Zxid = Object.freeze({ epoch: 0, counter: 0 });

/** Negative, zero or positive as `a` is before, equal to or after `b`. */
export function compareZxid(a: Zxid, b: Zxid): number {
  return a.epoch !== b.epoch ? a.epoch - b.epoch : a.counter - b.counter;
}

/** Whether both name the same position. */
export function sameZxid(a: Zxid, b: Zxid): boolean {
  return a.epoch === b.epoch && a.counter === b.counter;
}

/**
 * Whether a history that ends with `last` may go on with `next`.
 *
 * @spec Zab!IsNextZxid 7468af619b33
 */
export function IsNextZxid(last: Zxid, next: Zxid): boolean {
  return next.epoch === last.epoch
    ? next.counter === last.counter + 1
    : next.epoch > last.epoch && next.counter === 1;
}
