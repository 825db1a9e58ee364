import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Member } from "./layout.js";

const COMMAND = fileURLToPath(new URL("../../../../bin/zabkeeper.js", import.meta.url));
const KEPT_LINES = 8;
/** ms a server has to stop before it is killed. */
const STOP_PATIENCE = 10_000;

/** One `zabkeeper server` process; what it says goes to `log.txt` beside its zoo.cfg. */
export class ServerProcess {
  readonly member: Member;
  readonly logFile: string;
  readonly exited: Promise<string>;
  /** How it ended; null while it runs. */
  end: string | null = null;
  private readonly child: ChildProcess;
  private readonly log: WriteStream;
  private tail = "";

  constructor(member: Member, record: string | null) {
    this.member = member;
    this.logFile = join(member.dir, "log.txt");
    this.log = createWriteStream(this.logFile, { flags: "a" });
    this.log.on("error", () => undefined);
    const recording = record === null ? [] : ["--record", record];
    // The channel tells the server when this process is gone, however it went.
    this.child = spawn(process.execPath, [COMMAND, "server", member.configFile, ...recording], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => this.keep(chunk));
    }
    this.exited = new Promise((resolve) => {
      const over = (end: string) => {
        this.end ??= end;
        this.log.end();
        resolve(this.end);
      };
      this.child.once("error", (error) => over(error.message));
      this.child.once("close", (code, signal) => over(signal ?? `exit code ${code}`));
    });
  }

  /** The last lines it wrote, but for those of a stack trace. */
  get lastLines(): readonly string[] {
    const lines = this.tail.split("\n").filter((line) => !/^(\s+at .*|)$/.test(line));
    return lines.slice(-KEPT_LINES);
  }

  /** Asks it to stop, and kills it when it does not. */
  async stop(): Promise<void> {
    if (this.end !== null) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.kill(), STOP_PATIENCE);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    if (this.end === null) this.child.kill("SIGKILL");
  }

  private keep(chunk: Buffer): void {
    this.log.write(chunk);
    this.tail = (this.tail + chunk.toString()).slice(-4_000);
  }
}
