import {
  OPEN_ACL,
  snapshotFile,
  type SnapshotNode,
  SnapshotReader,
  type SnapshotSource,
  snapshotStream,
} from "#codec";
import { Service, SnapshotLoader } from "#service";
import { describe, expect, it } from "vitest";
import { acl, alice, bob, Desk, dump, NOAUTH } from "../support/desk.js";

function fresh(): Service {
  return new Service({ onEvent: () => undefined });
}

/** A tree with something of everything. */
function furnished(): Desk {
  const desk = new Desk(alice, bob);
  const list = [acl(31, "digest", "u:h")];
  desk.create(alice, "/a", { data: null });
  desk.create(alice, "/a/b", { data: Buffer.alloc(0), acl: list });
  desk.create(alice, "/a/b/c", { data: Buffer.alloc(10_000, 7) });
  desk.create(alice, "/a/e", { flags: 1 });
  desk.create(bob, "/f", { flags: 3, acl: list });
  desk.set(alice, "/a", "more");
  desk.set(alice, "/", "root");
  desk.delete(alice, "/a/b/c");
  return desk;
}

describe("a snapshot", () => {
  it("loads as the same tree, sessions and lists", () => {
    const { service } = furnished();
    const copy = fresh();
    expect(copy.loadSnapshot(service.snapshotSource(), service.lastZxid)).toBeNull();
    expect(dump(copy)).toEqual(dump(service));
    expect(copy.lastZxid).toEqual(service.lastZxid);
    expect(copy.sessions.get(7, 2)).toBe(30_000);
  });

  it.each(["file", "stream"] as const)("survives the %s and its reader", (kind) => {
    const { service } = furnished();
    const source = service.snapshotSource();
    const chunks = kind === "file" ? snapshotFile(source, null, 64) : snapshotStream(source, 64);
    const loader = new SnapshotLoader();
    const reader = new SnapshotReader(kind, loader);
    for (const chunk of chunks) reader.push(chunk);
    reader.finish();
    expect(reader.error).toBeNull();
    expect(reader.done).toBe(true);
    const copy = fresh();
    expect(copy.install(loader, service.lastZxid)).toBeNull();
    expect(dump(copy)).toEqual(dump(service));
  });

  it("of an empty server has the nodes and keys ZooKeeper's has", () => {
    const { sessions, acls, nodes } = new Desk().service.snapshotSource();
    expect(sessions).toEqual([]);
    expect(acls).toEqual([{ key: 1, acl: [acl(1)] }]);
    const seen = [...nodes].map(({ path, aclKey, data }) => `${path} ${aclKey} ${data?.length}`);
    expect(seen.sort()).toEqual([
      " -1 0",
      "/zookeeper -1 0",
      "/zookeeper/config 1 0",
      "/zookeeper/quota -1 0",
    ]);
  });

  it("of an old server gets the reserved nodes it lacks", () => {
    const { sessions, acls, nodes } = new Desk().service.snapshotSource();
    const old = [...nodes].filter(({ path }) => !path.endsWith("/config"));
    const copy = fresh();
    expect(copy.loadSnapshot({ sessions, acls, nodes: old }, { epoch: 0, counter: 0 })).toBeNull();
    expect(dump(copy)).toEqual(dump(new Desk().service));
  });

  it("does not load when a node has no parent, or is there twice", () => {
    const { sessions, acls, nodes } = furnished().service.snapshotSource();
    const all = [...nodes];
    const last = all.find(({ path }) => path === "/a/e") as SnapshotNode;
    const damaged = (list: SnapshotNode[]): SnapshotSource => ({ sessions, acls, nodes: list });
    const copy = fresh();
    const before = dump(copy);
    const zxid = { epoch: 1, counter: 1 };
    const orphan = { ...last, path: "/x/y" };
    expect(copy.loadSnapshot(damaged([...all, orphan]), zxid)).toBe("node /x/y has no parent");
    expect(copy.loadSnapshot(damaged([...all, last]), zxid)).toBe("node /a/e is there twice");
    expect(dump(copy)).toEqual(before);
  });

  it("lets nobody at a node whose list it misses, until a replay brings the list", () => {
    const { sessions, acls, nodes } = furnished().service.snapshotSource();
    const all = [...nodes].map((node) => (node.path === "/a" ? { ...node, aclKey: 77 } : node));
    const desk = new Desk();
    expect(desk.service.loadSnapshot({ sessions, acls, nodes: all }, desk.next())).toBeNull();
    expect(desk.data("/a")).toBe(NOAUTH);
    desk.service.state.tree.setAcl(desk.service.state.tree.get("/a") as never, OPEN_ACL);
    expect(desk.data("/a")).toBe("more");
  });

  it("forgets the lists that no node refers to", () => {
    const { sessions, acls, nodes } = furnished().service.snapshotSource();
    const more = [...acls, { key: 9, acl: [acl(8)] }];
    const copy = fresh();
    copy.loadSnapshot({ sessions, acls: more, nodes }, { epoch: 1, counter: 1 });
    expect(copy.state.tree.acls.entries().map(({ key }) => key)).toEqual(
      acls.map(({ key }) => key),
    );
  });

  it("leaves the watches of this server's clients", () => {
    const desk = furnished();
    desk.data("/a", bob, true);
    desk.service.loadSnapshot(desk.service.snapshotSource(), desk.service.lastZxid);
    desk.set(alice, "/a", "x");
    expect(desk.heard()).toEqual([`bob 3 /a ${desk.counter}`]);
  });
});

describe("a snapshot read in slices", () => {
  it("has each parent before its children and each node once, whatever happens meanwhile", () => {
    const desk = new Desk(alice);
    for (const top of ["/a", "/b", "/c"]) {
      desk.create(alice, top);
      for (let i = 0; i < 4; i += 1) desk.create(alice, `${top}/${i}`);
    }
    const seen = new Set<string>();
    let step = 0;
    for (const { path } of desk.service.snapshotSource().nodes) {
      expect(seen.has(path), path).toBe(false);
      const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      if (path !== "") expect(seen.has(parent), `${path} before ${parent}`).toBe(true);
      seen.add(path);
      step += 1;
      for (const top of ["/a", "/b", "/c"]) {
        desk.delete(alice, `${top}/${step % 4}`);
        desk.create(alice, `${top}/${(step + 2) % 4}`);
        if (desk.service.state.tree.get(top)?.childCount === 0) desk.delete(alice, top);
        desk.create(alice, `${top}/new${step}`);
      }
      if (step > 1000) throw new Error("the walk does not end");
    }
    for (const top of ["/a", "/b", "/c"]) expect(seen.has(top)).toBe(true);
  });

  it("goes on behind a node that is removed under it, with its parents", () => {
    const desk = new Desk(alice);
    for (const path of ["/z", "/y", "/y/1", "/y/1/2", "/x"]) desk.create(alice, path);
    const walk = desk.service.snapshotSource().nodes[Symbol.iterator]();
    const paths: string[] = [];
    for (let next = walk.next(); next.done !== true; next = walk.next()) {
      paths.push(next.value.path);
      if (next.value.path !== "/y/1/2") continue;
      for (const path of ["/y/1/2", "/y/1", "/y"]) desk.delete(alice, path);
    }
    expect(paths.slice(0, 6)).toEqual(["", "/x", "/y", "/y/1", "/y/1/2", "/z"]);
  });

  it("shows no node that went before the walk came to it", () => {
    const desk = new Desk(alice);
    for (const path of ["/4", "/3", "/2", "/1"]) desk.create(alice, path);
    const paths: string[] = [];
    for (const { path } of desk.service.snapshotSource().nodes) {
      paths.push(path);
      if (path === "/1") for (const gone of ["/1", "/2", "/3"]) desk.delete(alice, gone);
    }
    expect(paths.slice(0, 3)).toEqual(["", "/1", "/4"]);
  });
});
