import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fourLetterWord } from "#client";
import { packageRoot } from "./package-root.js";
import { PATIENCE, until } from "./wait.js";

/** The command that users run, here run by Node itself. */
export const ZABKEEPER = fileURLToPath(new URL("bin/zabkeeper.js", packageRoot));

/** Milliseconds after which a look at a server counts as not answered: it may be stopped. */
const LOOK = 1_000;
/** Characters of a server's output that are kept. */
const MAX_LOG = 1_000_000;

/** Whatever ends this test process or worker, no server outlives it. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface ServerSettings {
  /** N of `server.N`; 0 for a standalone server. */
  readonly id: number;
  readonly role: "participant" | "observer";
  readonly clientPort: number;
  readonly quorumPort: number;
  readonly electionPort: number;
  /** Holds zoo.cfg and, unless `dataDir` says otherwise, the data. */
  readonly home: string;
  readonly dataDir?: string | undefined;
  /** Further lines of zoo.cfg. */
  readonly config: readonly string[];
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One `zabkeeper server` as a real process. Starting, ending and looking at it; no protocol. */
export class ServerProcess {
  readonly settings: ServerSettings;
  #child: ChildProcess | null = null;
  #ended: Promise<Ended> = Promise.resolve({ code: null, signal: null });
  #output = "";

  constructor(settings: ServerSettings) {
    this.settings = settings;
    mkdirSync(settings.home, { recursive: true });
    mkdirSync(this.dataDir, { recursive: true });
    if (settings.id > 0) writeFileSync(join(this.dataDir, "myid"), `${settings.id}\n`);
    writeFileSync(this.configFile, `${this.configText()}\n`);
  }

  get id(): number {
    return this.settings.id;
  }

  get port(): number {
    return this.settings.clientPort;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get dataDir(): string {
    return this.settings.dataDir ?? join(this.settings.home, "data");
  }

  get configFile(): string {
    return join(this.settings.home, "zoo.cfg");
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`server ${this.id} does not run`);
    return pid;
  }

  get alive(): boolean {
    const child = this.#child;
    return child !== null && child.exitCode === null && child.signalCode === null;
  }

  /** Resolves when the present process has ended. */
  get ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Waits until it has printed that: what it did may be seen before what it said of it. */
  async says(text: string | RegExp): Promise<void> {
    const said = () =>
      typeof text === "string" ? this.#output.includes(text) : text.test(this.#output);
    await until(`server ${this.id} prints ${String(text)}`, said).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.#output.slice(-4_000)}`);
    });
  }

  /** Everything the server has printed since the last start, oldest first. */
  get log(): string {
    return this.#output;
  }

  get logLines(): readonly string[] {
    return this.#output.split("\n").filter((line) => line !== "");
  }

  start(recordDir: string | null = null): void {
    if (this.alive) throw new Error(`server ${this.id} runs already`);
    const record = recordDir === null ? [] : ["--record", recordDir];
    const args = [ZABKEEPER, "server", this.configFile, ...record];
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: dirname(this.configFile),
    });
    running.add(child);
    this.#output = "";
    const keep = (text: string) => {
      this.#output = (this.#output + text).slice(-MAX_LOG);
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    this.#child = child;
    this.#ended = once(child, "close").then(([code, signal]) => {
      running.delete(child);
      return { code, signal } as Ended;
    });
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.alive) this.signal("SIGKILL");
    await this.#ended;
  }

  /** Asks it to stop, so that it writes what it has to; kills it when it does not. */
  async stop(): Promise<Ended> {
    if (this.alive) {
      this.signal("SIGCONT");
      this.signal("SIGTERM");
      const timer = setTimeout(() => this.#child?.kill("SIGKILL"), PATIENCE);
      await this.#ended;
      clearTimeout(timer);
    }
    return this.#ended;
  }

  /** What a four-letter word answers; "" when nobody does. */
  async ask(word: string, patience = PATIENCE): Promise<string> {
    const target = { host: "127.0.0.1", port: this.port };
    return fourLetterWord(target, word, patience).catch(() => "");
  }

  /** `leader`, `follower`, `observer`, `standalone`; null while it does not serve. */
  async mode(patience = PATIENCE): Promise<string | null> {
    return /^Mode: (\w+)$/m.exec(await this.ask("srvr", patience))?.[1] ?? null;
  }

  /** Waits until it serves; fails at once when the process ends. */
  async serving(): Promise<void> {
    await until(`server ${this.id} serves`, async () => {
      if (!this.alive) throw new Error(`server ${this.id} ended:\n${this.#output}`);
      return (await this.mode(LOOK)) !== null;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.#output.slice(-4_000)}`);
    });
  }

  private configText(): string {
    const { settings } = this;
    const ours = [
      "tickTime=500",
      "initLimit=10",
      // A server that a busy machine holds up for some seconds is not given up.
      "syncLimit=30",
      `dataDir=${this.dataDir}`,
      `clientPort=${settings.clientPort}`,
      "clientPortAddress=127.0.0.1",
      "4lw.commands.whitelist=*",
      "maxClientCnxns=0",
    ];
    const keyOf = (line: string) => line.slice(0, line.indexOf("="));
    const theirs = new Set(settings.config.map(keyOf));
    return [...ours.filter((line) => !theirs.has(keyOf(line))), ...settings.config].join("\n");
  }
}
