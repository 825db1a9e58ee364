import { closeSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Evidence } from "#runtime";
import { nodeFiles, writeAll } from "./store/files.js";

/**
 * A recording in `<directory>/<server>.<incarnation>.ndjson`; incarnations count from 1. `failed`
 * is told, once, that lines could not be written; nothing is written after that.
 * @throws when the directory cannot be used.
 */
export function openEvidence(
  directory: string,
  server: number,
  failed: (reason: string) => void,
  write: (fd: number, bytes: Buffer) => void = (fd, bytes) => writeAll(nodeFiles, fd, bytes),
): { readonly evidence: Evidence; readonly incarnation: number } {
  mkdirSync(directory, { recursive: true });
  const pattern = new RegExp(`^${server}\\.(\\d+)\\.ndjson$`);
  const used = readdirSync(directory).map((name) => Number(pattern.exec(name)?.[1] ?? 0));
  const incarnation = Math.max(0, ...used) + 1;
  const fd = openSync(join(directory, `${server}.${incarnation}.ndjson`), "wx");
  let open = true;
  let lines: string[] = [];
  const close = () => {
    if (open) closeSync(fd);
    open = false;
  };
  const flush = () => {
    if (lines.length === 0 || !open) return;
    const bytes = Buffer.from(lines.join(""));
    lines = [];
    try {
      write(fd, bytes);
    } catch (error) {
      close();
      failed((error as Error).message);
    }
  };
  const evidence: Evidence = {
    append: (line) => {
      if (open) lines.push(line);
    },
    flush,
    close: () => {
      flush();
      close();
    },
  };
  return { evidence, incarnation };
}
