import { appendTxn, errorCode, opCode, OPEN_ACL, type Txn, Writer, type Zxid } from "#codec";
import { type Applied, Service } from "#service";
import { describe, expect, it } from "vitest";
import { acl, dump, START, type Person } from "../support/desk.js";

const out = new Writer();

/** The body of a log entry, as some leader wrote it. */
function entry(txn: Txn, counter: number, session: { hi: number; lo: number } = { hi: 7, lo: 1 }) {
  const zxid: Zxid = { epoch: 1, counter };
  const header = { sessionHi: session.hi, sessionLo: session.lo, cxid: 3, zxid, type: txn.type };
  appendTxn(out, { ...header, time: START + counter }, txn.record);
  return { body: Buffer.from(out.finish()), zxid };
}

/** A service that replays transactions, and what each of them came to. */
function replayed(...txns: Txn[]): { service: Service; results: Applied[]; events: string[] } {
  const events: string[] = [];
  const onEvent = (watcher: unknown, type: number, path: string) => {
    events.push(`${(watcher as Person).name} ${type} ${path}`);
  };
  const service = new Service({ onEvent });
  const results = txns.map((txn, i) => {
    const { body, zxid } = entry(txn, i + 1);
    return service.apply(body, zxid);
  });
  return { service, results, events };
}

const data = Buffer.from("x");

function create(path: string, parentCVersion: number, more: object = {}): Txn {
  const record = { path, data, acl: OPEN_ACL, ephemeral: false, parentCVersion, ...more };
  return { type: opCode.create, record };
}

function node(service: Service, path: string) {
  const found = [...service.snapshotSource().nodes].find((one) => one.path === path);
  if (found === undefined) throw new Error(`no node ${path}`);
  return found;
}

const remove = (path: string): Txn => ({ type: opCode.delete, record: { path } });

describe("apply", () => {
  it("makes containers and nodes with a time to live, whose owners no client sees", () => {
    const { service } = replayed(
      {
        type: opCode.createContainer,
        record: { path: "/c", data, acl: OPEN_ACL, parentCVersion: 1 },
      },
      {
        type: opCode.createTTL,
        record: { path: "/t", data, acl: OPEN_ACL, parentCVersion: 2, ttl: 10_000 },
      },
    );
    expect(node(service, "/c").stat).toMatchObject({
      ephemeralOwnerHi: -(2 ** 31),
      ephemeralOwnerLo: 0,
    });
    expect(node(service, "/t").stat).toMatchObject({
      ephemeralOwnerHi: 0xff000000 | 0,
      ephemeralOwnerLo: 10_000,
    });
    expect(service.ephemeralsCount).toBe(0);
    expect(service.nodeCount).toBe(7);
  });

  it("keeps all forty bits of a time to live", () => {
    const record = { path: "/t", data, acl: OPEN_ACL, parentCVersion: 1, ttl: 0xff_ffff_ffff };
    const { service } = replayed({ type: opCode.createTTL, record });
    expect(node(service, "/t").stat).toMatchObject({
      ephemeralOwnerHi: 0xff0000ff | 0,
      ephemeralOwnerLo: -1,
    });
  });

  it("takes the parent's next cversion when the record is too old to carry one", () => {
    const { service } = replayed(create("/a", -1), create("/b", -1));
    expect(node(service, "").stat.cversion).toBe(2);
  });

  it("changes nothing but list and aversion by setACL, and tells nobody", () => {
    const { service, results, events } = replayed(create("/a", 1), {
      type: opCode.setACL,
      record: { path: "/a", acl: [acl(3)], version: 4 },
    });
    expect(results[1]).toMatchObject({ err: 0, path: "/a", stat: { aversion: 4, version: 0 } });
    expect(node(service, "/a").stat).toMatchObject({
      aversion: 4,
      mzxid: { counter: 1 },
      pzxid: { counter: 1 },
      mtime: START + 1,
    });
    expect(node(service, "/a").aclKey).toBe(2);
    expect(events).toEqual([]);
  });

  it("does all of a multi under one zxid, and nothing of one that failed", () => {
    const good = [
      create("/a", 1),
      { type: opCode.setData, record: { path: "/a", data: null, version: 1 } },
    ];
    const { service, results } = replayed({
      type: opCode.multi,
      record: { txns: good as never },
    });
    expect(results[0]).toMatchObject({ type: opCode.multi, err: 0, path: null, stat: null });
    expect(node(service, "/a")).toMatchObject({ data: null, stat: { version: 1 } });
    const failed = [create("/b", 2), { type: opCode.error, record: { err: -101 } }];
    const other = replayed({ type: opCode.multi, record: { txns: failed as never } });
    expect(other.service.nodeCount).toBe(5);
    expect(other.results[0]).toMatchObject({ err: 0 });
  });

  it("only moves on for an error, and answers with it", () => {
    const { service, results } = replayed({
      type: opCode.error,
      record: { err: errorCode.BADVERSION },
    });
    expect(results[0]).toMatchObject({ type: -1, err: errorCode.BADVERSION, cxid: 3 });
    expect(service.lastZxid).toEqual({ epoch: 1, counter: 1 });
    expect(service.nodeCount).toBe(5);
  });

  it("closes a session whose record lists nothing, and takes what it still owns", () => {
    const { service } = replayed(
      { type: opCode.createSession, record: { timeOut: 5 } },
      create("/e", 1, { ephemeral: true }),
      create("/f", 2, { ephemeral: true }),
      { type: opCode.closeSession, record: { paths2Delete: null } },
    );
    expect(service.nodeCount).toBe(5);
    expect(service.ephemeralsCount).toBe(0);
    expect(service.sessions.size).toBe(0);
  });

  it("names the sessions that own ephemerals and are not there", () => {
    const { service } = replayed(create("/e", 1, { ephemeral: true }));
    expect(service.orphanedSessions()).toEqual([{ hi: 7, lo: 1 }]);
  });

  it("refuses what does not decode: this server would differ from the others", () => {
    const service = new Service({ onEvent: () => undefined });
    const { body, zxid } = entry(create("/a", 1), 1);
    for (const cut of [0, 10, 31, 33, 50]) {
      expect(() => service.apply(body.subarray(0, cut), zxid), String(cut)).toThrow(/transaction/);
    }
    const unknown = Buffer.from(body);
    unknown.writeInt32BE(99, 28);
    expect(() => service.apply(unknown, zxid)).toThrow(/99/);
  });
});

describe("a replay over a snapshot that knows more", () => {
  const list = [acl(31, "digest", "u:h")];

  it("keeps a node that is there, with the list of the transaction", () => {
    const { service, results } = replayed(
      create("/a", 1),
      { type: opCode.setData, record: { path: "/a", data: Buffer.from("new"), version: 1 } },
      create("/a", 1, { acl: list }),
    );
    expect(results[2]?.err).toBe(errorCode.NODEEXISTS);
    expect(node(service, "/a")).toMatchObject({ aclKey: 2, stat: { version: 1 } });
    expect(node(service, "/a").data?.toString()).toBe("new");
  });

  it("lets a parent learn of a creation that the snapshot shows only in the child", () => {
    const again = create("/a", 5);
    const { path, acl: open } = { path: "/a", acl: OPEN_ACL };
    const others: Txn[] = [
      again,
      { ...again, type: opCode.create2 } as Txn,
      { type: opCode.createContainer, record: { path, data, acl: open, parentCVersion: 5 } },
      { type: opCode.createTTL, record: { path, data, acl: open, parentCVersion: 5, ttl: 1 } },
    ];
    for (const other of others) {
      const { service } = replayed(create("/a", 1), other);
      expect(node(service, "").stat).toMatchObject({ cversion: 5, pzxid: { counter: 2 } });
    }
  });

  it("never takes a parent back", () => {
    const { service } = replayed(create("/a", 7), create("/b", 3));
    expect(node(service, "").stat).toMatchObject({ cversion: 7, pzxid: { counter: 1 } });
  });

  it("passes over what is not there", () => {
    const { service, results } = replayed(
      create("/no/where", 1),
      remove("/a"),
      remove("/no/where"),
      { type: opCode.setData, record: { path: "/a", data, version: 1 } },
      { type: opCode.setACL, record: { path: "/a", acl: OPEN_ACL, version: 1 } },
      { type: opCode.closeSession, record: { paths2Delete: ["/a", "/no/where"] } },
    );
    expect(results.map(({ err }) => err)).toEqual([-101, -101, -101, -101, -101, 0]);
    expect(service.nodeCount).toBe(5);
    expect(node(service, "").stat.pzxid).toMatchObject({ counter: 6 });
  });

  it("sets the version that the record carries, even a lower one", () => {
    const { service } = replayed(
      create("/a", 1),
      { type: opCode.setData, record: { path: "/a", data, version: 9 } },
      { type: opCode.setData, record: { path: "/a", data, version: 2 } },
    );
    expect(node(service, "/a").stat.version).toBe(2);
  });

  it("takes the children along with a node that had none when it was deleted", () => {
    const { service } = replayed(
      create("/a", 1),
      create("/a/b", 1, { ephemeral: true }),
      create("/a/b2", 2),
      remove("/a"),
    );
    expect(service.nodeCount).toBe(5);
    expect(service.ephemeralsCount).toBe(0);
    expect(service.approximateDataSize).toBe(44);
  });

  it("leaves the nodes that every tree has", () => {
    const { service } = replayed(remove("/zookeeper"), remove("/"), remove(""), remove("x"));
    expect(service.nodeCount).toBe(5);
  });

  it("gives the same tree a second time", () => {
    const txns: Txn[] = [
      { type: opCode.createSession, record: { timeOut: 5 } },
      create("/a", 1),
      create("/a/e", 1, { ephemeral: true }),
      { type: opCode.setData, record: { path: "/a", data: Buffer.alloc(5000), version: 1 } },
      create("/b", 2, { acl: list }),
      remove("/b"),
      { type: opCode.setACL, record: { path: "/a", acl: list, version: 1 } },
    ];
    const { service } = replayed(...txns);
    const once = dump(service);
    for (const [i, txn] of txns.entries()) {
      const { body, zxid } = entry(txn, i + 1);
      service.apply(body, zxid);
    }
    expect(dump(service)).toEqual(once);
  });
});
