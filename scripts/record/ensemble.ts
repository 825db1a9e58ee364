import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Cluster, type ClusterOptions } from "../../test/support/cluster.js";
import type { ServerProcess } from "../../test/support/server-process.js";
import { until } from "../../test/support/wait.js";

/** Milliseconds that anything here may take. */

/** A cluster whose every process records into one folder, and what schedules do with it. */
export class RecordedEnsemble {
  readonly cluster: Cluster;
  readonly folder: string;

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.folder = join(cluster.home, "record");
  }

  /** Makes the servers' files and starts none. */
  static async make(options: ClusterOptions): Promise<RecordedEnsemble> {
    return new RecordedEnsemble(await Cluster.start({ ...options, stopped: true }));
  }

  get servers(): readonly ServerProcess[] {
    return this.cluster.servers;
  }

  get all(): string {
    return this.cluster.connectString;
  }

  server(id: number): ServerProcess {
    return this.cluster.server(id);
  }

  /** Starts servers, all of them unless told which, and waits until they serve. */
  async start(...which: readonly ServerProcess[]): Promise<void> {
    const started = which.length === 0 ? this.servers : which;
    for (const server of started) server.start(this.folder);
    await Promise.all(started.map((server) => server.serving()));
  }

  /** kill -9, all at once. */
  async kill(...which: readonly ServerProcess[]): Promise<void> {
    await Promise.all(which.map((server) => server.kill()));
  }

  leader(): Promise<ServerProcess> {
    return this.cluster.leader();
  }

  async others(than: ServerProcess): Promise<readonly [ServerProcess, ServerProcess]> {
    await this.cluster.serving();
    const [one, other] = this.servers.filter((server) => server !== than);
    return [one as ServerProcess, other as ServerProcess];
  }

  /** How often a server has recorded an action in all of its lives. */
  count({ id }: ServerProcess, action: string): number {
    if (!existsSync(this.folder)) return 0;
    const own = readdirSync(this.folder).filter((name) => name.startsWith(`${id}.`));
    return own.reduce((sum, name) => {
      const text = readFileSync(join(this.folder, name), "utf8");
      return sum + text.split(`"a":"${action}"`).length - 1;
    }, 0);
  }

  /** Waits until a server records an action once more. */
  async recorded(server: ServerProcess, action: string, during: () => unknown): Promise<void> {
    const before = this.count(server, action);
    await during();
    await until(`server ${server.id} records ${action}`, () => {
      return this.count(server, action) > before;
    });
  }
}
