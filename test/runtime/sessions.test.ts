import { decode, errorCode, opCode, setWatchesCodec, watcherEventCodec } from "#codec";
import { describe, expect, it } from "vitest";
import { MemoryEnsemble, TICK } from "../support/memory-ensemble.js";

function alone(settings = {}) {
  const ensemble = new MemoryEnsemble({ seed: 1, voters: 1, settings });
  ensemble.serving();
  return ensemble;
}

describe("a connection that asks for a session", () => {
  it.each([
    [1, 2 * TICK],
    [5 * TICK, 5 * TICK],
    [1_000_000, 20 * TICK],
  ])("gets the timeout %i as %i", (asked, given) => {
    const client = alone().connected(1, asked);
    expect(client.session?.timeOut).toBe(given);
  });

  it("is answered with the readOnly byte exactly when it sent one", () => {
    const ensemble = alone();
    for (const [readOnly, length] of [
      [null, 36],
      [false, 37],
    ] as const) {
      const client = ensemble.client(1);
      client.connect({ readOnly });
      ensemble.world.until(() => client.session !== null, "a session");
      expect(client.text.length).toBe(4 + length);
    }
  });

  it("is closed without a word when it has seen more than this server", () => {
    const ensemble = alone();
    const client = ensemble.client(1);
    client.connect({ lastZxidSeen: { epoch: 0, counter: 99 } });
    ensemble.world.pass(10);
    expect([client.closed, client.text]).toEqual(["closed by the peer", ""]);
  });

  it("is closed without a word while nobody leads", () => {
    const ensemble = new MemoryEnsemble({ seed: 1, voters: 3 });
    ensemble.kill(2);
    ensemble.kill(3);
    ensemble.world.pass(1_000);
    const client = ensemble.client(1);
    client.connect();
    ensemble.world.pass(10);
    expect([client.closed, client.text]).toEqual(["closed by the peer", ""]);
  });

  it("may send requests at once: they are kept until the session is there", () => {
    const ensemble = new MemoryEnsemble({ seed: 3, voters: 3 });
    ensemble.serving();
    const client = ensemble.client(ensemble.follower());
    client.connect();
    const xids = Array.from({ length: 40 }, (_, k) =>
      k % 2 === 0 ? client.get("/zookeeper") : client.create(`/early${k}`),
    );
    ensemble.world.until(() => client.answers.length === 40, "all answers");
    expect(client.answers.map(({ xid }) => xid)).toEqual(xids);
  });

  it("is closed after ten seconds of saying nothing", () => {
    const ensemble = alone();
    const client = ensemble.client(1);
    client.open(Buffer.alloc(0));
    ensemble.world.pass(9_900);
    expect(client.closed).toBe(null);
    ensemble.world.pass(300);
    expect(client.closed).not.toBe(null);
  });

  it("is one too many beyond maxClientCnxns, which says so once", () => {
    const ensemble = alone({ maxClientCnxns: 2 });
    const clients = [1, 2, 3].map(() => {
      const client = ensemble.client(1);
      client.open(Buffer.alloc(0));
      return client;
    });
    expect(clients.map(({ closed }) => closed !== null)).toEqual([false, false, true]);
    expect(ensemble.node(1).log.filter((line) => line.includes("maxClientCnxns"))).toHaveLength(1);
    clients[0]?.stream.destroy();
    ensemble.world.pass(1);
    expect(ensemble.connected(1).closed).toBe(null);
  });
});

describe("a session that is resumed", () => {
  it("lives on, on the same server and on another, and its old connection is closed", () => {
    const ensemble = new MemoryEnsemble({ seed: 5, voters: 3 });
    ensemble.serving();
    const first = ensemble.connected(1);
    first.answered(first.create("/mine", 1));
    for (const id of [1, 2, 3]) {
      const again = ensemble.client(id);
      again.connect({ resume: first.session });
      ensemble.world.until(() => again.session !== null, "the session");
      expect(again.session?.sessionLo).toBe(first.session?.sessionLo);
      expect(again.answered(again.get("/mine")).err).toBe(0);
      if (id === 1) expect(first.closed).not.toBe(null);
    }
  });

  it("is refused with a timeout of 0 on a wrong password, and lives on all the same", () => {
    const ensemble = alone();
    const first = ensemble.connected(1);
    const thief = ensemble.client(1);
    thief.connect({ resume: first.session, password: Buffer.alloc(16, 7) });
    ensemble.world.pass(10);
    expect(thief.session).toMatchObject({ timeOut: 0, sessionHi: 0, sessionLo: 0 });
    expect(thief.closed).not.toBe(null);
    expect(ensemble.node(1).server.service.sessions.size).toBe(1);
  });

  it.each([1, 2, 3])("is refused with a timeout of 0 by server %i when it has expired", (id) => {
    const ensemble = new MemoryEnsemble({ seed: 5, voters: 3 });
    ensemble.serving();
    const first = ensemble.connected(1, 2 * TICK);
    first.stream.destroy();
    ensemble.world.pass(10 * TICK);
    const again = ensemble.client(id);
    again.connect({ resume: first.session });
    ensemble.world.pass(10);
    expect(again.session?.timeOut).toBe(0);
  });

  it("writes by its new server only: the old connection ends without an answer", () => {
    const ensemble = new MemoryEnsemble({ seed: 5, voters: 3 });
    ensemble.serving();
    const old = ensemble.connected(1);
    const moved = ensemble.client(2);
    moved.connect({ resume: old.session });
    ensemble.world.until(() => moved.session !== null, "the session");
    expect(old.answered(old.get("/zookeeper")).err).toBe(0);
    const told = old.answers.length;
    old.create("/stale");
    ensemble.world.pass(50);
    expect(old.closed).not.toBe(null);
    expect(old.answers.length).toBe(told);
    expect(moved.answered(moved.get("/stale")).err).toBe(errorCode.NONODE);
  });

  it("is never told the outcome of a write of the connection before it", () => {
    const ensemble = new MemoryEnsemble({ seed: 5, voters: 3 });
    const leader = ensemble.serving();
    const id = ensemble.follower();
    const first = ensemble.connected(id);
    for (const node of ensemble.nodes.values()) node.disk.latency = null;
    first.create("/first", 0, 1);
    ensemble.world.settle();
    const again = ensemble.client(id);
    again.connect({ resume: first.session });
    ensemble.world.until(() => again.session !== null, "the session");
    again.create("/zookeeper", 0, 1);
    ensemble.world.settle();
    for (let k = 0; k < 4; k += 1) {
      for (const node of ensemble.nodes.values()) node.disk.complete(1);
      ensemble.world.settle();
      for (const node of ensemble.nodes.values()) node.disk.flush();
    }
    expect(leader).not.toBe(id);
    expect(again.answers.map(({ err }) => err)).toEqual([errorCode.NODEEXISTS]);
  });
});

describe("a session that falls silent", () => {
  it.each([0, 1])("expires between its timeout and a tick more, ephemerals and all", (k) => {
    const ensemble = new MemoryEnsemble({ seed: 11, voters: 3 });
    const leader = ensemble.serving();
    const id = k === 0 ? leader : ensemble.follower();
    const watcher = ensemble.connected(leader, 20 * TICK);
    const client = ensemble.connected(id, 4 * TICK);
    client.answered(client.create("/mine", 1));
    watcher.answered(watcher.get("/mine", true));
    for (let t = 0; t < 8; t += 1) {
      ensemble.world.pass(TICK);
      client.ping();
      watcher.ping();
    }
    expect(client.closed).toBe(null);
    ensemble.world.pass(3 * TICK);
    expect(client.closed).toBe(null);
    ensemble.world.pass(4 * TICK);
    expect(client.closed).not.toBe(null);
    const event = watcher.answers.find(({ xid }) => xid === -1);
    expect(decode(watcherEventCodec, event?.body as Buffer)).toMatchObject({
      ok: true,
      value: { type: 2, path: "/mine" },
    });
  });

  it("gets a fresh timeout from a new leader", () => {
    const ensemble = new MemoryEnsemble({ seed: 11, voters: 3 });
    const leader = ensemble.serving();
    const client = ensemble.connected(ensemble.follower(), 20 * TICK);
    ensemble.world.pass(15 * TICK);
    ensemble.kill(leader);
    const next = ensemble.serving();
    ensemble.world.pass(15 * TICK);
    const again = ensemble.client(next);
    again.connect({ resume: client.session });
    ensemble.world.until(() => again.session !== null, "the session");
    expect(again.session?.timeOut).toBe(10 * TICK);
  });
});

describe("ids of sessions", () => {
  it("are not given twice, though a server starts anew on the same data", () => {
    const ensemble = alone();
    const first = ensemble.connected(1);
    ensemble.kill(1);
    ensemble.world.pass(1);
    ensemble.start(1);
    ensemble.serving();
    const second = ensemble.connected(1);
    expect(second.session?.sessionLo).not.toBe(first.session?.sessionLo);
    expect(ensemble.node(1).server.service.sessions.size).toBe(2);
  });
});

describe("a request", () => {
  it.each([0, 13, 20, -10, -1, 4711])(
    "with opcode %i is answered with zxid -1 and UNIMPLEMENTED, then the connection ends",
    (opcode) => {
      const ensemble = alone();
      const client = ensemble.connected(1);
      const xid = client.send(opcode);
      client.get("/zookeeper");
      ensemble.world.pass(10);
      const none = { epoch: 0xffffffff, counter: 0xffffffff };
      expect(client.answers).toMatchObject([{ xid, zxid: none, err: errorCode.UNIMPLEMENTED }]);
      expect(client.closed).not.toBe(null);
      expect(ensemble.node(1).log.filter((line) => line.includes("may ask for"))).toHaveLength(1);
    },
  );

  it("for what only Apache's server does is answered with UNIMPLEMENTED and logged once", () => {
    const ensemble = alone();
    const client = ensemble.connected(1);
    const xids = [client.send(opCode.whoAmI), client.send(opCode.whoAmI), client.get("/zookeeper")];
    ensemble.world.pass(10);
    expect(client.answers.map(({ xid, err }) => [xid, err])).toEqual([
      [xids[0], errorCode.UNIMPLEMENTED],
      [xids[1], errorCode.UNIMPLEMENTED],
      [xids[2], 0],
    ]);
    expect(ensemble.node(1).log.filter((line) => line.includes("not implemented"))).toHaveLength(1);
  });

  it("of fewer than eight bytes ends the connection", () => {
    const ensemble = alone();
    const client = ensemble.connected(1);
    client.stream.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 1]));
    ensemble.world.pass(10);
    expect(client.closed).not.toBe(null);
    expect(ensemble.node(1).log.at(-1)).toContain("a request of 4 bytes");
  });

  it("to close is answered, then the connection ends, and nothing behind it is", () => {
    const ensemble = alone();
    const client = ensemble.connected(1);
    const xid = client.send(opCode.closeSession);
    client.get("/zookeeper");
    ensemble.world.pass(10);
    expect(client.answers.map((answer) => answer.xid)).toEqual([xid]);
    expect(client.closed).not.toBe(null);
    expect(ensemble.node(1).server.service.sessions.size).toBe(0);
  });

  it("answers a ping with xid -2, whatever the ping's was", () => {
    const ensemble = alone();
    const client = ensemble.connected(1);
    client.send(opCode.ping, undefined, undefined, 77);
    ensemble.world.pass(10);
    expect(client.answers).toMatchObject([{ xid: -2, err: 0 }]);
  });

  it.each([1, 3])("whose body is cut off is refused in its turn and never ordered (%i)", (n) => {
    const ensemble = new MemoryEnsemble({ seed: 2, voters: n });
    ensemble.serving();
    const cut = {
      name: "cut",
      read: () => null,
      write: (w: { int(v: number): void }) => w.int(99),
    };
    for (const id of ensemble.nodes.keys()) {
      const client = ensemble.connected(id);
      const before = ensemble.node(id).server.state.memLog.lastZxid;
      const xids = [opCode.create, opCode.setData, opCode.delete, opCode.sync].map((code) =>
        client.send(code, cut as never, null),
      );
      client.answered(xids[3] as number);
      expect(client.answers.map(({ err }) => err)).toEqual(
        xids.map(() => errorCode.MARSHALLINGERROR),
      );
      expect(ensemble.node(id).server.state.memLog.lastZxid).toEqual(before);
      expect(client.answered(client.create(`/after${id}`)).err).toBe(0);
    }
  });

  it("to set watches again brings what was missed, then its answer", () => {
    const ensemble = alone();
    const client = ensemble.connected(1);
    const { zxid } = client.answered(client.create("/w"));
    client.answered(client.set("/w", "new"));
    client.send(
      opCode.setWatches,
      setWatchesCodec,
      { relativeZxid: zxid, dataWatches: ["/w"], existWatches: [], childWatches: ["/w"] },
      -8,
    );
    ensemble.world.pass(10);
    expect(client.answers.slice(-2).map(({ xid }) => xid)).toEqual([-1, -8]);
  });
});
