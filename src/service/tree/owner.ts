/*
 * What kind of node it is hides in its 64-bit owner (ZooKeeper's `EphemeralType`): 0 for ordinary
 * nodes, a session id for ephemerals, and two ranges no session id may lie in for the others.
 */

export const CONTAINER_OWNER_HI = 0x80000000 | 0;
const TTL_TOP_BYTE = 0xff;
const TWO_32 = 0x1_0000_0000;

/** The stored owner of a node that lives `ttl` milliseconds, 40 bits of them. */
export function ttlOwner(ttl: number): { readonly hi: number; readonly lo: number } {
  return { hi: (TTL_TOP_BYTE << 24) | Math.floor(ttl / TWO_32), lo: ttl | 0 };
}

/** Whether the owner is a session: the node goes with it and has no children. */
export function isSessionOwner(hi: number, lo: number): boolean {
  if (hi === 0) return lo !== 0;
  if (hi === CONTAINER_OWNER_HI && lo === 0) return false;
  return hi >>> 8 !== TTL_TOP_BYTE << 16;
}
