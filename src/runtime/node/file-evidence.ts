import { closeSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Evidence } from "#runtime";
import { writeAll } from "./store/durable-file.js";

/** A recording in `<directory>/<server>.<incarnation>.ndjson`; incarnations count from 1. */
export function openEvidence(
  directory: string,
  server: number,
): { readonly evidence: Evidence; readonly incarnation: number } {
  mkdirSync(directory, { recursive: true });
  const pattern = new RegExp(`^${server}\\.(\\d+)\\.ndjson$`);
  const used = readdirSync(directory).map((name) => Number(pattern.exec(name)?.[1] ?? 0));
  const incarnation = Math.max(0, ...used) + 1;
  const fd = openSync(join(directory, `${server}.${incarnation}.ndjson`), "wx");
  let lines: string[] = [];
  const flush = () => {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.join(""), "latin1");
    lines = [];
    writeAll(fd, bytes);
  };
  const evidence: Evidence = {
    append: (line) => {
      lines.push(line);
    },
    flush,
    close: () => {
      flush();
      closeSync(fd);
    },
  };
  return { evidence, incarnation };
}
