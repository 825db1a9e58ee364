import type { Zxid } from "#codec";

/**
 * When something happened: the transaction and the leader's clock at it, in milliseconds since
 * 1970. One object per transaction, shared by everything the transaction touched.
 */
export interface Stamp extends Zxid {
  readonly time: number;
}

export const NO_STAMP: Stamp = { epoch: 0, counter: 0, time: 0 };

export function isAfter(a: Zxid, b: Zxid): boolean {
  return a.epoch !== b.epoch ? a.epoch > b.epoch : a.counter > b.counter;
}
