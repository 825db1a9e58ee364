import { errorCode, getDataResponseCodec, decode } from "#codec";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryEnsemble, TICK, type MemoryClient } from "../support/memory-ensemble.js";
import { seeded } from "../support/memory-ports.js";

/** Requests by kind, so that what fails shrinks to few of them. */
const pipelines = fc.array(
  fc.array(fc.constantFrom("create", "set", "get", "sync", "ping", "bad"), { maxLength: 12 }),
  { minLength: 1, maxLength: 4 },
);

function send(client: MemoryClient, kind: string, path: string, text: string): number | null {
  if (kind === "create") return client.create(path);
  if (kind === "set") return client.set(path, text);
  if (kind === "get") return client.get(path);
  if (kind === "sync") return client.sync();
  if (kind === "bad") return client.send(1);
  client.ping();
  return null;
}

describe("the answers of one session", () => {
  it("come in the order of its requests, and a read sees every write before it", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(3), pipelines, (seed, slow, lists) => {
        const ensemble = new MemoryEnsemble({ seed, voters: 3, observers: 1 });
        ensemble.serving();
        const { world } = ensemble;
        const clients = lists.map((_, k) => ensemble.connected(1 + (k % 4)));
        for (const { disk } of ensemble.nodes.values()) disk.latency = slow * 7;
        const chance = seeded(seed);
        const sent = lists.map((kinds, k) => {
          const client = clients[k] as MemoryClient;
          return kinds.map((kind, n) => {
            if (chance() < 0.3) world.turn();
            return { kind, text: `t${n}`, xid: send(client, kind, `/c${k}`, `t${n}`) };
          });
        });
        world.pass(3 * TICK);
        sent.forEach((requests, k) => {
          const client = clients[k] as MemoryClient;
          const ordered = requests.filter(({ xid }) => xid !== null);
          const answers = client.answers.filter(({ xid }) => xid > 0);
          expect(answers.map(({ xid }) => xid)).toEqual(ordered.map(({ xid }) => xid));
          let value: string | null = null;
          ordered.forEach(({ kind, text }, at) => {
            const answer = answers[at];
            if (kind === "bad") expect(answer?.err).toBe(errorCode.MARSHALLINGERROR);
            if (kind === "create") value ??= `/c${k}`;
            if (kind === "set" && value !== null) value = text;
            if (kind !== "get") return;
            expect(answer?.err).toBe(value === null ? errorCode.NONODE : 0);
            if (value === null) return;
            const read = decode(getDataResponseCodec, answer?.body as Buffer);
            expect(read.ok && read.value.data?.toString()).toBe(value);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("a sync", () => {
  it.each(["the leader", "a follower"])("on %s waits for what is outstanding", (where) => {
    const ensemble = new MemoryEnsemble({ seed: 9, voters: 3 });
    const leader = ensemble.serving();
    const id = where === "the leader" ? leader : ensemble.follower();
    const [writer, reader] = [ensemble.connected(leader), ensemble.connected(id)];
    for (const { disk } of ensemble.nodes.values()) disk.latency = null;
    const mine = reader.create("/mine");
    ensemble.world.settle();
    writer.create("/outstanding");
    ensemble.world.settle();
    const [sync, read] = [reader.sync(), reader.get("/outstanding")];
    ensemble.world.settle();
    for (const { disk } of ensemble.nodes.values()) disk.complete(1);
    ensemble.world.settle();
    expect([reader.answer(mine)?.err, reader.answer(sync)]).toEqual([0, undefined]);
    for (const { disk } of ensemble.nodes.values()) disk.complete(1);
    expect([reader.answered(sync).err, reader.answered(read).err]).toEqual([0, 0]);
  });

  it("shows on every server what was acknowledged on another before it", () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const ensemble = new MemoryEnsemble({ seed, voters: 3, observers: 1 });
      ensemble.serving();
      const writer = ensemble.connected(1 + (seed % 4));
      const readers = [1, 2, 3, 4].map((id) => ensemble.connected(id));
      for (const { disk } of ensemble.nodes.values()) disk.latency = seed % 9;
      writer.answered(writer.create("/seen"));
      const reads = readers.map((reader) => {
        reader.sync();
        return reader.get("/seen");
      });
      readers.forEach((reader, k) => {
        expect(reader.answered(reads[k] as number).err, `seed ${seed}`).toBe(0);
      });
    }
  });
});

describe("a watch", () => {
  it("fires before any answer that shows the change, whoever made it", () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const ensemble = new MemoryEnsemble({ seed, voters: 3 });
      ensemble.serving();
      const writer = ensemble.connected(1);
      const watcher = ensemble.connected(1 + (seed % 3));
      writer.answered(writer.create("/w"));
      watcher.sync();
      watcher.answered(watcher.get("/w", true));
      writer.set("/w", "new");
      const reads: number[] = [];
      for (let k = 0; k < 30; k += 1) {
        reads.push(watcher.get("/w"));
        ensemble.world.turn();
      }
      watcher.answered(reads.at(-1) as number);
      ensemble.world.pass(TICK);
      const last = watcher.answered(watcher.get("/w"));
      const event = watcher.answers.findIndex(({ xid }) => xid === -1);
      const first = watcher.answers.findIndex(({ xid, body }) => xid > 0 && body.includes("new"));
      expect(last.body.includes("new"), `seed ${seed}`).toBe(true);
      expect(event, `seed ${seed}`).toBeGreaterThan(-1);
      expect(event, `seed ${seed}`).toBeLessThan(first);
    }
  });
});
