import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { appendRequest, createRequestCodec, errorCode, opCode, OPEN_ACL, Writer } from "#codec";
import { Cluster } from "../support/cluster.js";
import { RawConnection } from "../support/raw-connection.js";
import type { ServerProcess } from "../support/server-process.js";
import { readTree } from "../support/tree-reader.js";
import { PATIENCE, pause, until } from "../support/wait.js";

const HTTP = Buffer.from("GET / HTTP/1.1\r\nHost: zookeeper\r\nAccept: */*\r\n\r\n");
/** The beginning of a TLS 1.2 ClientHello. */
const TLS = Buffer.from(`16030100c8010000c40303${"5a".repeat(190)}`, "hex");
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** An introduction of server 99 on the election port, at 127.0.0.1:1. */
const STRANGER = "ffffffffffff0000 0000000000000063 0000000b 3132372e302e302e313a31";

interface Bad {
  readonly what: string;
  readonly bytes: Buffer;
  /** The sender closes its half after the bytes: the rest will never come. */
  readonly cut?: boolean;
}

const BAD = {
  client: [
    { what: "a negative length", bytes: hex("fffffffe 00000000") },
    { what: "a length beyond jute.maxbuffer", bytes: hex("7fffffff 00000000") },
    { what: "an empty frame", bytes: hex("00000000") },
    { what: "a frame that is no ConnectRequest", bytes: hex("00000004 00000000") },
    { what: "a frame that is cut off", bytes: hex("0000002d 00000000 0000"), cut: true },
    { what: "HTTP", bytes: HTTP },
    { what: "TLS", bytes: TLS },
  ],
  quorum: [
    { what: "a negative length", bytes: hex("0000000b 0000000000000000 fffffffe 00000000") },
    {
      what: "a length beyond all bounds",
      bytes: hex("0000000b 0000000000000000 7fffffff 00000000"),
    },
    {
      what: "a packet that comes too early",
      bytes: hex("00000003 0000000100000000 ffffffff ffffffff"),
    },
    {
      what: "a stranger's FOLLOWERINFO",
      bytes: hex(
        "0000000b 0000000000000000 00000014 0000000000000063 00010000 0000000000000000 ffffffff",
      ),
    },
    { what: "a packet that is cut off", bytes: hex("0000000b 0000000000000000 0000"), cut: true },
    { what: "HTTP", bytes: HTTP },
    { what: "TLS", bytes: TLS },
  ],
  election: [
    { what: "a negative length", bytes: hex("ffffffffffff0000 0000000000000001 fffffffe") },
    {
      what: "a length beyond all bounds",
      bytes: hex("ffffffffffff0000 0000000000000001 7fffffff"),
    },
    { what: "a stranger's introduction", bytes: hex(STRANGER) },
    { what: "an introduction that is cut off", bytes: hex("ffffffffffff0000 000000"), cut: true },
    { what: "HTTP", bytes: HTTP },
    { what: "TLS", bytes: TLS },
  ],
} satisfies Record<string, readonly Bad[]>;

describe("bytes that are not ZooKeeper's", () => {
  let cluster: Cluster;
  let leader: ServerProcess;
  const clients: ZooKeeper[] = [];
  const states: string[] = [];

  beforeAll(async () => {
    // Whoever says nothing is let go after the initLimit; no session ends meanwhile.
    const sessionTimeout = 120_000;
    cluster = await Cluster.start({ config: [`maxSessionTimeout=${sessionTimeout}`] });
    leader = await cluster.leader();
    for (const { address } of cluster.servers) {
      const client = await ZooKeeper.connect(address, { sessionTimeout });
      client.on("state", (state) => states.push(`${address} ${state}`));
      clients.push(client);
    }
    await clients[0]?.create("/bad", "");
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await cluster?.dispose();
  });

  describe.each(["client", "quorum", "election"] as const)("on the %s port", (name) => {
    it.each<Bad>(BAD[name])("end the connection with one line: $what", async ({ bytes, cut }) => {
      const servers = name === "quorum" ? [leader] : cluster.servers;
      for (const server of servers) {
        const before = server.logLines.length;
        const connection = await RawConnection.open(server.settings[`${name}Port`]);
        const { port } = connection;
        if (cut === true) connection.socket.end(bytes);
        else connection.write(bytes);
        await connection.ended();
        const news = () => server.logLines.slice(before);
        const about = () => news().filter((line) => line.includes(`:${port} `));
        await until("the server says so", () => about().length > 0);
        expect(about()).toHaveLength(1);
        expect(about()[0]).not.toMatch(/\bat .*\.(ts|js):/);
      }
    });
  });

  it("are not noticed by anybody else", async () => {
    for (const client of clients) await client.setData("/bad", "still here");
    expect(states).toEqual([]);
    for (const client of clients) expect(client.state).toBe("connected");
    expect(await leader.mode()).toBe("leader");
    for (const server of cluster.servers) {
      expect(server.alive).toBe(true);
      expect(server.logLines.filter((line) => /LOOKING election/.test(line)).length).toBeLessThan(
        2,
      );
    }
  });

  it("cannot keep anybody out by saying nothing", async () => {
    const silent = [];
    for (const port of ["quorumPort", "electionPort"] as const) {
      for (let n = 0; n < 80; n += 1) silent.push(RawConnection.open(leader.settings[port]));
    }
    const opened = await Promise.all(silent);
    const [follower] = await cluster.followers();
    await follower?.stop();
    follower?.start();
    await follower?.serving();
    for (const connection of opened) connection.end();
    for (const client of clients) await client.whenConnected(PATIENCE);
  });
});

describe("a request whose body is malformed", () => {
  const BODIES = {
    "a path longer than the body": hex("00000040 2f61"),
    "a negative length": hex("fffffff0 2f61"),
    "nothing at all": hex(""),
    "an end within the second field": hex("00000002 2f61 0000"),
  };
  const WRITES = {
    create: opCode.create,
    create2: opCode.create2,
    delete: opCode.delete,
    setData: opCode.setData,
  };

  it("is answered with an error, and disturbs nobody", async () => {
    const cluster = await Cluster.start();
    try {
      const modes = await Promise.all(cluster.servers.map((server) => server.mode()));
      const good = cluster.servers.map(({ address }, i) => wellFormed(address, `/good-${i}`));
      const bad = cluster.servers.map(({ port }, i) =>
        malformed(port, `/behind-${i}`, BODIES, WRITES),
      );
      await Promise.all([...good, ...bad]);
      const trees = await Promise.all(cluster.servers.map(({ address }) => readTree(address)));
      const behind = Object.keys(BODIES).length * Object.keys(WRITES).length;
      for (const tree of trees) expect(tree.size).toBe(1 + 3 * 200 + 3 * behind);
      expect(await Promise.all(cluster.servers.map((server) => server.mode()))).toEqual(modes);
    } finally {
      await cluster.dispose();
    }
  });
});

/** Two hundred creates, twenty at a time. */
async function wellFormed(address: string, prefix: string): Promise<void> {
  const client = await ZooKeeper.connect(address);
  for (let n = 0; n < 10; n += 1) {
    const paths = Array.from({ length: 20 }, (_, k) => `${prefix}-${20 * n + k}`);
    expect(await Promise.all(paths.map((path) => client.create(path, "x")))).toEqual(paths);
    await pause(10);
  }
  await client.close();
}

/** Every bad body of every write, a good create pipelined behind each; all answered in order. */
async function malformed(
  port: number,
  prefix: string,
  bodies: Readonly<Record<string, Buffer>>,
  writes: Readonly<Record<string, number>>,
): Promise<void> {
  const connection = await RawConnection.open(port);
  await connection.session();
  const out = new Writer();
  const wanted: { xid: number; err: number }[] = [];
  let xid = 0;
  for (const opcode of Object.values(writes)) {
    for (const body of Object.values(bodies)) {
      xid += 1;
      out.int(8 + body.length);
      out.int(xid);
      out.int(opcode);
      out.bytes(body);
      wanted.push({ xid, err: errorCode.MARSHALLINGERROR });
      xid += 1;
      const record = { path: `${prefix}-${xid}`, data: Buffer.from("x"), acl: OPEN_ACL, flags: 0 };
      appendRequest(out, xid, opCode.create, createRequestCodec, record);
      wanted.push({ xid, err: errorCode.OK });
    }
  }
  connection.write(out.finish());
  const replies = await connection.answered(wanted.length);
  connection.end();
  expect(replies.map(({ xid, err }) => ({ xid, err }))).toEqual(wanted);
}

describe("a port that is taken", () => {
  it.each(["clientPort", "quorumPort", "electionPort"] as const)(
    "is named with a remedy in one line, and the server exits with a failure: %s",
    async (name) => {
      const cluster = await Cluster.start({ stopped: true });
      const server = cluster.server(1);
      const port = server.settings[name];
      const taken = createServer();
      await new Promise<void>((done) => taken.listen(port, "127.0.0.1", done));
      try {
        server.start();
        const { code } = await server.ended;
        expect(code).toBe(1);
        expect(server.logLines).toHaveLength(1);
        expect(server.log).toContain(`127.0.0.1:${port}: already taken: stop what uses it`);
      } finally {
        taken.close();
        await cluster.dispose();
      }
    },
  );
});
