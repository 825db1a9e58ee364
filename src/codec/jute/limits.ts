/** ZooKeeper's default `jute.maxbuffer` in bytes: the longest request frame. */
export const DEFAULT_MAX_BUFFER = 0xfffff;

/** The floor of `zookeeper.jute.maxbuffer.extrasize` in bytes. */
const MIN_EXTRA_SIZE = 1024;

/**
 * The longest string or buffer inside a record, in bytes, for a `jute.maxbuffer`:
 * ZooKeeper allows as much again on top, because a transaction is larger than
 * the request it was made from.
 */
export function maxFieldLength(maxBuffer: number): number {
  return maxBuffer + Math.max(maxBuffer, MIN_EXTRA_SIZE);
}

export const DEFAULT_MAX_FIELD = maxFieldLength(DEFAULT_MAX_BUFFER);
