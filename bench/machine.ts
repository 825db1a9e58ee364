import { execFileSync } from "node:child_process";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, statfsSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { ownsFolder, removeFolder } from "./cleanup.js";
import { median } from "./statistics.js";

const TMPFS = 0x0102_1994;
const SYNCS = 200;
const SYNC_BYTES = 4096;

/** What a reader must know of the machine to make anything of the numbers. */
export function machineFacts(dir: string, loadBefore: number): readonly string[] {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const gib = (totalmem() / 2 ** 30).toFixed(1);
  const tmpfs = statfsSync(dir).type === TMPFS;
  return [
    `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `${availableParallelism()} cores (${model}), ${gib} GiB`,
    `Node ${process.versions.node}, ${javaVersion()}`,
    `load average ${loadBefore.toFixed(2)} before, ${loadavg()[0]?.toFixed(2)} after`,
    tmpfs
      ? "data on tmpfs: fsync costs nothing here, so writes say little"
      : `one fdatasync of 4 KiB takes ${syncMs(dir).toFixed(2)} ms (median of ${SYNCS})`,
  ];
}

function javaVersion(): string {
  try {
    const printed = execFileSync("java", ["--version"], { encoding: "utf8", stdio: "pipe" });
    return printed.split("\n")[0] ?? "Java";
  } catch {
    return "no Java";
  }
}

/** The price of durability on this disk: an append and its fdatasync. */
function syncMs(dir: string): number {
  const folder = mkdtempSync(join(dir, "zabkeeper-bench-"));
  ownsFolder(folder);
  const file = openSync(join(folder, "syncs"), "w");
  const bytes = Buffer.alloc(SYNC_BYTES, 1);
  const times: number[] = [];
  for (let i = 0; i < SYNCS; i += 1) {
    const start = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    times.push(performance.now() - start);
  }
  closeSync(file);
  removeFolder(folder);
  return median(times);
}
