import { decodeTxn, errorCode, opCode } from "#codec";
import { describe, expect, it } from "vitest";
import { alice, bob, Desk, NONODE, type Pending } from "../support/desk.js";

function listed({ body }: Pending): readonly string[] | null {
  const decoded = decodeTxn(body);
  if (!decoded.ok || decoded.value.txn.type !== opCode.closeSession) throw new Error("no close");
  return decoded.value.txn.record.paths2Delete;
}

describe("createSession", () => {
  it("puts the session and its timeout into the table, under a zxid of its own", () => {
    const desk = new Desk();
    expect(desk.open(alice)).toMatchObject({
      type: opCode.createSession,
      sessionHi: 7,
      sessionLo: 1,
      timeout: 30_000,
      err: 0,
    });
    expect(desk.service.sessions.get(7, 1)).toBe(30_000);
    desk.create(alice, "/a");
    expect(desk.stat("/a").czxid).toMatchObject({ epoch: 1, counter: 2 });
  });
});

describe("closeSession", () => {
  it("takes the session's ephemerals along, under one zxid, and nobody else's", () => {
    const desk = new Desk(alice, bob);
    desk.create(alice, "/p");
    for (const path of ["/p/1", "/p/2", "/e"]) desk.create(alice, path, { flags: 1 });
    desk.create(bob, "/b", { flags: 1 });
    const pending = desk.prepareClose(alice, 5);
    expect(listed(pending)).toEqual(["/p/1", "/p/2", "/e"]);
    const applied = desk.apply(pending);
    expect(applied).toMatchObject({ type: opCode.closeSession, cxid: 5, err: 0 });
    expect(desk.reply(applied).body).toHaveLength(0);
    for (const path of ["/p/1", "/p/2", "/e"]) expect(desk.exists(path)).toBe(NONODE);
    expect(desk.children("/p")).toEqual([]);
    expect(desk.stat("/p").pzxid).toMatchObject(pending.zxid);
    expect(desk.service.sessions.has(7, 1)).toBe(false);
    expect(desk.service.ephemeralsCount).toBe(1);
    expect(typeof desk.exists("/b")).toBe("object");
  });

  it("stays within what a record may hold, however much the session owns, and leaves nothing", () => {
    const desk = new Desk(alice);
    const long = "x".repeat(2_000);
    for (let n = 0; n < 400; n += 1) desk.create(alice, `/${long}${n}`, { flags: 1 });
    const pending = desk.prepareClose(alice);
    expect(pending.body.length).toBeLessThan(300 * 1024);
    expect(listed(pending)?.length).toBeGreaterThan(100);
    desk.apply(pending);
    expect(desk.service.ephemeralsCount).toBe(0);
    expect(desk.children("/")).toEqual(["zookeeper"]);
  });

  it("lists ephemerals that are still on their way, and not those about to go", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/old", { flags: 1 });
    desk.create(alice, "/moved", { flags: 1 });
    const pending = [
      desk.prepareCreate(alice, "/new", { flags: 1 }),
      desk.prepareDelete(alice, "/old"),
      desk.prepareDelete(alice, "/moved"),
      desk.prepareCreate(alice, "/moved"),
      desk.prepareClose(alice),
    ];
    expect(listed(pending[4] as Pending)).toEqual(["/new"]);
    for (const one of pending) expect(desk.apply(one).err).toBe(0);
    expect(desk.children("/")).toEqual(["moved", "zookeeper"]);
    expect(desk.service.ephemeralsCount).toBe(0);
  });

  it("lets a parent be deleted behind it", () => {
    const desk = new Desk(alice, bob);
    desk.create(bob, "/p");
    desk.create(alice, "/p/e", { flags: 1 });
    const pending = [desk.prepareClose(alice), desk.prepareDelete(bob, "/p")];
    expect(pending.map((one) => desk.apply(one).err)).toEqual([0, 0]);
  });

  it("ends the session for every write behind it", () => {
    const desk = new Desk(alice);
    const pending = [desk.prepareClose(alice), desk.prepareCreate(alice, "/a")];
    expect(pending.map((one) => desk.apply(one).err)).toEqual([0, errorCode.SESSIONEXPIRED]);
  });

  it("succeeds for a session that nobody knows", () => {
    const desk = new Desk();
    expect(desk.close(bob)).toMatchObject({ err: 0 });
  });
});

describe("reset", () => {
  it("forgets what was prepared and never applied", () => {
    const desk = new Desk(alice);
    desk.prepareCreate(alice, "/a", { flags: 1 });
    expect(desk.preparer.outstanding).toBe(2);
    desk.preparer.reset();
    expect(desk.preparer.outstanding).toBe(0);
    expect(desk.create(alice, "/a/b").err).toBe(NONODE);
    expect(listed(desk.prepareClose(alice))).toEqual([]);
  });
});
