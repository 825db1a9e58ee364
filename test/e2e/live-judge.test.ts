import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { withCluster, type Cluster } from "../support/cluster.js";
import { withDamagedReducers } from "../support/damaged-servers.js";
import { ZABKEEPER, type ServerProcess } from "../support/server-process.js";
import { until } from "../support/wait.js";

interface Standing {
  readonly steps: number;
  readonly lag: {
    readonly bytes: number;
    readonly waits: readonly { readonly server: number; readonly for: number }[];
  };
}

/** `zabkeeper check --follow`, started with a channel as `zabkeeper ensemble --judge` does it. */
class Judge {
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = "";
  standing: Standing | null = null;
  /** How often it said how it stands. */
  #said = 0;

  constructor(folder: string) {
    this.#child = spawn(process.execPath, [ZABKEEPER, "check", "--follow", folder], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child.on("message", (message) => {
      this.standing = message as Standing;
      this.#said += 1;
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(this.#child, "close").then(([code]) => code as number | null);
  }

  /** Waits until every line that is recorded now is judged. */
  async isCurrent(what: string): Promise<void> {
    // What it says next may be on its way already.
    const before = this.#said + 1;
    await until(`the judge is current: ${what}`, () => {
      if (this.#said <= before) return false;
      return this.standing?.lag.bytes === 0 && this.standing.lag.waits.length === 0;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${JSON.stringify(this.standing)}\n${this.output}`);
    });
  }

  async finish(): Promise<number | null> {
    this.#child.kill("SIGINT");
    return this.ended;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

const judges: Judge[] = [];
afterEach(() => judges.splice(0).forEach((judge) => judge.kill()));

/** A cluster that records, with a judge beside it that has seen all of its beginning. */
async function judged(cluster: Cluster): Promise<Judge> {
  const folder = join(cluster.home, "record");
  cluster.startAll(folder);
  await cluster.serving();
  const judge = new Judge(folder);
  judges.push(judge);
  await until("the judge has begun", () => (judge.standing?.steps ?? 0) > 0);
  return judge;
}

async function write(servers: readonly ServerProcess[], root: string): Promise<void> {
  const client = await ZooKeeper.connect(servers.map(({ address }) => address).join(","));
  await client.create(root);
  for (let k = 0; k < 20; k += 1) await client.create(`${root}/${k}`);
  await client.close();
}

describe("a judge beside a running ensemble", () => {
  it("stays current when the leader dies for good", async () => {
    await withCluster({ stopped: true }, async (cluster) => {
      const judge = await judged(cluster);
      await write(cluster.servers, "/before");
      const leader = await cluster.leader();
      await leader.kill();
      const others = cluster.servers.filter((server) => server !== leader);
      await Promise.all(others.map((server) => server.serving()));
      await judge.isCurrent("after the leader's death");
      const before = judge.standing?.steps ?? 0;
      await write(others, "/after");
      await judge.isCurrent("after more writes");
      // Each write is at least a proposal, two disk operations, an ACK and a COMMIT.
      expect(judge.standing?.steps).toBeGreaterThan(before + 20 * 5);
      expect(await judge.finish()).toBe(0);
      expect(judge.output).toMatch(/^conforms +2 epochs established/);
    });
  });

  it("names a stopped server as the one that others wait for, and goes on with it", async () => {
    await withCluster({ stopped: true, config: ["syncLimit=8"] }, async (cluster) => {
      const judge = await judged(cluster);
      const leader = await cluster.leader();
      const [follower] = await cluster.followers();
      if (follower === undefined) throw new Error("no follower");
      follower.signal("SIGSTOP");
      const others = cluster.servers.filter((server) => server !== follower);
      const log = join(cluster.home, "record", `${leader.id}.1.ndjson`);
      await until("the leader drops the follower", () =>
        readFileSync(log, "utf8").includes('"a":"LeaderDropLearner"'),
      );
      await write(others, "/without");
      await until("the judge says for whom it waits", () => {
        const waits = judge.standing?.lag.waits ?? [];
        return waits.some((wait) => wait.server === leader.id && wait.for === follower.id);
      });
      follower.signal("SIGCONT");
      await follower.serving();
      await judge.isCurrent("after the follower went on");
      expect(await judge.finish()).toBe(0);
      expect(judge.output).toMatch(/^conforms /);
    });
  });

  it("ends with a report at the first thing that a damaged server does", async () => {
    await withCluster({ stopped: true }, async (cluster) => {
      const judge = await withDamagedReducers(() => judged(cluster));
      await write(cluster.servers, "/bad");
      expect(await judge.ended).toBe(1);
      expect(judge.output).toMatch(/^violates +server \d, .*ndjson:\d+ .*LeaderProcessACK\(/);
      expect(judge.output).toMatch(/post.committed: recorded \d+, spec \d+/);
    });
  });
});
