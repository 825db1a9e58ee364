import { errorCode, opCode, setDataResponseCodec } from "#codec";
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
  value,
} from "../support/desk.js";

describe("setData", () => {
  it("answers with the stat after it", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    const { stat } = value(setDataResponseCodec, desk.reply(desk.set(alice, "/a", "hello")));
    expect(stat).toMatchObject({ version: 1, dataLength: 5, mzxid: { epoch: 1, counter: 3 } });
    expect(stat.mtime - stat.ctime).toBe(1);
    expect(desk.data("/a")).toBe("hello");
  });

  it("counts the version up even when the bytes stay the same", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    for (let i = 0; i < 3; i += 1) desk.set(alice, "/a", "x");
    expect(desk.stat("/a").version).toBe(3);
  });

  it("sets null and empty", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.apply(desk.prepareSet(alice, "/a", null));
    expect(desk.data("/a")).toBeNull();
    desk.apply(desk.prepareSet(alice, "/a", Buffer.alloc(0)));
    expect(desk.data("/a")).toBe("");
  });

  it("matches the version, and any version with -1 alone", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    expect(desk.set(alice, "/a", "y", 1).err).toBe(BADVERSION);
    expect(desk.set(alice, "/a", "y", -2).err).toBe(BADVERSION);
    expect(desk.set(alice, "/a", "y", 0).err).toBe(0);
  });

  it("lets the second of two writes for one version fail though the first is on its way", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    const data = Buffer.from("y");
    const pending = [0, 1].map(() => desk.prepareSet(alice, "/a", data, 0));
    expect(pending.map((one) => desk.apply(one).err)).toEqual([0, BADVERSION]);
  });

  it("never creates, and wants a path that is one", () => {
    const desk = new Desk(alice);
    expect(desk.set(alice, "/a", "y").err).toBe(NONODE);
    for (const path of ["a", "", "/a/", "//", "/."]) {
      expect(desk.set(alice, path, "y").err, path).toBe(BADARGUMENTS);
    }
  });

  it("needs WRITE, before it looks at the version", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(31 - 2)] });
    expect(desk.set(alice, "/a", "y", 7).err).toBe(NOAUTH);
  });

  it("changes the root and /zookeeper, and may not change /zookeeper/config", () => {
    const desk = new Desk(alice);
    expect(desk.set(alice, "/", "y").err).toBe(0);
    expect(desk.data("/")).toBe("y");
    expect(desk.set(alice, "/", "z", 1).err).toBe(0);
    expect(desk.set(alice, "/zookeeper", "y").err).toBe(0);
    expect(desk.set(alice, "/zookeeper/config", "y").err).toBe(NOAUTH);
  });

  it("goes on below zero after the largest version", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    const node = desk.service.state.tree.get("/a");
    if (node === undefined) throw new Error("no node");
    node.version = 2 ** 31 - 1;
    expect(desk.set(alice, "/a", "y").stat?.version).toBe(-(2 ** 31));
  });

  it("refuses a session that is not live, and a body that does not parse", () => {
    const desk = new Desk(alice);
    expect(desk.set(person("eve", 9), "nonsense", "").err).toBe(errorCode.SESSIONEXPIRED);
    const failed = desk.apply(desk.prepare(alice, opCode.setData, Buffer.alloc(5)));
    expect(failed.err).toBe(errorCode.MARSHALLINGERROR);
  });
});
