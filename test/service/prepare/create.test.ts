import { createResponseCodec, create2ResponseCodec, errorCode, opCode, OPEN_ACL } from "#codec";
import { describe, expect, it } from "vitest";
import {
  acl,
  alice,
  BADARGUMENTS,
  bob,
  Desk,
  NOAUTH,
  NODEEXISTS,
  NONODE,
  person,
  value,
} from "../support/desk.js";

describe("create", () => {
  it("answers with the path, and create2 with path and stat", () => {
    const desk = new Desk(alice);
    const plain = desk.reply(desk.create(alice, "/a"));
    expect(plain).toMatchObject({ xid: 42, err: 0, zxid: { epoch: 1, counter: 2 } });
    expect(value(createResponseCodec, plain)).toEqual({ path: "/a" });
    expect(plain.body).toHaveLength(6);
    const more = desk.reply(desk.create(alice, "/b", { opcode: opCode.create2 }));
    const { path, stat } = value(create2ResponseCodec, more);
    expect(path).toBe("/b");
    expect(stat).toMatchObject({ czxid: { epoch: 1, counter: 3 }, version: 0, dataLength: 1 });
  });

  it("keeps null data and empty data apart", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/null", { data: null });
    desk.create(alice, "/empty", { data: Buffer.alloc(0) });
    expect(desk.data("/null")).toBeNull();
    expect(desk.data("/empty")).toBe("");
    expect(desk.stat("/null").dataLength).toBe(0);
    expect(desk.stat("/empty").dataLength).toBe(0);
  });

  it("refuses a node that is there, its parent's absence, and a parent that is ephemeral", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { flags: 1 });
    expect(desk.create(alice, "/a").err).toBe(NODEEXISTS);
    expect(desk.create(alice, "/").err).toBe(NODEEXISTS);
    expect(desk.create(alice, "/b/c").err).toBe(NONODE);
    expect(desk.create(alice, "/a/b").err).toBe(errorCode.NOCHILDRENFOREPHEMERALS);
  });

  it("takes a zxid and answers without a body when it fails", () => {
    const desk = new Desk(alice);
    const reply = desk.reply(desk.create(alice, "/a/b"), opCode.create);
    expect(reply).toMatchObject({ err: NONODE, zxid: { epoch: 1, counter: 2 } });
    expect(reply.body).toHaveLength(0);
    desk.create(alice, "/a");
    expect(desk.stat("/a").czxid).toMatchObject({ epoch: 1, counter: 3 });
  });

  it("looks for the parent before it looks at the syntax", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    expect(desk.create(alice, "/a//b").err).toBe(NONODE);
    for (const path of [
      "/a/.",
      "/a/..",
      "/a/",
      "/a/\u0001",
      "/a/\ud800",
      "/a/\ufff0",
      "/a/\u0080",
    ]) {
      expect(desk.create(alice, path).err, JSON.stringify(path)).toBe(BADARGUMENTS);
    }
    for (const path of ["a", "", "/a/\0"]) expect(desk.create(alice, path).err).toBe(BADARGUMENTS);
    for (const path of ["/a/...", "/a/.x", "/a/x..", "/a/ü"]) {
      expect(desk.create(alice, path).err, path).toBe(0);
    }
  });

  it("refuses a bad list before it looks for the parent", () => {
    const desk = new Desk(alice);
    for (const list of [
      null,
      [],
      [acl(31, "world", "me")],
      [acl(31, "nobody")],
      [acl(31, "auth", "")],
    ]) {
      expect(desk.create(alice, "/no/where", { acl: list }).err).toBe(errorCode.INVALIDACL);
    }
  });

  it("needs CREATE on the parent", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(31 - 4)] });
    expect(desk.create(alice, "/a/b").err).toBe(NOAUTH);
    desk.create(alice, "/c", { acl: [acl(4)] });
    expect(desk.create(alice, "/c/d").err).toBe(0);
  });

  it("tells of a node that is there even those who may not read it", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(0)] });
    expect(desk.data("/a")).toBe(NOAUTH);
    expect(desk.create(alice, "/a").err).toBe(NODEEXISTS);
  });

  it("refuses modes outside 0 to 6, and those with a time to live as not implemented", () => {
    const desk = new Desk(alice);
    for (const flags of [-1, 7, 1000]) {
      expect(desk.create(alice, "/no/where", { flags }).err).toBe(BADARGUMENTS);
    }
    for (const flags of [5, 6]) {
      expect(desk.create(alice, "/a", { flags }).err).toBe(errorCode.UNIMPLEMENTED);
    }
  });

  it("makes an ordinary node of mode 4, because the operation decides the kind", () => {
    const desk = new Desk(alice);
    expect(desk.create(alice, "/a", { flags: 4 }).path).toBe("/a");
    expect(desk.stat("/a")).toMatchObject({ ephemeralOwnerHi: 0, ephemeralOwnerLo: 0 });
    expect(desk.create(alice, "/a/b").err).toBe(0);
  });

  it("refuses a session that is unknown or closing", () => {
    const desk = new Desk(alice, bob);
    expect(desk.create(person("eve", 3), "/a").err).toBe(errorCode.SESSIONEXPIRED);
    desk.tracker.setClosing(bob.hi, bob.lo);
    expect(desk.create(bob, "/no/where", { acl: null }).err).toBe(errorCode.SESSIONEXPIRED);
    expect(desk.create(bob, "/a", { flags: 9 }).err).toBe(BADARGUMENTS);
  });

  it("remembers the owner of an ephemeral", () => {
    const desk = new Desk(alice, bob);
    desk.create(bob, "/e", { flags: 1 });
    expect(desk.stat("/e")).toMatchObject({ ephemeralOwnerHi: 7, ephemeralOwnerLo: 2 });
    expect(desk.service.ephemeralsCount).toBe(1);
  });

  it("fails for a body that does not parse, with a zxid of its own", () => {
    const desk = new Desk(alice);
    const before = desk.counter;
    const failed = desk.apply(desk.prepare(alice, opCode.create, Buffer.alloc(3)));
    expect(failed).toMatchObject({ type: -1, err: errorCode.MARSHALLINGERROR });
    expect(failed.zxid.counter).toBe(before + 1);
  });

  it("fails as not implemented for operations it does not know", () => {
    const desk = new Desk(alice);
    const failed = desk.apply(desk.prepare(alice, opCode.multi, Buffer.alloc(9)));
    expect(failed).toMatchObject({ type: -1, err: errorCode.UNIMPLEMENTED });
  });

  it("stores a list without its duplicates", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(1), acl(1), acl(31, "digest", "u:h"), acl(1)] });
    expect(desk.acl("/a")).toEqual([acl(1), acl(31, "digest", "u:x")]);
    desk.create(alice, "/b", { acl: [acl(31)] });
    expect(desk.acl("/b")).toBe(OPEN_ACL);
  });
});

describe("a sequential create", () => {
  it("numbers by the parent's creations, of every kind and prefix", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    desk.create(alice, "/p/x");
    expect(desk.create(alice, "/p/s-", { flags: 2 }).path).toBe("/p/s-0000000001");
    expect(desk.create(alice, "/p/t-", { flags: 3 }).path).toBe("/p/t-0000000002");
    desk.delete(alice, "/p/t-0000000002");
    expect(desk.create(alice, "/p/s-", { flags: 2 }).path).toBe("/p/s-0000000003");
  });

  it("begins at zero in the root of an empty tree", () => {
    const desk = new Desk(alice);
    expect(desk.create(alice, "/q", { flags: 2 }).path).toBe("/q0000000000");
  });

  it("takes a prefix that ends in a slash", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    expect(desk.create(alice, "/a/", { flags: 2 }).path).toBe("/a/0000000000");
    expect(desk.create(alice, "/a/").err).toBe(BADARGUMENTS);
  });

  it("fails again and again when the next name is taken, and does not count on", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    desk.create(alice, "/p/s0000000001");
    expect(desk.create(alice, "/p/s", { flags: 2 }).err).toBe(NODEEXISTS);
    expect(desk.create(alice, "/p/s", { flags: 2 }).err).toBe(NODEEXISTS);
    expect(desk.create(alice, "/p/t", { flags: 2 }).path).toBe("/p/t0000000001");
  });

  it("counts what is still on its way", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    const pending = [0, 1, 2].map(() => desk.prepareCreate(alice, "/p/s", { flags: 2 }));
    expect(pending.map((one) => desk.apply(one).path)).toEqual([
      "/p/s0000000000",
      "/p/s0000000001",
      "/p/s0000000002",
    ]);
  });

  it("goes on below zero after the largest number, in ten places with the sign", () => {
    const desk = new Desk(alice);
    const parent = desk.service.state.tree.get("");
    if (parent === undefined) throw new Error("no root");
    parent.cversion = 2 ** 31 - 1;
    const names = [0, 1, 2].map(() => desk.create(alice, "/s", { flags: 2 }).path);
    expect(names).toEqual(["/s2147483647", "/s-2147483648", "/s-2147483647"]);
    parent.cversion = -5;
    expect(desk.create(alice, "/s", { flags: 2 }).path).toBe("/s-000000005");
  });
});
