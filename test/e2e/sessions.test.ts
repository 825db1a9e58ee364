import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { appendRequest, createRequestCodec, errorCode, opCode, OPEN_ACL, Writer } from "#codec";
import { Cluster } from "../support/cluster.js";
import { RawConnection } from "../support/raw-connection.js";
import type { ServerProcess } from "../support/server-process.js";
import { PATIENCE, pause, until } from "../support/wait.js";

const TICK = 500;
/** The shortest session that is granted: two ticks. */
const SHORTEST = 2 * TICK;
/** Long enough for a busy machine to look, or to send a ping, before it is over. */
const TIMEOUT = 4_000;
const MAX_FRAME = 1_048_575;

let cluster: Cluster;
let leader: ServerProcess;
let follower: ServerProcess;

beforeAll(async () => {
  cluster = await Cluster.start();
  leader = await cluster.leader();
  [follower] = (await cluster.followers()) as [ServerProcess];
});

afterAll(async () => {
  await cluster?.dispose();
});

/** Runs `work` with a client of one server, which is closed afterwards. */
async function connected<T>(
  servers: string,
  work: (client: ZooKeeper) => Promise<T>,
  sessionTimeout = 10_000,
): Promise<T> {
  const client = await ZooKeeper.connect(servers, { sessionTimeout });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

describe("a session", () => {
  it("is granted two ticks at least", async () => {
    const client = new ZooKeeper(follower.address, { sessionTimeout: SHORTEST - 1 });
    await client.whenConnected(PATIENCE);
    expect(client.sessionTimeout).toBe(SHORTEST);
    client.disconnect();
  });
});

describe("a session whose client is gone", () => {
  it.each(["leader", "follower"])("expires with its ephemeral nodes: on the %s", async (role) => {
    const server = role === "leader" ? leader : follower;
    await connected(follower.address, async (client) => {
      const dying = await ZooKeeper.connect(server.address, { sessionTimeout: TIMEOUT });
      const began = Date.now();
      const path = await dying.create("/dying-", "", { mode: "EPHEMERAL_SEQUENTIAL" });
      dying.disconnect();
      await client.sync(path);
      expect(await client.exists(path)).not.toBeNull();
      await until(`${path} is gone`, async () => {
        await client.sync(path);
        return (await client.exists(path)) === null;
      });
      expect(Date.now() - began).toBeGreaterThanOrEqual(TIMEOUT);
      const id = dying.sessionKey.id.replace(/^0+/, "");
      await leader.says(new RegExp(`session 0x0*${id} expired`));
    });
  });

  it("lives on while its client only pings", async () => {
    const idle = await ZooKeeper.connect(follower.address, { sessionTimeout: TIMEOUT });
    await idle.create("/idle", "", { mode: "EPHEMERAL" });
    await pause(1.5 * TIMEOUT);
    // A machine that held the server up has cost it the connection, but not the session.
    await idle.whenConnected(PATIENCE);
    expect(await idle.exists("/idle")).not.toBeNull();
    await idle.close();
    await connected(leader.address, async (client) => {
      expect(await client.exists("/idle")).toBeNull();
    });
  });
});

describe("a session that moves", () => {
  it("goes on with its ephemeral nodes on another server", async () => {
    const first = await ZooKeeper.connect(follower.address, { sessionTimeout: 10_000 });
    await first.create("/moving", "", { mode: "EPHEMERAL" });
    const session = first.sessionKey;
    first.disconnect();
    const second = await ZooKeeper.connect(leader.address, { session });
    expect(second.sessionKey).toEqual(session);
    const { stat } = await second.getData("/moving");
    const owner = BigInt.asUintN(64, ownerOf(stat)).toString(16);
    expect(owner).toBe(session.id.replace(/^0+/, ""));
    await second.close();
    await connected(follower.address, async (client) => {
      await client.sync("/moving");
      expect(await client.exists("/moving")).toBeNull();
    });
  });

  it("takes its watches along, and hears of what happened meanwhile", async () => {
    await connected(leader.address, async (writer) => {
      for (const path of ["/w-data", "/w-child", "/w-later"]) await writer.create(path, "");
      const watching = await ZooKeeper.connect(cluster.connectString, { sessionTimeout: 10_000 });
      const events: string[] = [];
      const note = ({ type, path }: { type: string; path: string }) =>
        events.push(`${type} ${path}`);
      await watching.getData("/w-data", note);
      await watching.getChildren("/w-child", note);
      await watching.exists("/w-exist", note);
      await watching.getData("/w-later", note);
      const server = await serverOf(watching, writer);
      const lost = new Promise((done) => watching.once("state", done));
      await server.kill();
      await lost;
      const rest = cluster.servers.filter((one) => one !== server).map(({ address }) => address);
      await cluster.leader();
      await connected(rest.join(","), async (other) => {
        await other.setData("/w-data", "new");
        await other.create("/w-child/x", "");
        await other.create("/w-exist", "");
        await watching.whenConnected(PATIENCE);
        await until("three events", () => events.length >= 3);
        await other.setData("/w-later", "new");
        await until("four events", () => events.length >= 4);
      });
      expect(events.slice(0, 3).sort()).toEqual([
        "NodeChildrenChanged /w-child",
        "NodeCreated /w-exist",
        "NodeDataChanged /w-data",
      ]);
      expect(events.slice(3)).toEqual(["NodeDataChanged /w-later"]);
      await watching.close();
      server.start();
      await cluster.serving();
    });
    leader = await cluster.leader();
    [follower] = (await cluster.followers()) as [ServerProcess];
  });

  it("is refused with a wrong password, and lives on", async () => {
    const client = await ZooKeeper.connect(follower.address, { sessionTimeout: 10_000 });
    await client.create("/kept", "", { mode: "EPHEMERAL" });
    const id = Buffer.from(client.sessionKey.id, "hex");
    const thief = await RawConnection.open(leader.port);
    const answer = await thief.session({
      sessionHi: id.readInt32BE(0),
      sessionLo: id.readInt32BE(4),
      passwd: Buffer.alloc(16, 7),
    });
    expect(answer).toMatchObject({ timeOut: 0, sessionHi: 0, sessionLo: 0 });
    expect(answer?.passwd).toEqual(Buffer.alloc(16));
    await thief.ended();
    expect(await client.exists("/kept")).not.toBeNull();
    await client.close();
  });
});

describe("a request", () => {
  const sized = (path: string, frame: number) => {
    const out = new Writer();
    const record = { path, data: Buffer.alloc(0), acl: OPEN_ACL, flags: 0 };
    appendRequest(out, 1, opCode.create, createRequestCodec, record);
    const data = Buffer.alloc(frame - (out.finish().length - 4), "x");
    appendRequest(out, 1, opCode.create, createRequestCodec, { ...record, data });
    return { bytes: Buffer.from(out.finish()), data };
  };

  it(`of ${MAX_FRAME} bytes is served, and read back on every server`, async () => {
    const { bytes, data } = sized("/large", MAX_FRAME);
    expect(bytes.readInt32BE(0)).toBe(MAX_FRAME);
    const connection = await RawConnection.open(follower.port);
    await connection.session();
    connection.write(bytes);
    expect(await connection.answered(1)).toMatchObject([{ xid: 1, err: errorCode.OK }]);
    connection.end();
    for (const { address } of cluster.servers) {
      await connected(address, async (client) => {
        await client.sync("/large");
        expect((await client.getData("/large")).data?.equals(data)).toBe(true);
      });
    }
  });

  it("of one byte more ends the connection, without an answer", async () => {
    const connection = await RawConnection.open(follower.port);
    await connection.session();
    connection.write(sized("/larger", MAX_FRAME + 1).bytes);
    await connection.ended();
    expect(connection.replies).toEqual([]);
    await follower.says(`:${connection.port} closed: `);
  });

  it("is answered however many answers wait for a client that does not read meanwhile", async () => {
    await connected(leader.address, async (client) => {
      const value = "x".repeat(8_000);
      await client.create("/many", value);
      const reads = Array.from({ length: 2_000 }, () => client.getData("/many"));
      const sizes = (await Promise.all(reads)).map(({ data }) => data?.length);
      expect(sizes).toEqual(Array.from({ length: 2_000 }, () => 8_000));
    });
  });
});

describe("a four-letter word", () => {
  it("is answered by every server in ZooKeeper's words", async () => {
    for (const server of cluster.servers) {
      const mode = server === leader ? "leader" : "follower";
      expect(await server.ask("ruok")).toBe("imok");
      expect(await server.ask("isro")).toBe("rw");
      const srvr = await server.ask("srvr");
      for (const key of ["Zookeeper version", "Latency min/avg/max", "Received", "Sent"]) {
        expect(srvr).toContain(`${key}: `);
      }
      expect(srvr).toMatch(/^Zxid: 0x[1-9a-f][0-9a-f]{8}$/m);
      expect(srvr).toMatch(new RegExp(`^Mode: ${mode}$`, "m"));
      expect(srvr).toMatch(/^Node count: \d+$/m);
      expect(await server.ask("stat")).toMatch(/^Clients:\n \/127\.0\.0\.1:\d+\[0\]\(queued=/m);
      const mntr = await server.ask("mntr");
      expect(mntr).toMatch(new RegExp(`^zk_server_state\t${mode}$`, "m"));
      expect(mntr).toMatch(/^zk_znode_count\t\d+$/m);
      if (mode === "leader") expect(mntr).toMatch(/^zk_synced_followers\t2$/m);
      const conf = await server.ask("conf");
      expect(conf).toContain(`clientPort=${server.port}\n`);
      expect(conf).toContain(`tickTime=${TICK}\n`);
      expect(await server.ask("wchs")).toBe(
        "wchs is not executed because it is not in the whitelist.\n",
      );
    }
  });

  it("behind the first frame is a length that ends the connection", async () => {
    const connection = await RawConnection.open(follower.port);
    await connection.session();
    connection.write(Buffer.from("ruok"));
    await connection.ended();
    expect(connection.replies).toEqual([]);
  });
});

/** The server that holds a session's connection: the one where its requests are counted. */
async function serverOf(client: ZooKeeper, other: ZooKeeper): Promise<ServerProcess> {
  const received = async (server: ServerProcess) => {
    const lines = (await server.ask("stat")).matchAll(/\[1\]\(queued=\d+,recved=(\d+),/g);
    return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await Promise.all(cluster.servers.map(received));
  expect(other.state).toBe("connected");
  for (let n = 0; n < 20; n += 1) await client.exists("/");
  const after = await Promise.all(cluster.servers.map(received));
  const found = cluster.servers.find((_, i) => Number(after[i]) - Number(before[i]) >= 20);
  if (found === undefined) throw new Error("no server counts the client's requests");
  return found;
}

function ownerOf(stat: { ephemeralOwnerHi: number; ephemeralOwnerLo: number }): bigint {
  return (BigInt(stat.ephemeralOwnerHi) << 32n) | BigInt(stat.ephemeralOwnerLo >>> 0);
}
