import { type Id, perms } from "#codec";
import { describe, expect, it } from "vitest";
import { acl, alice, Desk, NOAUTH, person } from "../support/desk.js";

function stores(scheme: string, id: string): boolean {
  return new Desk(alice).create(alice, "/a", { acl: [acl(31, scheme, id)] }).err === 0;
}

describe("the list of a new node", () => {
  it.each([
    ["world", "anyone"],
    ["digest", "user:hash="],
    ["digest", ":hash"],
    ["digest", "a:b:"],
    ["ip", "127.0.0.1"],
    ["ip", "10.0.0.0/8"],
    ["ip", "0.0.0.0/0"],
    ["ip", "::1"],
    ["ip", "2001:db8::/32"],
    ["ip", "1:2:3:4:5:6:7:8/128"],
    ["ip", "::ffff:10.0.0.1"],
  ])("may name %s:%s", (scheme, id) => {
    expect(stores(scheme, id)).toBe(true);
  });

  it.each([
    ["world", "everyone"],
    ["digest", "user"],
    ["digest", "user:"],
    ["digest", "a:b:c"],
    ["ip", ""],
    ["ip", "127.0.0"],
    ["ip", "127.0.0.256"],
    ["ip", "127.0.0.1/33"],
    ["ip", "127.0.0.1/"],
    ["ip", "127.0.0.1/-1"],
    ["ip", "::1/129"],
    ["ip", "1::2::3"],
    ["ip", "1:2:3:4:5:6:7"],
    ["ip", "1:2:3:4:5:6:7:8::"],
    ["ip", "12345::"],
    ["ip", "localhost"],
    ["auth", ""],
    ["super", ""],
    ["x509", "CN=me"],
    ["sasl", "me"],
    ["", ""],
  ])("may not name %s:%s", (scheme, id) => {
    expect(stores(scheme, id)).toBe(false);
  });

  it("gets everything its creator has proved in place of auth, and not the address", () => {
    const desk = new Desk();
    const ids: Id[] = [
      { scheme: "ip", id: "127.0.0.1" },
      { scheme: "digest", id: "a:1" },
      { scheme: "digest", id: "b:2" },
    ];
    const owner = person("owner", 3, ids);
    desk.open(owner);
    desk.create(owner, "/a", { acl: [acl(31, "auth", "ignored")] });
    expect(desk.acl("/a", owner)).toEqual([acl(31, "digest", "a:1"), acl(31, "digest", "b:2")]);
    const stranger = person("stranger", 4, [{ scheme: "ip", id: "127.0.0.1" }]);
    desk.open(stranger);
    expect(desk.create(stranger, "/b", { acl: [acl(31, "auth", "")] }).err).toBe(-114);
  });
});

describe("the check of a list", () => {
  function mayRead(list: ReturnType<typeof acl>[], ...ids: Id[]): boolean {
    const desk = new Desk(alice);
    desk.create(alice, "/a", { acl: list });
    return desk.data("/a", person("reader", 9, ids)) !== NOAUTH;
  }

  it.each([
    ["10.0.0.0/8", "10.200.3.4", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.4", false],
    ["10.1.128.0/17", "10.1.129.1", true],
    ["10.1.128.0/17", "10.1.127.1", false],
    ["0.0.0.0/0", "1.2.3.4", true],
    ["2001:db8::/32", "2001:db8:1::7", true],
    ["2001:db8::/32", "2001:db9::7", false],
    ["::1", "0:0:0:0:0:0:0:1", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "1.2.3.4", false],
    ["10.0.0.0/8", "nonsense", false],
  ])("says of ip:%s and address %s: %s", (range, address, expected) => {
    expect(mayRead([acl(perms.READ, "ip", range)], { scheme: "ip", id: address })).toBe(expected);
  });

  it("wants the bit, the scheme and the identity", () => {
    const me: Id = { scheme: "digest", id: "me:h" };
    expect(mayRead([acl(perms.READ, "digest", "me:h")], me)).toBe(true);
    expect(mayRead([acl(perms.WRITE, "digest", "me:h")], me)).toBe(false);
    expect(mayRead([acl(perms.READ, "digest", "you:h")], me)).toBe(false);
    expect(mayRead([acl(perms.READ, "digest", "me:h")])).toBe(false);
    expect(mayRead([acl(perms.WRITE), acl(perms.READ, "digest", "me:h")], me)).toBe(true);
    expect(mayRead([acl(perms.READ)])).toBe(true);
  });

  it("lets the superuser do everything", () => {
    expect(mayRead([acl(0)], { scheme: "super", id: "" })).toBe(true);
  });
});

describe("lists that many nodes have", () => {
  it("are kept once, under keys that are never used twice", () => {
    const desk = new Desk(alice);
    const { tree } = desk.service.state;
    const list = [acl(31, "digest", "u:h")];
    expect(tree.acls.entries().map(({ key }) => key)).toEqual([1]);
    desk.create(alice, "/a", { acl: list });
    desk.create(alice, "/b", { acl: list.map((entry) => ({ ...entry })) });
    desk.create(alice, "/c", { acl: [acl(31)] });
    expect(tree.acls.entries().map(({ key }) => key)).toEqual([1, 2]);
    desk.delete(alice, "/a");
    expect(tree.acls.entries().map(({ key }) => key)).toEqual([1, 2]);
    desk.delete(alice, "/b");
    expect(tree.acls.entries().map(({ key }) => key)).toEqual([1]);
    desk.create(alice, "/a", { acl: list });
    expect(tree.acls.entries().map(({ key }) => key)).toEqual([1, 3]);
  });
});
