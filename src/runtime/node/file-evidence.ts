import { closeSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { systemReason } from "#codec";
import type { Evidence } from "#runtime";
import { makeDirectory } from "./make-directory.js";
import { signOfLife } from "./sign-of-life.js";
import { nodeFiles, writeAll } from "./store/files.js";

/** Bytes of lines that a turn gathers before more room is needed. */
const ROOM = 256 * 1024;

/**
 * A recording in `<directory>/<server>.<incarnation>.ndjson`; incarnations count from 1. `failed`
 * is told, once, that lines could not be written; nothing is written after that.
 * @throws when the directory cannot be filled.
 */
export function openEvidence(
  directory: string,
  server: number,
  failed: (reason: string) => void,
  write: (fd: number, bytes: Buffer) => void = (fd, bytes) => writeAll(nodeFiles, fd, bytes),
): { readonly evidence: Evidence; readonly incarnation: number } {
  makeDirectory(directory);
  const pattern = new RegExp(`^${server}\\.(\\d+)\\.ndjson$`);
  const used = readdirSync(directory).map((name) => Number(pattern.exec(name)?.[1] ?? 0));
  const incarnation = Math.max(0, ...used) + 1;
  const fd = openSync(join(directory, `${server}.${incarnation}.ndjson`), "wx");
  let open = true;
  let bytes = Buffer.allocUnsafeSlow(ROOM);
  let filled = 0;
  const alive = signOfLife(fd, (reason) => {
    close();
    failed(reason);
  });
  const close = () => {
    if (!open) return;
    open = false;
    closeSync(fd);
    alive();
  };
  const flush = () => {
    if (filled === 0) return;
    const lines = bytes.subarray(0, filled);
    filled = 0;
    try {
      write(fd, lines);
    } catch (error) {
      close();
      failed(systemReason(error) ?? (error as Error).message);
    }
  };
  // A line goes straight to where it is written from; a character takes three bytes at most.
  const append = (line: string) => {
    if (!open) return;
    const wanted = filled + 3 * line.length;
    if (wanted > bytes.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, wanted));
      bytes.copy(room, 0, 0, filled);
      bytes = room;
    }
    filled += bytes.write(line, filled, "utf8");
  };
  const evidence: Evidence = {
    append,
    flush,
    close: () => {
      flush();
      close();
    },
  };
  return { evidence, incarnation };
}
