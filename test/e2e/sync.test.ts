import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRun, formatVerdict } from "#conformance";
import { ZooKeeper } from "#client";
import { type Cluster, withCluster } from "../support/cluster.js";
import { differences } from "../support/ledger-check.js";
import type { ServerProcess } from "../support/server-process.js";
import { type NodeRead, readTree } from "../support/tree-reader.js";
import { pause, until } from "../support/wait.js";

/** A leader keeps this many transactions in memory for those who were away. */
const KEPT = 1_000;

/** All servers' trees, which must be the same. */
async function sameTrees(cluster: Cluster): Promise<Map<string, NodeRead>> {
  const trees = await Promise.all(cluster.servers.map(({ address }) => readTree(address)));
  const [first = new Map<string, NodeRead>()] = trees;
  for (const tree of trees) expect(differences(first, tree)).toEqual([]);
  return first;
}

async function createMany(servers: string, prefix: string, count: number): Promise<void> {
  const client = await ZooKeeper.connect(servers);
  const paths = Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  await Promise.all(paths.map((path) => client.create(path, path)));
  await client.close();
}

async function expectConforms(recordDir: string, ...actions: string[]): Promise<void> {
  const verdict = await checkRun(recordDir);
  expect(verdict.verdict, formatVerdict(verdict)).toBe("conforms");
  if (verdict.verdict !== "conforms") return;
  expect(Object.keys(verdict.summary.actions)).toEqual(expect.arrayContaining(actions));
}

describe("a follower that was away", () => {
  it("for a little while is sent what it missed", async () => {
    await withCluster({}, async (cluster) => {
      const leader = await cluster.leader();
      const follower = (await cluster.followers())[0] ?? leader;
      await createMany(leader.address, "/before-", 10);
      await follower.kill();
      await createMany(leader.address, "/meanwhile-", 50);
      follower.start();
      await follower.serving();
      expect((await sameTrees(cluster)).size).toBe(61);
      const how = `learner ${follower.id} is synchronised by DIFF`;
      await until("the leader says it of both times", () => leader.log.split(how).length > 2);
      expect(leader.log.split(how)).toHaveLength(3);
    });
  });

  it(`for more than ${KEPT} transactions is sent a snapshot, and keeps it`, async () => {
    await withCluster({ config: ["snapCount=400"] }, async (cluster) => {
      const leader = await cluster.leader();
      const follower = (await cluster.followers())[0] ?? leader;
      await createMany(leader.address, "/before-", 10);
      await follower.kill();
      await createMany(leader.address, "/meanwhile-", KEPT + 200);
      const client = await ZooKeeper.connect(leader.address);
      await client.delete("/before-3");
      await client.setData("/before-4", "changed");
      await client.create("/mine", "", { mode: "EPHEMERAL" });
      follower.start();
      await follower.serving();
      await leader.says(`learner ${follower.id} is synchronised by SNAP`);
      const tree = await sameTrees(cluster);
      expect(tree.size).toBe(1 + 10 - 1 + KEPT + 200 + 1);
      expect(tree.get("/before-4")?.data).toBe("changed");
      await createMany(follower.address, "/after-", 10);
      await follower.kill();
      follower.start();
      await follower.serving();
      expect((await sameTrees(cluster)).size).toBe(tree.size + 10);
      await client.close();
    });
  });
});

describe("an old leader with a write that nobody else acknowledged", () => {
  it("agrees with the others about it, whatever they saw", async () => {
    await withCluster({}, async (cluster) => {
      const leader = await cluster.leader();
      const followers = await cluster.followers();
      await createMany(leader.address, "/before-", 5);
      const answered = await unanswered(leader, followers, "/uncertain");
      expect(answered()).toBe(false);
      await leader.kill();
      for (const follower of followers) follower.signal("SIGCONT");
      await cluster.leader();
      await createMany(followers.map(({ address }) => address).join(","), "/after-", 5);
      leader.start();
      await cluster.serving();
      const tree = await sameTrees(cluster);
      expect(tree.size - (tree.has("/uncertain") ? 1 : 0)).toBe(11);
    });
  });

  it("forgets it when the others never saw it", async () => {
    await withCluster({ stopped: true }, async (cluster) => {
      const recordDir = join(cluster.home, "record");
      cluster.startAll(recordDir);
      await cluster.serving();
      const leader = await cluster.leader();
      const followers = await cluster.followers();
      await createMany(leader.address, "/before-", 5);
      const answered = await unanswered(leader, followers, "/lost");
      await Promise.all([leader, ...followers].map((server) => server.kill()));
      expect(answered()).toBe(false);
      for (const follower of followers) follower.start(recordDir);
      const next = await cluster.leader();
      leader.start(recordDir);
      await cluster.serving();
      await next.says(`learner ${leader.id} is synchronised by TRUNC`);
      await createMany(leader.address, "/after-", 5);
      const tree = await sameTrees(cluster);
      expect(tree.has("/lost")).toBe(false);
      expect(tree.size).toBe(11);
      await leader.kill();
      leader.start(recordDir);
      await leader.serving();
      expect((await sameTrees(cluster)).size).toBe(11);
      await cluster.stopAll();
      await expectConforms(recordDir, "FollowerProcessTRUNC");
    });
  });
});

/** Stops the followers and has the leader log a create; tells whether it was answered. */
async function unanswered(
  leader: ServerProcess,
  followers: readonly ServerProcess[],
  path: string,
): Promise<() => boolean> {
  const client = await ZooKeeper.connect(leader.address);
  for (const follower of followers) follower.signal("SIGSTOP");
  let answered = false;
  client.create(path, "").then(
    () => {
      answered = true;
    },
    () => client.disconnect(),
  );
  await until(`the leader has ${path} on its disk`, () => logs(leader).includes(path));
  return () => answered;
}

/** All bytes of a server's logs. */
function logs({ dataDir }: ServerProcess): Buffer {
  const folder = join(dataDir, "version-2");
  const names = readdirSync(folder).filter((name) => name.startsWith("log."));
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

describe("an observer", () => {
  it("serves reads and writes, follows the next leader, and is recorded like the others", async () => {
    await withCluster({ observers: 1, stopped: true }, async (cluster) => {
      const recordDir = join(cluster.home, "record");
      cluster.startAll(recordDir);
      await cluster.serving();
      const observer = cluster.server(4);
      expect(await observer.mode()).toBe("observer");
      await createMany(observer.address, "/observed-", 20);
      expect((await sameTrees(cluster)).size).toBe(21);
      const leader = await cluster.leader();
      await leader.kill();
      await cluster.leader();
      await observer.serving();
      await createMany(observer.address, "/later-", 20);
      leader.start(recordDir);
      await cluster.serving();
      expect((await sameTrees(cluster)).size).toBe(41);
      expect(await observer.mode()).toBe("observer");
      await cluster.stopAll();
      await expectConforms(recordDir, "ObserverProcessINFORM");
    });
  });

  it("does not vote: with one voter left there is no leader", async () => {
    await withCluster({ observers: 1 }, async (cluster) => {
      const leader = await cluster.leader();
      const [first, last] = await cluster.followers();
      await Promise.all([leader.kill(), first?.kill()]);
      const rest = [last ?? leader, cluster.server(4)];
      const modes = () => Promise.all(rest.map((server) => server.mode()));
      await until("the rest stops serving", async () => {
        return (await modes()).every((mode) => mode === null);
      });
      await pause(3_000);
      expect(await modes()).toEqual([null, null]);
      first?.start();
      await first?.serving();
      await Promise.all(rest.map((server) => server.serving()));
      expect(await cluster.server(4).mode()).toBe("observer");
    });
  });
});
