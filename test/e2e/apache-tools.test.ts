import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { type ApacheRun, apacheClasspath, runApache, startApache } from "../support/apache.js";
import { Cluster, withCluster } from "../support/cluster.js";
import { type NodeRead, readTree } from "../support/tree-reader.js";

const MAIN = "org.apache.zookeeper.ZooKeeperMain";
const LOG_TOOL = "org.apache.zookeeper.server.persistence.TxnLogToolkit";
const SNAPSHOT_TOOL = "org.apache.zookeeper.server.SnapshotFormatter";

beforeAll(async () => {
  await apacheClasspath();
});

/** Without what zkCli prints whenever its session begins or ends. */
function words({ stdout }: ApacheRun): string[] {
  const lines = stdout.split("\n").filter((line) => line !== "" && line !== "WATCHER::");
  return lines.filter((line) => !/^(WatchedEvent|Connecting to) /.test(line));
}

describe("Apache's zkCli against an ensemble", () => {
  let cluster: Cluster;
  const run = (...command: string[]) =>
    runApache(MAIN, ["-server", cluster.connectString, ...command]);

  beforeAll(async () => {
    cluster = await Cluster.start();
  });

  afterAll(async () => {
    await cluster?.dispose();
  });

  it("creates, lists, gets, sets, shows and deletes, one command at a time", async () => {
    const created = await run("create", "/cli", "one");
    expect(created).toMatchObject({ code: 0, stderr: "Created /cli\n" });
    expect(words(await run("ls", "/"))).toEqual(["[cli, zookeeper]"]);
    expect(words(await run("get", "/cli"))).toEqual(["one"]);
    expect(await run("set", "/cli", "two")).toMatchObject({ code: 0, stderr: "" });
    const [data, ...stat] = words(await run("get", "-s", "/cli"));
    expect(data).toBe("two");
    expect(words(await run("stat", "/cli"))).toEqual(stat);
    expect(stat).toEqual(
      expect.arrayContaining(["dataVersion = 1", "dataLength = 3", "ephemeralOwner = 0x0"]),
    );
    expect(await run("delete", "/cli")).toMatchObject({ code: 0, stderr: "" });
    expect(words(await run("ls", "/"))).toEqual(["[zookeeper]"]);
    expect(await run("quit")).toMatchObject({ code: 0, stderr: "" });
  });

  it("is told what is wrong, and exits with 1", async () => {
    const failed = (stderr: string) => ({ code: 1, stderr: `${stderr}\n` });
    expect(await run("get", "/none")).toMatchObject(failed("Node does not exist: /none"));
    await run("create", "/wrong", "x");
    expect(await run("create", "/wrong")).toMatchObject(failed("Node already exists: /wrong"));
    const stale = await run("set", "-v", "7", "/wrong", "y");
    expect(stale).toMatchObject(failed("version No is not valid : /wrong"));
  });

  it("works through a script in one session, whose ephemeral node ends with it", async () => {
    const script = [
      "create /shell top",
      "create -s /shell/n- a",
      "create -s /shell/n- b",
      "create -e /shell/mine c",
      "ls /shell",
      "get /shell/n-0000000001",
      "stat /shell",
      "delete /shell/n-0000000000",
      "ls -R /shell",
      "quit",
      "",
    ];
    const args = ["-server", cluster.connectString];
    const ran = await runApache(MAIN, args, script.join("\n"));
    expect(ran.code).toBe(0);
    const said = `${ran.stdout}\n${ran.stderr}`;
    expect(said).toContain("Created /shell/n-0000000000");
    expect(said).toContain("Created /shell/n-0000000001");
    expect(said).toContain("[mine, n-0000000000, n-0000000001]");
    expect(said).toContain("numChildren = 3");
    expect(said).toContain("/shell\n/shell/mine\n/shell/n-0000000001\n");
    const tree = await readTree(cluster.server(1).address, "/shell");
    expect([...tree.keys()]).toEqual(["/shell", "/shell/n-0000000001"]);
    expect(tree.get("/shell/n-0000000001")?.data).toBe("b");
  });
});

describe("Apache's tools and server on our files", () => {
  /** More than fit between two snapshots, so that log and snapshot both hold some of them. */
  const NODES = 60;
  let cluster: Cluster;
  let tree: Map<string, NodeRead>;
  let copy: string;

  beforeAll(async () => {
    cluster = await Cluster.start({ config: ["snapCount=40"] });
    const client = await ZooKeeper.connect(cluster.connectString);
    await fill(client);
    for (let n = 0; n < NODES; n += 1) await client.create(`/data/node-${n}`, `value ${n}`);
    for (let n = 0; n < NODES; n += 3) await client.setData(`/data/node-${n}`, `new ${n}`);
    for (let n = 0; n < NODES; n += 7) await client.delete(`/data/node-${n}`);
    tree = await readTree(cluster.server(1).address);
    client.disconnect();
    await cluster.stopAll();
    copy = join(cluster.home, "copy");
    cpSync(cluster.server(1).dataDir, copy, { recursive: true });
  });

  afterAll(async () => {
    await cluster?.dispose();
  });

  const files = (prefix: string) => {
    const folder = join(cluster.server(1).dataDir, "version-2");
    const named = readdirSync(folder).filter((name) => name.startsWith(prefix));
    const zxid = (name: string) => parseInt(name.slice(prefix.length), 16);
    return named.sort((a, b) => zxid(a) - zxid(b)).map((name) => join(folder, name));
  };

  it("reads every transaction in our logs", async () => {
    const logs = files("log.");
    expect(logs.length).toBeGreaterThan(1);
    let text = "";
    for (const log of logs) {
      const { code, stdout, stderr } = await runApache(LOG_TOOL, ["-d", log]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      text += stdout;
    }
    const zxids = [...text.matchAll(/ zxid 0x1([0-9a-f]{8}) /g)].map(([, hex]) =>
      Number(`0x${hex}`),
    );
    expect(zxids).toEqual(Array.from({ length: zxids.length }, (_, i) => i + 1));
    for (let n = 0; n < NODES; n += 1) {
      expect(text).toContain(`create /data/node-${n},value ${n},`);
      if (n % 3 === 0) expect(text).toContain(`setData /data/node-${n},new ${n},1\n`);
      if (n % 7 === 0) expect(text).toContain(`delete '/data/node-${n}\n`);
    }
    expect(text).toContain("error -110");
    expect(text).toMatch(/create \/data\/mine,alive,.*\n.*,true,/);
  });

  it("reads our snapshots and finds the nodes of that time", async () => {
    const newest = files("snapshot.").at(-1) ?? "";
    const { code, stdout, stderr } = await runApache(SNAPSHOT_TOOL, ["-d", newest]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const nodes = stdout.split("----\n").filter((node) => node.startsWith("/data/node-"));
    expect(nodes.length).toBeGreaterThan(10);
    for (const node of nodes) {
      const [path = "", ...lines] = node.split("\n");
      const n = Number(/\d+$/.exec(path)?.[0]);
      const [, data = ""] = /data = (\w*)/.exec(node) ?? [];
      expect([`value ${n}`, `new ${n}`]).toContain(Buffer.from(data, "base64").toString());
      const czxid = tree.get(path)?.stat.czxid;
      if (czxid === undefined) continue;
      const hex = `${czxid.epoch}${czxid.counter.toString(16).padStart(8, "0")}`;
      expect(lines[0]).toMatch(new RegExp(`cZxid = 0x0*${hex}$`));
    }
    expect(stdout).toContain("Session Details (sid, timeout, ephemeralCount):\n0x");
  });

  it("serves the same tree, session and all, from a copy of our directory", async () => {
    const apache = await startApache({ dataDir: copy });
    try {
      expect(entries(await readTree(`127.0.0.1:${apache.port}`))).toEqual(entries(tree));
      expect(apache.log()).not.toMatch(/ERROR|digest/i);
    } finally {
      await apache.dispose();
    }
  });
});

describe("our server on Apache's files", () => {
  it("serves the same tree from a copy of its directory", async () => {
    const home = mkdtempSync(join(tmpdir(), "zabkeeper-e2e-"));
    const apache = await startApache({ config: ["snapCount=40"] });
    try {
      const address = `127.0.0.1:${apache.port}`;
      const client = await ZooKeeper.connect(address);
      await fill(client);
      for (let n = 0; n < 60; n += 1) await client.create(`/data/node-${n}`, `value ${n}`);
      for (let n = 0; n < 60; n += 7) await client.delete(`/data/node-${n}`);
      const theirs = entries(await readTree(address));
      client.disconnect();
      await apache.stop("SIGKILL");
      const data = join(home, "data");
      cpSync(apache.dataDir, data, { recursive: true });
      await withCluster({ voters: 0, dataDirs: { 0: data } }, async (cluster) => {
        expect(entries(await readTree(cluster.server(0).address))).toEqual(theirs);
      });
    } finally {
      await apache.dispose();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/** Nodes of every kind, empty and missing data, an ACL, a failure, and a session that stays. */
async function fill(client: ZooKeeper): Promise<void> {
  await client.create("/data", null);
  await client.create("/data/empty", "");
  await client.create("/data/größe", "ünïcode ✓");
  const acl = [{ perms: 1, id: { scheme: "world", id: "anyone" } }];
  await client.create("/data/readable", "r", { acl });
  for (let n = 0; n < 3; n += 1) {
    await client.create("/data/s-", String(n), { mode: "PERSISTENT_SEQUENTIAL" });
  }
  await client.create("/data/mine", "alive", { mode: "EPHEMERAL" });
  await expect(client.create("/data/mine")).rejects.toMatchObject({ name: "NODEEXISTS" });
}

/** A session's own nodes aside, a tree as something that can be compared and printed. */
function entries(tree: Map<string, NodeRead>) {
  return Object.fromEntries([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}
