import { describe, expect, it } from "vitest";
import { acl, alice, bob, Desk, NOAUTH, NONODE, person } from "../support/desk.js";

describe("a watch", () => {
  it("of exists waits for a node to come; those of getData and getChildren do not", () => {
    const desk = new Desk(alice, bob);
    expect(desk.exists("/a", bob, true)).toBe(NONODE);
    expect(desk.data("/a", bob, true)).toBe(NONODE);
    expect(desk.children("/a", bob, true)).toBe(NONODE);
    expect(desk.service.watchCount).toBe(1);
    desk.create(alice, "/a");
    expect(desk.heard()).toEqual(["bob 1 /a 3"]);
    expect(desk.service.watchCount).toBe(0);
  });

  it("is not set by those who may not read", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: [acl(30)] });
    expect(desk.exists("/a", bob, true)).toBe(NOAUTH);
    expect(desk.data("/a", bob, true)).toBe(NOAUTH);
    expect(desk.children("/a", bob, true)).toBe(NOAUTH);
    expect(desk.service.watchCount).toBe(0);
  });

  it("fires once, however often it was set", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.data("/a", bob, true);
    desk.exists("/a", bob, true);
    desk.exists("/b", bob, true);
    desk.set(alice, "/a", "x");
    desk.set(alice, "/a", "x");
    expect(desk.heard()).toEqual(["bob 3 /a 3"]);
    expect(desk.service.watchCount).toBe(1);
  });

  it("fires for the same bytes again", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { data: Buffer.from("x") });
    desk.data("/a", bob, true);
    desk.set(alice, "/a", "x");
    expect(desk.heard()).toEqual(["bob 3 /a 3"]);
  });

  it("in both tables of a node that goes fires once", () => {
    const desk = new Desk(alice, bob);
    desk.create(alice, "/a");
    desk.data("/a", alice, true);
    desk.children("/a", alice, true);
    desk.children("/a", bob, true);
    desk.delete(alice, "/a");
    expect(desk.heard()).toEqual(["alice 2 /a 4", "bob 2 /a 4"]);
    expect(desk.service.watchCount).toBe(0);
  });

  it("fires at the child first and then at its parent", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    desk.children("/p", bob, true);
    desk.exists("/p/c", bob, true);
    desk.create(alice, "/p/c");
    expect(desk.heard()).toEqual(["bob 1 /p/c 3", "bob 4 /p 3"]);
    desk.children("/p", bob, true);
    desk.data("/p/c", bob, true);
    desk.delete(alice, "/p/c");
    expect(desk.heard()).toEqual(["bob 2 /p/c 4", "bob 4 /p 4"]);
  });

  it("calls the root by its slash", () => {
    const desk = new Desk(alice);
    desk.children("/", bob, true);
    desk.data("/", bob, true);
    desk.create(alice, "/a");
    desk.set(alice, "/", "x");
    expect(desk.heard()).toEqual(["bob 4 / 2", "bob 3 / 3"]);
  });

  it("of children does not fire for data, nor that of data for children", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/p");
    desk.children("/p", alice, true);
    desk.data("/p", bob, true);
    desk.create(alice, "/p/c");
    expect(desk.heard()).toEqual(["alice 4 /p 3"]);
    desk.set(alice, "/p", "x");
    expect(desk.heard()).toEqual(["bob 3 /p 4"]);
  });

  it("does not fire for a write that fails", () => {
    const desk = new Desk(alice);
    desk.create(alice, "/a");
    desk.data("/a", bob, true);
    desk.set(alice, "/a", "x", 5);
    desk.create(alice, "/a");
    expect(desk.heard()).toEqual([]);
    expect(desk.service.watchCount).toBe(1);
  });

  it("is gone without an event when its owner may no longer read", () => {
    const desk = new Desk(alice);
    const insider = person("insider", 5, [{ scheme: "digest", id: "u:h" }]);
    desk.exists("/a", bob, true);
    desk.exists("/a", insider, true);
    desk.create(alice, "/a", { acl: [acl(31, "digest", "u:h")] });
    expect(desk.heard()).toEqual(["insider 1 /a 2"]);
    expect(desk.service.watchCount).toBe(0);
  });

  it("tells everybody who waits", () => {
    const desk = new Desk(alice, bob);
    desk.create(alice, "/a");
    const crowd = Array.from({ length: 5 }, (_, i) => person(`p${i}`, 10 + i));
    for (const who of crowd) desk.data("/a", who, true);
    desk.set(alice, "/a", "y");
    expect(desk.heard().sort()).toEqual(crowd.map(({ name }) => `${name} 3 /a 4`));
  });

  it("ends with its connection, and only with its own", () => {
    const desk = new Desk(alice, bob);
    for (const path of ["/a", "/b"]) desk.create(alice, path);
    for (const who of [alice, bob]) {
      desk.data("/a", who, true);
      desk.children("/a", who, true);
    }
    desk.data("/b", alice, true);
    desk.service.removeWatcher(alice);
    desk.service.removeWatcher(alice);
    expect(desk.service.watchCount).toBe(2);
    desk.set(alice, "/a", "x");
    desk.set(alice, "/b", "x");
    expect(desk.heard()).toEqual(["bob 3 /a 5"]);
    desk.service.removeWatcher(bob);
    expect(desk.service.watchCount).toBe(0);
  });

  it("on a session's ephemerals fires as for one deletion after the other", () => {
    const desk = new Desk(alice, bob);
    desk.create(bob, "/p");
    for (const path of ["/p/1", "/p/2"]) {
      desk.create(alice, path, { flags: 1 });
      desk.data(path, alice, true);
    }
    desk.children("/p", bob, true);
    desk.close(alice);
    expect(desk.heard()).toEqual(["alice 2 /p/1 6", "bob 4 /p 6", "alice 2 /p/2 6"]);
  });
});
