import { dirname } from "node:path";
import { syncDirectory, withFile, writeAll, type Files } from "./files.js";

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
 * Writes a long file, one chunk a turn at most, so that the loop is held by the making of a chunk
 * and never by a disk; then syncs its content, not its name. Gives up, with false, as soon as it
 * is no longer `wanted`.
 */
export async function writeBetweenTurns(
  files: Files,
  path: string,
  chunks: Iterable<Uint8Array>,
  wanted: () => boolean = () => true,
): Promise<boolean> {
  const fd = files.openSync(path, "w");
  try {
    for (const chunk of chunks) {
      await write(files, fd, chunk);
      if (!wanted()) return false;
    }
    await new Promise<void>((resolve, reject) => {
      files.fsync(fd, (error) => (error === null ? resolve() : reject(error)));
    });
    return wanted();
  } finally {
    files.closeSync(fd);
  }
}

async function write(files: Files, fd: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await new Promise<number>((resolve, reject) => {
      files.write(fd, bytes, done, bytes.length - done, null, (error, count) =>
        error === null ? resolve(count) : reject(error),
      );
    });
  }
}
