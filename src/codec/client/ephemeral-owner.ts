/** The longest time to live a node may have, ms. */
export const MAX_TTL = 0xff_ffff_ffff;

/** The stored owner of a container: a session id nobody is ever given. */
export const CONTAINER_OWNER = { hi: -0x8000_0000, lo: 0 } as const;

/** Says in the top byte that the rest of an owner is a time to live. */
const TTL_MARK = 0xff00_0000;

/** The stored owner of a node that lives for `ttl` ms, 1 to `MAX_TTL`. */
export function ttlOwner(ttl: number): { hi: number; lo: number } {
  return { hi: TTL_MARK | Math.floor(ttl / 0x1_0000_0000), lo: ttl | 0 };
}

/** The time to live a stored owner means, ms; null when it means something else. */
export function ttlOf(hi: number, lo: number): number | null {
  if ((hi & 0xffff_ff00) !== (TTL_MARK | 0)) return null;
  const ttl = (hi & 0xff) * 0x1_0000_0000 + (lo >>> 0);
  return ttl === 0 ? null : ttl;
}
