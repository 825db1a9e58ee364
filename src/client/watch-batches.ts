/** Server paths by kind of watch. */
export interface ArmedWatches {
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
}

/** Characters of paths in one setWatches packet, as in ZooKeeper's client: far below any limit. */
const BATCH_CHARS = 128 * 1024;

/** Cuts the watches into packets that no server refuses for their size. */
export function watchBatches(armed: ArmedWatches, limit = BATCH_CHARS): ArmedWatches[] {
  const batches: { [K in keyof ArmedWatches]: string[] }[] = [];
  let room = 0;
  for (const kind of ["dataWatches", "existWatches", "childWatches"] as const) {
    for (const path of armed[kind]) {
      if (room < path.length || batches.length === 0) {
        batches.push({ dataWatches: [], existWatches: [], childWatches: [] });
        room = limit;
      }
      batches.at(-1)?.[kind].push(path);
      room -= path.length;
    }
  }
  return batches;
}
