import { errorCode, opCode } from "#codec";
import { describe, expect, it } from "vitest";
import {
  acl,
  alice,
  BADARGUMENTS,
  BADVERSION,
  Desk,
  NOAUTH,
  NONODE,
  person,
} from "../support/desk.js";

describe("delete", () => {
  it("takes the node away and answers without a body", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    const reply = desk.reply(desk.delete(alice, "/a"));
    expect(reply).toMatchObject({ err: 0, zxid: { epoch: 1, counter: 3 } });
    expect(reply.body).toHaveLength(0);
    expect(desk.exists("/a")).toBe(NONODE);
    expect(desk.children("/")).toEqual(["zookeeper"]);
  });

  it("refuses the nodes that every tree has, and paths that are none", () => {
    const desk = new Desk(alice);
    const fixed = ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"];
    for (const path of [...fixed, "", "a", "/a\0"]) {
      expect(desk.delete(alice, path).err, path).toBe(BADARGUMENTS);
    }
  });

  it("matches the version, and any version with -1 alone", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.set(alice, "/a", "y");
    for (const version of [0, 2, -2]) {
      expect(desk.delete(alice, "/a", version).err).toBe(BADVERSION);
    }
    expect(desk.delete(alice, "/a", 1).err).toBe(0);
    desk.create(alice, "/a");
    expect(desk.delete(alice, "/a", -1).err).toBe(0);
  });

  it("refuses a node that is not there, has children, or a parent that is not there", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.create(alice, "/a/b");
    expect(desk.delete(alice, "/c").err).toBe(NONODE);
    expect(desk.delete(alice, "/c/d").err).toBe(NONODE);
    expect(desk.delete(alice, "/a").err).toBe(errorCode.NOTEMPTY);
    expect(desk.delete(alice, "/a", 9).err).toBe(BADVERSION);
  });

  it("needs DELETE on the parent, and nothing on the node", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(31 - 8)] });
    desk.create(alice, "/a/b");
    expect(desk.delete(alice, "/a/b").err).toBe(NOAUTH);
    expect(desk.delete(alice, "/a/missing").err).toBe(NOAUTH);
    desk.create(alice, "/c", { acl: [acl(0)] });
    expect(desk.delete(alice, "/c").err).toBe(0);
  });

  it("refuses a session that is not live before it looks at the path", () => {
    const desk = new Desk(alice);
    expect(desk.delete(person("eve", 9), "nonsense").err).toBe(errorCode.SESSIONEXPIRED);
  });

  it("sees deletions and creations that are still on their way", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.create(alice, "/a/b");
    const pending = [
      desk.prepareDelete(alice, "/a/b"),
      desk.prepareDelete(alice, "/a/b"),
      desk.prepareDelete(alice, "/a"),
      desk.prepareCreate(alice, "/a"),
      desk.prepareCreate(alice, "/a/c"),
      desk.prepareDelete(alice, "/a"),
    ];
    expect(pending.map((one) => desk.apply(one).err)).toEqual([
      0,
      NONODE,
      0,
      0,
      0,
      errorCode.NOTEMPTY,
    ]);
  });

  it("fails for a body that does not parse", () => {
    const desk = new Desk(alice);
    const failed = desk.apply(desk.prepare(alice, opCode.delete, Buffer.alloc(0)));
    expect(failed.err).toBe(errorCode.MARSHALLINGERROR);
  });
});
