import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.js";
import { ServerProcess } from "./server-process.js";
import { until } from "./wait.js";

export interface ClusterOptions {
  /** Servers that vote; 3 unless said otherwise, 0 for one standalone server. */
  readonly voters?: number;
  readonly observers?: number;
  /** Further lines of every zoo.cfg; they win over ours. */
  readonly config?: readonly string[];
  /** Existing data of a server, by its number; it is left alone in the end. */
  readonly dataDirs?: Readonly<Record<number, string>>;
  /** Where the servers record; not at all unless said. */
  readonly recordDir?: string;
  /** Makes the processes' files but starts none. */
  readonly stopped?: boolean;
}

/**
 * An ensemble of real server processes on loopback, in a folder of its own. Whoever starts one
 * disposes of it; `withCluster` does so in every case.
 */
export class Cluster {
  readonly home: string;
  readonly servers: readonly ServerProcess[];

  private constructor(home: string, servers: readonly ServerProcess[]) {
    this.home = home;
    this.servers = servers;
  }

  /** Starts the servers and waits until every one of them serves. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const { recordDir = null } = options;
    const home = await mkdtemp(join(tmpdir(), "zabkeeper-e2e-"));
    const cluster = new Cluster(home, await makeServers(home, options));
    if (options.stopped === true) return cluster;
    try {
      cluster.startAll(recordDir);
      await cluster.serving();
    } catch (error) {
      await cluster.dispose();
      throw error;
    }
    return cluster;
  }

  /** All servers as a client's connect string. */
  get connectString(): string {
    return this.servers.map(({ address }) => address).join(",");
  }

  /** The server of that number; of a standalone one it is 0. */
  server(id: number): ServerProcess {
    const found = this.servers.find((server) => server.id === id);
    if (found === undefined) throw new Error(`no server ${id} in this ensemble`);
    return found;
  }

  /** Starts those that do not run. */
  startAll(recordDir: string | null = null): void {
    for (const server of this.servers) if (!server.alive) server.start(recordDir);
  }

  async serving(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.serving()));
  }

  /** The server that leads, as soon as one of those that answer says so. */
  async leader(): Promise<ServerProcess> {
    let found: ServerProcess | null = null;
    await until("a server leads", async () => {
      for (const server of this.servers) {
        if (!server.alive) continue;
        if ((await server.mode(300)) === "leader") found = server;
      }
      return found !== null;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.logs()}`);
    });
    return found as unknown as ServerProcess;
  }

  /** The servers that follow, once every server that runs says what it does. */
  async followers(): Promise<ServerProcess[]> {
    const alive = this.servers.filter((server) => server.alive);
    let modes: (string | null)[] = [];
    await until("every server that runs serves", async () => {
      modes = await Promise.all(alive.map((server) => server.mode()));
      return !modes.includes(null);
    });
    return alive.filter((_, i) => modes[i] === "follower");
  }

  /** The end of what each server printed, for a failure's message. */
  logs(): string {
    return this.servers
      .map((server) => `--- server ${server.id}\n${server.log.slice(-3_000)}`)
      .join("\n");
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  /** Ends all servers and removes the folder. */
  async dispose(): Promise<void> {
    await this.stopAll();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Runs `work` with an ensemble that is gone afterwards, whatever happens. */
export async function withCluster(
  options: ClusterOptions,
  work: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const cluster = await Cluster.start(options);
  try {
    await work(cluster);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${cluster.logs()}`;
    throw error;
  } finally {
    await cluster.dispose();
  }
}

async function makeServers(home: string, options: ClusterOptions): Promise<ServerProcess[]> {
  const { voters = 3, observers = 0, config = [], dataDirs = {} } = options;
  const alone = voters === 0;
  const ids = alone ? [0] : Array.from({ length: voters + observers }, (_, i) => i + 1);
  const ports = await freePorts(ids.length * 3);
  const all = ids.map((id, i) => ({
    id,
    role: id > voters && !alone ? ("observer" as const) : ("participant" as const),
    clientPort: Number(ports[3 * i]),
    quorumPort: Number(ports[3 * i + 1]),
    electionPort: Number(ports[3 * i + 2]),
  }));
  const lines = all.map(
    ({ id, quorumPort, electionPort, role }) =>
      `server.${id}=127.0.0.1:${quorumPort}:${electionPort}:${role}`,
  );
  return all.map(
    (one) =>
      new ServerProcess({
        ...one,
        home: join(home, String(one.id)),
        dataDir: dataDirs[one.id],
        config: alone ? config : [...config, ...lines],
      }),
  );
}
