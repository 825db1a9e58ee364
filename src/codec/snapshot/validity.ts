/** A smaller file cannot be a snapshot, bytes. */
const MIN_SNAPSHOT_SIZE = 10;

/** How many bytes from the end of a file `hasSnapshotTail` looks at. */
export const SNAPSHOT_TAIL_SIZE = 5;

const TAIL = Buffer.from([0, 0, 0, 1, 0x2f]);

/**
 * Whether a file of `size` bytes with these last five may be a whole snapshot:
 * a quick test that sorts out what a crash has left, before anything is loaded.
 */
export function hasSnapshotTail(size: number, last: Buffer): boolean {
  return size >= MIN_SNAPSHOT_SIZE && TAIL.equals(last.subarray(-SNAPSHOT_TAIL_SIZE));
}
