import {
  decode,
  encode,
  errorCode,
  getChildrenResponseCodec,
  opCode,
  setWatches2Codec,
  setWatchesCodec,
  syncRequestCodec,
  syncResponseCodec,
} from "#codec";
import { describe, expect, it } from "vitest";
import { acl, alice, BADARGUMENTS, Desk, NOAUTH, NONODE, person, value } from "../support/desk.js";

const zero = { epoch: 0, counter: 0 };

describe("an empty tree", () => {
  it("has its reserved nodes, and counts the root twice", () => {
    const desk = new Desk();
    expect(desk.service.nodeCount).toBe(5);
    expect(desk.children("/")).toEqual(["zookeeper"]);
    expect(desk.children("/zookeeper")).toEqual(["config", "quota"]);
    expect(desk.data("/zookeeper/config")).toBe("");
    expect(desk.acl("/zookeeper/config")).toEqual([acl(1)]);
    expect(desk.service.approximateDataSize).toBe(44);
  });

  it("shows the stats that ZooKeeper shows", () => {
    const desk = new Desk();
    const nothing = { czxid: zero, mzxid: zero, pzxid: zero, ctime: 0, mtime: 0, version: 0 };
    expect(desk.stat("/")).toEqual({
      ...nothing,
      cversion: -1,
      aversion: 0,
      ephemeralOwnerHi: 0,
      ephemeralOwnerLo: 0,
      dataLength: 0,
      numChildren: 1,
    });
    expect(desk.stat("/zookeeper")).toMatchObject({ cversion: -2, numChildren: 2 });
    expect(desk.stat("/zookeeper/config")).toMatchObject({ aversion: -1, cversion: 0 });
    expect(desk.stat("/zookeeper/quota")).toMatchObject({ aversion: 0, cversion: 0 });
  });

  it("takes the ensemble's configuration", () => {
    const desk = new Desk();
    desk.service.setConfigNode("server.1=…\nversion=0", { epoch: 2, counter: 9 }, 17);
    expect(desk.data("/zookeeper/config")).toBe("server.1=…\nversion=0");
    expect(desk.stat("/zookeeper/config")).toMatchObject({
      version: -1,
      mzxid: { epoch: 2, counter: 9 },
      mtime: 17,
    });
  });
});

describe("exists", () => {
  it("reads the root under an empty path, and no path with a zero character", () => {
    const desk = new Desk();
    expect(desk.exists("")).toEqual(desk.exists("/"));
    expect(desk.exists("/a\0b")).toBe(BADARGUMENTS);
    expect(desk.exists("no/path//at all/")).toBe(NONODE);
  });

  it("needs READ where there is a node", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(30)] });
    expect(desk.exists("/a")).toBe(NOAUTH);
  });
});

describe("getData, getChildren and getACL", () => {
  it("answer NONODE and NOAUTH", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(14)] });
    for (const opcode of [opCode.getData, opCode.getChildren, opCode.getChildren2, opCode.getACL]) {
      const missing = desk.look(alice, opcode, "/none");
      expect(missing.err).toBe(NONODE);
      expect(missing.body).toHaveLength(0);
      expect(desk.look(alice, opcode, "/a").err).toBe(NOAUTH);
    }
  });

  it("carry the last applied zxid, failed writes included", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/no/where");
    expect(desk.look(alice, opCode.getData, "/")).toMatchObject({
      xid: 9,
      zxid: { epoch: 1, counter: 2 },
    });
  });

  it("list every child once, whatever came and went", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    for (let i = 0; i < 20; i += 1) desk.create(alice, `/p/${i}`);
    for (const i of [0, 7, 19]) desk.delete(alice, `/p/${i}`);
    const left = Array.from({ length: 20 }, (_, i) => String(i)).filter(
      (name) => !["0", "7", "19"].includes(name),
    );
    expect(desk.children("/p")).toEqual(left.sort());
    const plain = value(getChildrenResponseCodec, desk.look(alice, opCode.getChildren, "/p"));
    expect([...plain.children].sort()).toEqual(left);
  });

  it("hide the hashes of passwords from everybody without ADMIN", () => {
    const desk = new Desk(alice);
    const list = [acl(1), acl(31, "digest", "bob:hash")];
    desk.create(alice, "/a", { acl: list });
    expect(desk.acl("/a")).toEqual([acl(1), acl(31, "digest", "bob:x")]);
    const owner = person("bob", 2, [{ scheme: "digest", id: "bob:hash" }]);
    expect(desk.acl("/a", owner)).toEqual(list);
  });
});

describe("sync", () => {
  it("echoes the path and does not look for it", () => {
    const desk = new Desk();
    const reply = desk.read(alice, opCode.sync, encode(syncRequestCodec, { path: "no such" }));
    expect(value(syncResponseCodec, reply)).toEqual({ path: "no such" });
  });
});

describe("a read that does not parse", () => {
  it("is answered with MARSHALLINGERROR and nothing else", () => {
    const desk = new Desk();
    const { exists, getData, getACL, getChildren, getChildren2, sync, setWatches } = opCode;
    for (const opcode of [exists, getData, getACL, getChildren, getChildren2, sync, setWatches]) {
      const reply = desk.read(alice, opcode, Buffer.from([0, 0, 0, 9, 47]), 3);
      expect(reply).toMatchObject({ xid: 3, err: errorCode.MARSHALLINGERROR });
      expect(reply.body).toHaveLength(0);
    }
    expect(desk.service.watchCount).toBe(0);
  });

  it("is answered with UNIMPLEMENTED when nobody serves it", () => {
    const desk = new Desk();
    const reply = desk.read(alice, opCode.whoAmI, Buffer.alloc(0));
    expect(reply.err).toBe(errorCode.UNIMPLEMENTED);
  });
});

describe("setWatches", () => {
  const seen = { epoch: 1, counter: 4 };
  const nothing = { dataWatches: [], existWatches: [], childWatches: [] };

  it("fires what happened meanwhile, in order and before the reply, and arms the rest", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/same");
    desk.create(alice, "/changed");
    desk.create(alice, "/parent");
    desk.set(alice, "/changed", "y");
    desk.create(alice, "/parent/child");
    const request = {
      relativeZxid: seen,
      dataWatches: ["/gone", "/changed", "/same", "/changed"],
      existWatches: ["/same", "/none"],
      childWatches: ["/parent", "/gone", "/same"],
    };
    const reply = desk.read(alice, opCode.setWatches, encode(setWatchesCodec, request), -8);
    expect(reply).toMatchObject({ xid: -8, err: 0 });
    expect(reply.body).toHaveLength(0);
    expect(desk.heard()).toEqual([
      "alice 2 /gone -",
      "alice 3 /changed -",
      "alice 3 /changed -",
      "alice 1 /same -",
      "alice 4 /parent -",
      "alice 2 /gone -",
    ]);
    expect(desk.service.watchCount).toBe(3);
    desk.set(alice, "/same", "z");
    desk.create(alice, "/none");
    desk.create(alice, "/same/c");
    expect(desk.heard()).toEqual(["alice 3 /same 7", "alice 1 /none 8", "alice 4 /same 9"]);
  });

  it("is served under its second number while nothing lasting is asked for", () => {
    const desk = new Desk(alice);
    const lasting = { persistentWatches: [], persistentRecursiveWatches: [] };
    const body = { relativeZxid: seen, ...nothing, ...lasting, existWatches: ["/a"] };
    expect(desk.read(alice, opCode.setWatches2, encode(setWatches2Codec, body)).err).toBe(0);
    expect(desk.service.watchCount).toBe(1);
    const more = { ...body, persistentWatches: ["/b"] };
    const refused = desk.read(alice, opCode.setWatches2, encode(setWatches2Codec, more));
    expect(refused.err).toBe(errorCode.UNIMPLEMENTED);
    expect(decode(setWatches2Codec, encode(setWatches2Codec, more)).ok).toBe(true);
  });
});
