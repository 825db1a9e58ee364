import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { standingText, type Standing } from "../standing.js";

const COMMAND = fileURLToPath(new URL("../../../../bin/zabkeeper.js", import.meta.url));
/** ms the judge has to start, and for what was recorded last, once the servers have stopped. */
const PATIENCE = 300_000;
/** Said when somebody waits for it. */
export const WAITING = "waiting for the judge; Ctrl-C again ends it without a verdict";
/** As with `check`: the question is open. */
const CANNOT_TELL = 2;

/** A `zabkeeper check --follow` beside the servers, on what they record. */
export class JudgeProcess {
  readonly ended: Promise<void>;
  /** Its exit code; null while it judges. */
  code: number | null = null;
  private readonly child: ChildProcess;
  /** It listens to signals from when it tells for the first time how it stands. */
  private readonly started: Promise<void>;
  private standing: Standing | null = null;
  private report = "";

  /** @param folder is there */
  constructor(folder: string) {
    // A group of its own: Ctrl-C is for the servers first, whose last lines are to be judged, too.
    this.child = spawn(process.execPath, [COMMAND, "check", "--follow", folder], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    this.started = new Promise((resolve) => {
      this.child.on("message", (message) => {
        this.standing = message as Standing;
        resolve();
      });
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.report += chunk.toString()));
    }
    this.ended = new Promise((resolve) => {
      const over = (code: number | null) => {
        // Killed, or never there, it has said nothing: that is no violation.
        this.report ||= "no verdict: the judge was ended before it had one\n";
        this.code ??= code ?? CANNOT_TELL;
        resolve();
      };
      this.child.once("error", ({ message }) => {
        this.report = `the judge cannot be started: ${message}\n`;
        over(null);
      });
      this.child.once("close", over);
    });
  }

  /** How it stands, in a line. */
  get line(): string {
    const [first = "ended"] = this.report.split("\n");
    if (this.code !== null) return `judge: ${first.replace(/ +/g, " ")}`;
    if (this.standing === null) return "judge: nothing judged yet";
    return `judge: conforms so far, ${standingText(this.standing)}`;
  }

  /** Everything it said, once it has ended. */
  get lines(): readonly string[] {
    return this.report.trimEnd().split("\n");
  }

  /** Asks for the verdict on all that was recorded. */
  async finish(): Promise<void> {
    if (this.code !== null) return;
    let timer = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE);
    await Promise.race([this.started, this.ended]);
    clearTimeout(timer);
    this.child.kill("SIGINT");
    timer = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it whatever it is doing: there is no verdict then. */
  kill(): void {
    this.child.kill("SIGKILL");
  }
}
