import type { Zxid } from "#state-machine";

export type { Zxid };

/** −1 on the wire: the zxid of packets that are about no transaction. */
export const NO_ZXID: Zxid = { epoch: 0xffffffff, counter: 0xffffffff };

export const ZERO_ZXID: Zxid = { epoch: 0, counter: 0 };

/** The zxid as ZooKeeper names files by it: lower-case hex, no padding. */
export function zxidToHex(zxid: Zxid): string {
  const low = zxid.counter.toString(16);
  return zxid.epoch === 0 ? low : zxid.epoch.toString(16) + low.padStart(8, "0");
}

/** The reverse of {@link zxidToHex}; null for anything that is not 1 to 16 hex digits. */
export function zxidFromHex(text: string): Zxid | null {
  if (!/^[0-9a-fA-F]{1,16}$/.test(text)) return null;
  const digits = text.padStart(16, "0");
  return { epoch: parseInt(digits.slice(0, 8), 16), counter: parseInt(digits.slice(8), 16) };
}
