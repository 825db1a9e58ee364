import { dirname } from "node:path";
import type { Timers } from "#runtime";
import { syncDirectory, withFile, writeAll, type Files } from "./files.js";

/** Milliseconds that one slice of writing may take. */
const SLICE = 4;

/** Writes a file that is either there as a whole under its name, or not at all. */
export function writeDurably(files: Files, path: string, chunks: Iterable<Uint8Array>): void {
  const temporary = `${path}.tmp`;
  withFile(files, temporary, "w", (fd) => {
    for (const chunk of chunks) writeAll(files, fd, chunk);
    files.fsyncSync(fd);
  });
  files.renameSync(temporary, path);
  syncDirectory(files, dirname(path));
}

/** Cuts a file for good: the rest does not come back with a power cut. */
export function cutDurably(files: Files, path: string, size: number): void {
  withFile(files, path, "r+", (fd) => {
    files.ftruncateSync(fd, size);
    files.fsyncSync(fd);
  });
}

/**
 * Writes a long file in slices between turns and syncs its content, not its name. Gives up, with
 * false, as soon as it is no longer `wanted`.
 */
export async function writeInSlices(
  files: Files,
  path: string,
  chunks: Iterable<Uint8Array>,
  timers: Timers,
  wanted: () => boolean = () => true,
): Promise<boolean> {
  const fd = files.openSync(path, "w");
  try {
    let until = timers.now() + SLICE;
    for (const chunk of chunks) {
      writeAll(files, fd, chunk);
      if (timers.now() < until) continue;
      await new Promise<void>((resolve) => timers.nextTurn(resolve));
      if (!wanted()) return false;
      until = timers.now() + SLICE;
    }
    await new Promise<void>((resolve, reject) => {
      files.fsync(fd, (error) => (error === null ? resolve() : reject(error)));
    });
    return wanted();
  } finally {
    files.closeSync(fd);
  }
}
