import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own in memory, which can be as small or as read-only as a test needs. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * @param size as `mount` takes it, e.g. "1m"
   * @returns why not, as a sentence, when this machine does not let us mount
   */
  static make(size: string): SmallDisk | string {
    const path = mkdtempSync(join(tmpdir(), "zabkeeper-disk-"));
    try {
      mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path);
      return new SmallDisk(path);
    } catch (error) {
      rmdirSync(path);
      const [reason = ""] = String((error as { stderr?: Buffer }).stderr ?? error).split("\n");
      return `a small disk cannot be mounted here (needs root on Linux): ${reason}`;
    }
  }

  resize(size: string): void {
    mount("-o", `remount,size=${size}`, this.path);
  }

  readOnly(on: boolean): void {
    mount("-o", `remount,${on ? "ro" : "rw"}`, this.path);
  }

  dispose(): void {
    execFileSync("umount", ["-l", this.path], { stdio: "pipe" });
    rmdirSync(this.path);
  }
}

function mount(...args: string[]): void {
  execFileSync("mount", args, { stdio: "pipe" });
}
