import { decodeTxn, errorCode, opCode, packetType, Writer, appendPacket } from "#codec";
import { bodyOf } from "#runtime";
import { describe, expect, it } from "vitest";
import { MemoryClient, MemoryEnsemble, TICK, type Node } from "../support/memory-ensemble.js";
import { MemoryNetwork, seeded } from "../support/memory-ports.js";

function three(seed: number, settings = {}) {
  const ensemble = new MemoryEnsemble({ seed, voters: 3, settings });
  const leader = ensemble.serving();
  return { ensemble, world: ensemble.world, leader };
}

/** The nodes below the root that hold their own path, as `create` makes them. */
function written(node: Node): string[] {
  const { memLog, committed } = node.server.state;
  const paths = memLog.slice(memLog.baseLength, committed).flatMap((txn) => {
    const entry = decodeTxn(bodyOf(txn));
    return entry.ok && entry.value.txn.type === opCode.create ? [entry.value.txn.record.path] : [];
  });
  return paths.sort();
}

describe("a server that dies with its disk half done", () => {
  it.each([0, 1, 2, 3])("lets no ACK out when it dies after %i completions of 3", (k) => {
    const { ensemble, world, leader } = three(21);
    const others = [1, 2, 3].filter((id) => id !== leader);
    const [dying, other] = others as [number, number];
    ensemble.kill(other);
    const client = ensemble.connected(leader);
    const { disk } = ensemble.node(dying);
    disk.latency = null;
    const xids = ["/a", "/b", "/c"].map((path) => client.create(path));
    world.settle();
    expect(disk.pending).toBe(3);
    disk.complete(k);
    world.settle();
    ensemble.kill(dying);
    world.settle();
    expect(xids.map((xid) => client.answer(xid)?.err)).toEqual(
      xids.map((_, at) => (at < k ? 0 : undefined)),
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "comes back, and what was acknowledged is everywhere (seed %i)",
    (seed) => {
      const { ensemble, world } = three(seed);
      const chance = seeded(seed);
      const acknowledged: string[] = [];
      for (let round = 0; round < 6; round += 1) {
        const leader = ensemble.serving();
        const id = 1 + Math.floor(chance() * 3);
        const client = ensemble.connected(id);
        for (const node of ensemble.nodes.values()) node.disk.latency = Math.floor(chance() * 30);
        const xids = Array.from({ length: 20 }, (_, n) => ({
          path: `/r${round}-${n}`,
          xid: client.create(`/r${round}-${n}`),
        }));
        world.pass(Math.floor(chance() * 60));
        const victims = round === 5 ? [1, 2, 3] : [chance() < 0.5 ? leader : 1 + (round % 3)];
        for (const victim of victims) ensemble.kill(victim, Math.floor(chance() * 25));
        world.pass(50);
        for (const { path, xid } of xids) {
          if (client.answer(xid)?.err === 0) acknowledged.push(path);
        }
        for (const victim of victims) ensemble.start(victim);
      }
      ensemble.serving();
      const probe = ensemble.connected(1);
      probe.answered(probe.create("/last"));
      world.pass(10 * TICK);
      const trees = [...ensemble.nodes.values()].map(written);
      expect(trees[1], `seed ${seed}`).toEqual(trees[0]);
      expect(trees[2], `seed ${seed}`).toEqual(trees[0]);
      expect(new Set(trees[0]).size).toBe(trees[0]?.length);
      expect(trees[0]).toEqual(expect.arrayContaining(acknowledged));
      expect(acknowledged.length).toBeGreaterThan(0);
    },
  );
});

describe("a disk that fails", () => {
  it("ends every connection at once: nothing more is acknowledged or sent", () => {
    const { ensemble, world, leader } = three(31);
    const node = ensemble.node(leader);
    const client = ensemble.connected(leader);
    for (const { disk } of ensemble.nodes.values()) disk.latency = null;
    const xid = client.create("/lost");
    world.settle();
    node.disk.fail("no space left");
    world.pass(20);
    expect(client.closed).not.toBe(null);
    expect(client.answer(xid)).toBe(undefined);
    expect(node.fatal).toBe("no space left");
    const lines = node.evidence.lines.length;
    node.server.diskCompleted(1);
    world.pass(20);
    expect(node.evidence.lines.length).toBe(lines);
    expect(node.server.state.diskQueue.length).toBe(1);
  });
});

describe("a fault of the server's own", () => {
  it("flushes the evidence, says one line, and leaves no half of a server behind", () => {
    const { ensemble, world, leader } = three(32);
    const node = ensemble.node(leader);
    const client = ensemble.connected(leader);
    node.server.service.apply = () => {
      throw new Error("cannot be applied");
    };
    client.create("/x");
    world.pass(20);
    expect(node.fatal).toContain("cannot be applied");
    expect(node.evidence.unflushed).toBe(0);
    expect(client.closed).not.toBe(null);
    const lines = node.evidence.lines.length;
    world.pass(10 * TICK);
    expect(node.evidence.lines.length).toBe(lines);
    expect(ensemble.leader).not.toBe(null);
    const late = ensemble.client(leader);
    late.open(Buffer.from("ruok"));
    world.pass(20);
    expect(late.text).toBe("");
  });
});

describe("a server whose disk is busy", () => {
  it("casts no vote before it is idle", () => {
    const { ensemble, world, leader } = three(33);
    const node = ensemble.node(ensemble.follower());
    const client = ensemble.connected(leader);
    node.disk.latency = null;
    client.create("/busy");
    world.settle();
    const before = node.evidence.lines.length;
    ensemble.kill(leader);
    world.pass(10 * TICK);
    const since = () => node.evidence.lines.slice(before).join("");
    expect(node.server.state.role).toBe("LOOKING");
    expect(since()).not.toContain("StartElection");
    node.disk.latency = 0;
    node.disk.complete(1);
    ensemble.serving();
    expect(since()).toContain("StartElection");
  });
});

describe("a connection that is broken without a word", () => {
  it("costs a leader its quorum within syncLimit, and the others have a new one", () => {
    const { ensemble, world, leader } = three(41);
    for (const stream of ensemble.node(leader).network.streams) {
      stream.lost = true;
      stream.peer.lost = true;
    }
    const cut = (port: number) => port >= 2101 && port < 2200;
    ensemble.node(leader).network.reaches = cut;
    for (const [id, { network }] of ensemble.nodes) {
      if (id !== leader) network.reaches = (port) => port % 100 !== leader;
    }
    world.until(
      () => ensemble.leader !== leader && ensemble.leader !== null,
      "a new leader",
      4_000,
    );
    world.pass(10 * TICK);
    expect(ensemble.node(leader).server.clients.serving).toBe(false);
  });

  it("makes a follower look for a leader again", () => {
    const { ensemble, world, leader } = three(42);
    const id = ensemble.follower();
    const { network, log } = ensemble.node(id);
    for (const stream of network.streams) {
      if (stream.remotePort === 2800 + leader) stream.peer.lost = true;
    }
    world.pass(7 * TICK);
    expect(log.filter((line) => line.includes("nothing heard for 5 ticks"))).toHaveLength(1);
    ensemble.serving();
  });
});

describe("a learner that does not keep up", () => {
  it("is let go when a proposal stays unacknowledged for longer than syncLimit", () => {
    const { ensemble, world, leader } = three(51);
    const id = ensemble.follower();
    const client = ensemble.connected(leader);
    ensemble.node(id).disk.latency = null;
    world.pass(15 * TICK);
    client.ping();
    expect(ensemble.node(leader).log.join()).not.toContain("acknowledged");
    client.create("/slow");
    world.pass(4 * TICK);
    expect(ensemble.node(leader).log.join()).not.toContain("acknowledged");
    world.pass(3 * TICK);
    const said = `learner ${id} is gone: a proposal was not acknowledged within syncLimit`;
    expect(ensemble.node(leader).log.filter((line) => line === said)).toHaveLength(1);
  });

  it("is kept while it acknowledges, however long it has been followed", () => {
    const { ensemble, world, leader } = three(52);
    for (const { disk } of ensemble.nodes.values()) disk.latency = TICK;
    const client = ensemble.connected(leader);
    for (let k = 0; k < 40; k += 1) {
      client.create(`/k${k}`);
      world.pass(TICK / 2);
    }
    expect(ensemble.node(leader).log.join()).not.toContain("is gone");
  });

  it("gets a snapshot in slices, as far as it reads, and is whole in the end", () => {
    const { ensemble, leader } = three(53);
    const id = ensemble.follower();
    ensemble.kill(id);
    ensemble.disks.delete(id);
    const client = ensemble.connected(leader);
    const xids = Array.from({ length: 2_500 }, (_, k) => client.create(`/big${k}`));
    client.answered(xids.at(-1) as number);
    ensemble.start(id);
    ensemble.serving();
    const behind = ensemble.connected(id);
    behind.answered(behind.sync());
    expect(ensemble.node(leader).log).toContain(`learner ${id} is synchronised by SNAP`);
    const counts = [...ensemble.nodes.values()].map(({ server }) => server.service.nodeCount);
    expect(counts).toEqual([2_505, 2_505, 2_505]);
    ensemble.kill(id);
    ensemble.start(id);
    ensemble.serving();
    expect(ensemble.node(id).server.service.nodeCount).toBe(2_505);
  });

  it("keeps its old tree when it leaves in the middle of a sync", () => {
    const { ensemble, world, leader } = three(54);
    const id = ensemble.follower();
    const first = ensemble.connected(leader);
    first.answered(first.create("/before"));
    ensemble.kill(id);
    const client = ensemble.connected(leader);
    const xids = Array.from({ length: 2_500 }, (_, k) => client.create(`/more${k}`));
    client.answered(xids.at(-1) as number);
    const node = ensemble.start(id);
    const { server, network } = node;
    const { nodeCount } = server.service;
    world.creep(() => server.state.phase === "sync" && server.state.memLog.length === 0, "a SNAP");
    for (const stream of network.streams) {
      if (stream.remotePort === 2800 + leader) stream.destroy();
    }
    world.creep(() => server.state.role === "LOOKING", "the end of the role");
    expect(server.state.memLog.lastZxid).toEqual(server.state.log.lastZxid);
    expect(server.service.nodeCount).toBe(nodeCount);
    ensemble.serving();
    expect(ensemble.node(id).server.service.nodeCount).toBe(5 + 2_501);
  });
});

describe("a peer that speaks nonsense on the quorum port", () => {
  const packet = (type: number, zxid: { epoch: number; counter: number }, data: Buffer | null) => {
    const out = new Writer();
    appendPacket(out, type, zxid, data);
    return out.finish();
  };
  const zero = { epoch: 0, counter: 0 };

  it.each([
    ["an unknown type", packet(99, zero, null)],
    ["a proposal", packet(packetType.PROPOSAL, zero, null)],
    ["a request that does not parse", packet(packetType.REQUEST, zero, Buffer.alloc(3))],
    ["a session without a timeout", packet(packetType.REQUEST, zero, newSession(0))],
    ["a ping of half a session", packet(packetType.PING, zero, Buffer.alloc(5))],
    ["a revalidation of nobody", packet(packetType.REVALIDATE, zero, null)],
    [
      "an acknowledgement of what was never proposed",
      packet(packetType.ACK, { epoch: 9, counter: 9 }, null),
    ],
  ])("loses its connection with one line of log: %s", (_what, bytes) => {
    const { ensemble, world, leader } = three(61);
    const id = ensemble.follower();
    const node = ensemble.node(leader);
    const from = ensemble
      .node(id)
      .network.streams.find(({ remotePort }) => remotePort === 2800 + leader);
    const before = node.log.length;
    from?.write(bytes);
    world.settle();
    expect(
      node.log.slice(before).filter((line) => line.startsWith(`learner ${id} is gone`)),
    ).toHaveLength(1);
    expect(ensemble.leader).toBe(leader);
    ensemble.serving();
  });

  it("may be a stranger that never introduces itself", () => {
    const { ensemble, world, leader } = three(62);
    const stranger = new MemoryClient(world, 2800 + leader);
    stranger.open(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    world.pass(12 * TICK);
    expect(stranger.closed).not.toBe(null);
    expect(
      ensemble.node(leader).log.filter((line) => line.startsWith("quorum connection")),
    ).toHaveLength(1);
    expect(new MemoryNetwork(stranger.process).streams).toEqual([]);
  });

  it("cannot have a write ordered whose body does not parse: it fails in a place of its own", () => {
    const { ensemble, world, leader } = three(63);
    const id = ensemble.follower();
    const client = ensemble.connected(id);
    const { session } = client;
    const data = Buffer.concat([
      sessionBytes(session?.sessionHi ?? 0, session?.sessionLo ?? 0, 7, opCode.create),
      Buffer.from([0, 0, 0, 99]),
    ]);
    const from = ensemble
      .node(id)
      .network.streams.find(({ remotePort }) => remotePort === 2800 + leader);
    const last = ensemble.node(leader).server.state.memLog.lastZxid;
    from?.write(packet(packetType.REQUEST, zero, data));
    const answer = client.answered(client.create("/behind"));
    expect(answer).toMatchObject({ err: 0, zxid: { counter: last.counter + 2 } });
    world.pass(20);
    for (const { server } of ensemble.nodes.values()) {
      const { memLog, committed } = server.state;
      expect(committed).toBe(memLog.length);
      const failed = decodeTxn(bodyOf(memLog.at(memLog.length - 1) as never));
      expect(failed).toMatchObject({
        ok: true,
        value: { txn: { record: { err: errorCode.MARSHALLINGERROR } } },
      });
    }
  });
});

function sessionBytes(hi: number, lo: number, cxid: number, type: number): Buffer {
  const data = Buffer.alloc(16);
  [hi, lo, cxid, type].forEach((value, k) => data.writeInt32BE(value, 4 * k));
  return data;
}

function newSession(length: number): Buffer {
  return Buffer.concat([sessionBytes(1, 1, 0, opCode.createSession), Buffer.alloc(length)]);
}
