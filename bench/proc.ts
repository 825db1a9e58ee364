import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Clock ticks of the kernel in a second, as /proc counts them. */
const ticksPerSecond = readTicks();

function readTicks(): number {
  try {
    return Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })) || 100;
  } catch {
    return 100;
  }
}

/** CPU seconds of a process so far, user and system, all its threads. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The second field is the command in parentheses and may hold blanks; the third comes after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [utime, stime] = [Number(fields[11]), Number(fields[12])];
  return (utime + stime) / ticksPerSecond;
}

/** Resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  return mebibytes(pid, "VmRSS");
}

/** The most resident memory that a process has had so far, in MiB. */
export function mostResidentMiB(pid: number): number {
  return mebibytes(pid, "VmHWM");
}

function mebibytes(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
  return Number(kibibytes) / 1024;
}
