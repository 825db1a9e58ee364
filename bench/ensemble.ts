import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { ended, owns, ownsFolder, removeFolder } from "./cleanup.js";
import { cpuSeconds, residentMiB } from "./proc.js";
import { pause, within } from "./wait.js";
import type { Product } from "./product.js";

export const SERVERS = 3;
const START_MS = 40_000;
const STOP_MS = 8_000;

interface Member {
  readonly id: number;
  readonly clientPort: number;
  readonly folder: string;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly gone: Promise<void>;
  alive: boolean;
}

/** Settings of a run that differ from the plain zoo.cfg. */
export interface Extra {
  readonly snapCount?: number;
}

/** Three processes of one product on loopback, in a fresh folder. */
export class Ensemble {
  readonly product: Product;
  readonly folder: string;
  /** `performance.now()` just before the first process was started. */
  readonly startedAt: number;
  readonly #members: readonly Member[];

  private constructor(product: Product, folder: string, startedAt: number, members: Member[]) {
    this.product = product;
    this.folder = folder;
    this.startedAt = startedAt;
    this.#members = members;
  }

  /** Starts the processes and returns at once; `serving` waits for them. */
  static async spawn(product: Product, dir: string, extra: Extra = {}): Promise<Ensemble> {
    const ports = await freePorts(3 * SERVERS);
    const folder = mkdtempSync(join(dir, "zabkeeper-bench-"));
    ownsFolder(folder);
    const commands = configure(product, folder, ports, extra);
    const startedAt = performance.now();
    const members = commands.map((command, index) =>
      launch(index + 1, ports[index] as number, join(folder, String(index + 1)), command),
    );
    return new Ensemble(product, folder, startedAt, members);
  }

  /** Client ports of the servers that have not been killed. */
  get ports(): readonly number[] {
    return this.#alive().map(({ clientPort }) => clientPort);
  }

  /** Where each server keeps its files. */
  get folders(): readonly string[] {
    return this.#members.map(({ folder }) => folder);
  }

  /** Waits until one server leads and all others follow it. */
  async serving(): Promise<void> {
    await within(START_MS, `${this.#explain()} is not serving`, this.#poll());
  }

  async leaderPort(): Promise<number> {
    return this.#portOf("leader");
  }

  async followerPort(): Promise<number> {
    return this.#portOf("follower");
  }

  /** CPU seconds of the living servers so far. */
  cpuSeconds(): number {
    return this.#alive().reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
  }

  /** Resident memory of the living servers in MiB. */
  residentMiB(): number {
    return this.#alive().reduce((sum, { pid }) => sum + residentMiB(pid), 0);
  }

  /** Waits until background work (snapshots, compilers) has ended, three seconds at most. */
  async settle(): Promise<void> {
    let before = this.cpuSeconds();
    for (let quiet = 0, i = 0; quiet < 2 && i < 15; i += 1) {
      await pause(200);
      const now = this.cpuSeconds();
      quiet = now - before <= 0.03 ? quiet + 1 : 0;
      before = now;
    }
  }

  /** Kills the leader as a crash would. */
  async killLeader(): Promise<void> {
    const port = await this.leaderPort();
    const leader = this.#members.find(({ clientPort }) => clientPort === port) as Member;
    leader.alive = false;
    process.kill(leader.pid, "SIGKILL");
  }

  /** Ends every process and removes the folder. */
  async stop(): Promise<void> {
    for (const { child } of this.#members) child.kill("SIGTERM");
    const gone = Promise.all(this.#members.map((each) => each.gone));
    try {
      await within(STOP_MS, "a server does not stop", gone);
    } catch {
      for (const { child } of this.#members) child.kill("SIGKILL");
      await within(STOP_MS, `${this.#explain()} cannot be killed`, gone);
    }
    removeFolder(this.folder);
  }

  #alive(): readonly Member[] {
    const dead = this.#members.find((each) => each.alive && hasEnded(each.child));
    if (dead !== undefined) throw new Error(`${this.#explain()}: server ${dead.id} has ended`);
    return this.#members.filter(({ alive }) => alive);
  }

  async #poll(): Promise<void> {
    // The caller gives up first; this bound only keeps a forgotten loop from running on.
    const until = performance.now() + 2 * START_MS;
    while (performance.now() < until) {
      const modes = await Promise.all(this.ports.map((port) => modeOf(port)));
      const leaders = modes.filter((mode) => mode === "leader").length;
      const followers = modes.filter((mode) => mode === "follower").length;
      if (leaders === 1 && leaders + followers === modes.length) return;
      await pause(50);
    }
  }

  async #portOf(mode: string): Promise<number> {
    for (const port of this.ports) if ((await modeOf(port)) === mode) return port;
    throw new Error(`${this.#explain()} has no ${mode}`);
  }

  /** The product and the last error or line in each server's output, to explain a failure. */
  #explain(): string {
    const last = this.#members.map(({ folder, id }) => {
      const lines = readFileSync(join(folder, "out.log"), "utf8").trimEnd().split("\n");
      const error = lines.findLast((line) => /error|exception/i.test(line));
      return `${id}: ${error ?? lines.at(-1) ?? ""}`;
    });
    return `${this.product.name} (${last.join(" | ").slice(0, 600)})`;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function configure(product: Product, folder: string, ports: readonly number[], extra: Extra) {
  const servers = Array.from({ length: SERVERS }, (_, i) => {
    return `server.${i + 1}=127.0.0.1:${ports[SERVERS + 2 * i]}:${ports[SERVERS + 2 * i + 1]}`;
  });
  return servers.map((_, i) => {
    const own = join(folder, String(i + 1));
    const dataDir = join(own, "data");
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, "myid"), `${i + 1}\n`);
    const lines = [
      "tickTime=2000",
      "initLimit=10",
      "syncLimit=5",
      `dataDir=${dataDir}`,
      `clientPort=${ports[i]}`,
      "clientPortAddress=127.0.0.1",
      "maxClientCnxns=0",
      "4lw.commands.whitelist=srvr",
      "admin.enableServer=false",
      ...(extra.snapCount === undefined ? [] : [`snapCount=${extra.snapCount}`]),
      ...servers,
    ];
    const config = join(own, "zoo.cfg");
    writeFileSync(config, `${lines.join("\n")}\n`);
    return product.command(config, own);
  });
}

function launch(
  id: number,
  clientPort: number,
  folder: string,
  command: readonly [string, ...string[]],
): Member {
  const [file, ...args] = command;
  const log = openSync(join(folder, "out.log"), "a");
  const child = spawn(file, args, { stdio: ["ignore", log, log], cwd: folder });
  closeSync(log);
  const gone = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => {
      if (child.pid !== undefined) ended(child.pid);
      resolve();
    });
  });
  if (child.pid === undefined) throw new Error(`cannot start ${file}: is it on the PATH?`);
  owns(child.pid);
  return { id, clientPort, folder, child, pid: child.pid, gone, alive: true };
}

/** What `srvr` says of the server's mode; null when it says nothing. */
function modeOf(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write("srvr"));
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(/^Mode: (\w+)/m.exec(text)?.[1] ?? null));
  });
}

/** Ports that nobody listens on now; all are held until the last is found, so none comes twice. */
async function freePorts(count: number): Promise<number[]> {
  const holders = Array.from({ length: count }, () => createServer());
  const ports = holders.map(
    (holder) =>
      new Promise<number>((resolve, reject) => {
        holder.once("error", reject);
        holder.listen(0, "127.0.0.1", () => {
          const address = holder.address();
          if (address !== null && typeof address === "object") resolve(address.port);
          else reject(new Error("a listening socket has no port"));
        });
      }),
  );
  const found = await Promise.all(ports);
  await Promise.all(holders.map((each) => new Promise((done) => each.close(done))));
  return found;
}
