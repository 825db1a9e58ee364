import { rmSync } from "node:fs";

/** Process ids started by this benchmark and still running. */
const running = new Set<number>();
/** Folders made by this benchmark and still there. */
const folders = new Set<string>();

/** From now on this process is killed when the benchmark ends, however it ends. */
export function owns(pid: number): void {
  running.add(pid);
}

/** The process has ended by itself: its id may soon be somebody else's. */
export function ended(pid: number): void {
  running.delete(pid);
}

/** From now on this folder is removed when the benchmark ends, however it ends. */
export function ownsFolder(folder: string): void {
  folders.add(folder);
}

/** Removes a folder now; what cannot be removed yet is tried again at the end. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(folder);
  } catch {
    // A server that is being killed may still write a file; the exit handler comes back to it.
  }
}

function leaveNothing(): void {
  for (const pid of running) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended in the meantime.
    }
  }
  running.clear();
  for (const folder of [...folders]) removeFolder(folder);
}

/** Has every way out of this process, Ctrl-C included, end what it started. */
export function cleanUpAtExit(): void {
  process.on("exit", leaveNothing);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${signal}: ending the servers and removing their folders\n`);
      process.exit(code);
    });
  }
}
