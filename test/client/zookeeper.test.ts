import { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fourLetterWord, type WatchEvent, ZooKeeper } from "#client";
import { type ApacheServer, startApache } from "../support/apache.js";
import { freePort } from "../support/free-ports.js";
import { PATIENCE, pause, until } from "../support/wait.js";
import { Proxy } from "./proxy.js";

let apache: ApacheServer;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  apache = await startApache();
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

afterAll(async () => {
  await apache.dispose();
});

async function client(servers = `127.0.0.1:${apache.port}`, options = {}): Promise<ZooKeeper> {
  const zk = await ZooKeeper.connect(servers, { sessionTimeout: 10_000, ...options });
  open.push(zk);
  return zk;
}

async function proxied() {
  const proxy = await Proxy.start(apache.port);
  open.push(proxy);
  return { proxy, servers: `127.0.0.1:${proxy.port}` };
}

let count = 0;
/** A path of its own for each test. */
function place(): string {
  count += 1;
  return `/t${count}`;
}

/** A watcher and the promise of its first event. */
function watcher() {
  const events: WatchEvent[] = [];
  let told: (event: WatchEvent) => void = () => undefined;
  const first = new Promise<WatchEvent>((resolve) => (told = resolve));
  const watch = (event: WatchEvent) => {
    events.push(event);
    told(event);
  };
  return { watch, first, events };
}

describe("ZooKeeper against Apache's server", () => {
  it("creates, reads, changes and deletes, with the Stat and zxid of each", async () => {
    const zk = await client();
    const path = place();
    expect(await zk.create(path, "one")).toBe(path);
    const { data, stat } = await zk.getData(path);
    expect(data?.toString()).toBe("one");
    expect(stat).toMatchObject({ version: 0, dataLength: 3, numChildren: 0 });
    expect(await zk.setData(path, "three", 0)).toMatchObject({ version: 1, dataLength: 5 });
    expect(await zk.exists(path)).toMatchObject({ version: 1, czxid: stat.czxid });
    expect(zk.lastZxid.counter).toBeGreaterThan(stat.czxid.counter);
    await zk.delete(path, 1);
    expect(await zk.exists(path)).toBeNull();
  });

  it("keeps null data apart from empty data", async () => {
    const zk = await client();
    const path = place();
    await zk.create(path, null);
    expect((await zk.getData(path)).data).toBeNull();
    await zk.setData(path, "");
    expect((await zk.getData(path)).data).toEqual(Buffer.alloc(0));
  });

  it("numbers sequential nodes and ties ephemeral ones to its session", async () => {
    const zk = await client();
    const path = place();
    await zk.create(path);
    const first = await zk.create(`${path}/s-`, null, { mode: "PERSISTENT_SEQUENTIAL" });
    expect(first).toBe(`${path}/s-0000000000`);
    const made = await zk.create2(`${path}/e-`, "x", { mode: "EPHEMERAL_SEQUENTIAL" });
    expect(made.path).toBe(`${path}/e-0000000001`);
    const { ephemeralOwnerHi, ephemeralOwnerLo } = made.stat;
    const hex = (half: number) => (half >>> 0).toString(16).padStart(8, "0");
    expect(hex(ephemeralOwnerHi) + hex(ephemeralOwnerLo)).toBe(zk.sessionKey.id);
    const { children, stat } = await zk.getChildren(path);
    expect([...children].sort()).toEqual(["e-0000000001", "s-0000000000"]);
    expect(stat.numChildren).toBe(2);
    await zk.close();
    const other = await client();
    expect((await other.getChildren(path)).children).toEqual(["s-0000000000"]);
  });

  it("rejects with the server's code, its name, and the path as the caller knows it", async () => {
    const zk = await client();
    const path = place();
    await zk.create(path);
    const fails = (operation: Promise<unknown>) => operation.then(null, (error: unknown) => error);
    expect(await fails(zk.create(path))).toMatchObject({ code: -110, name: "NODEEXISTS", path });
    expect(await fails(zk.setData(path, "", 7))).toMatchObject({ code: -103, name: "BADVERSION" });
    expect(await fails(zk.getData(`${path}/x`))).toMatchObject({
      code: -101,
      name: "NONODE",
      message: `NoNode for ${path}/x`,
    });
    expect(await fails(zk.delete("nothing"))).toMatchObject({ name: "BADARGUMENTS" });
    expect(await fails(zk.create(place(), null, { acl: [] }))).toMatchObject({
      name: "INVALIDACL",
    });
  });

  it("tells who may do what", async () => {
    const zk = await client();
    const path = place();
    const acl = [{ perms: 3, id: { scheme: "world", id: "anyone" } }];
    await zk.create(path, null, { acl });
    expect((await zk.getACL(path)).acl).toEqual(acl);
    expect(await zk.sync(path)).toBe(path);
  });

  it("answers a thousand outstanding operations in order, sent in one write", async () => {
    const zk = await client();
    const path = place();
    await zk.create(path);
    const write = vi.spyOn(Socket.prototype, "write");
    const order: number[] = [];
    const all = Array.from({ length: 1_000 }, (_, i) =>
      zk.create(`${path}/n${i}`, `value ${i}`).then(() => order.push(i)),
    );
    await Promise.all(all);
    expect(order).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    // On a slow machine there may be a ping, too.
    const PING = 12;
    const toServer = write.mock.calls.filter(
      ([bytes], k) =>
        (write.mock.contexts[k] as Socket).remotePort === apache.port && bytes.length > PING,
    );
    write.mockRestore();
    expect(toServer).toHaveLength(1);
    expect((await zk.getChildren(path)).children).toHaveLength(1_000);
    const { data } = await zk.getData(`${path}/n999`);
    expect(data?.toString()).toBe("value 999");
  });

  it("lives under its chroot, in requests, answers and events", async () => {
    const root = await client();
    const path = place();
    await root.create(path);
    const zk = await client(`127.0.0.1:${apache.port}${path}`);
    const { watch, first } = watcher();
    expect(await zk.exists("/in", watch)).toBeNull();
    expect(await zk.create("/in", "x")).toBe("/in");
    expect(await first).toMatchObject({ type: "NodeCreated", path: "/in" });
    expect((await root.getData(`${path}/in`)).data?.toString()).toBe("x");
    expect((await zk.getChildren("/")).children).toEqual(["in"]);
    await expect(zk.getData("/out")).rejects.toMatchObject({ path: "/out" });
  });
});

describe("a watch", () => {
  it("fires once, for what it was set on", async () => {
    const zk = await client();
    const other = await client();
    const path = place();
    const [data, child, exist] = [watcher(), watcher(), watcher()];
    await zk.create(path, "0");
    await zk.getData(path, data.watch);
    await zk.getChildren(path, child.watch);
    await zk.exists(`${path}/new`, exist.watch);
    await other.setData(path, "1");
    await other.setData(path, "2");
    await other.create(`${path}/new`);
    expect(await data.first).toMatchObject({ type: "NodeDataChanged", path });
    expect(await child.first).toMatchObject({ type: "NodeChildrenChanged", path });
    expect(await exist.first).toMatchObject({ type: "NodeCreated", path: `${path}/new` });
    await zk.sync();
    expect([data.events, child.events, exist.events].map((events) => events.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it("is not set by an operation that fails", async () => {
    const zk = await client();
    const path = place();
    const { watch, events } = watcher();
    await expect(zk.getData(path, watch)).rejects.toMatchObject({ name: "NONODE" });
    await zk.create(path);
    await zk.setData(path, "x");
    await zk.sync();
    expect(events).toEqual([]);
  });

  it("tells of what changed while the client was away, and stays armed if nothing did", async () => {
    const { proxy, servers } = await proxied();
    const zk = await client(servers);
    const other = await client();
    const path = place();
    const [changed, kept, created, gone] = [watcher(), watcher(), watcher(), watcher()];
    await zk.create(path, "0");
    await zk.create(`${path}/kept`);
    await zk.create(`${path}/gone`);
    await zk.getData(path, changed.watch);
    await zk.getChildren(`${path}/kept`, kept.watch);
    await zk.exists(`${path}/new`, created.watch);
    await zk.exists(`${path}/gone`, gone.watch);
    proxy.refusing = true;
    proxy.cut();
    await other.setData(path, "1");
    await other.create(`${path}/new`);
    await other.delete(`${path}/gone`);
    proxy.refusing = false;
    expect(await changed.first).toMatchObject({ type: "NodeDataChanged", path });
    expect(await created.first).toMatchObject({ type: "NodeCreated", path: `${path}/new` });
    expect(await gone.first).toMatchObject({ type: "NodeDeleted", path: `${path}/gone` });
    expect(kept.events).toEqual([]);
    await other.create(`${path}/kept/child`);
    expect(await kept.first).toMatchObject({ type: "NodeChildrenChanged", path: `${path}/kept` });
  });

  it("ends with its session", async () => {
    const zk = await client();
    const { watch, first } = watcher();
    const path = place();
    await zk.exists(path, watch);
    await zk.close();
    expect(await first).toMatchObject({ type: "None", path });
  });
});

describe("a session", () => {
  it("moves to another connection with its ephemeral nodes, rejecting what was in flight", async () => {
    const { proxy, servers } = await proxied();
    const zk = await client(servers);
    const states: string[] = [];
    zk.on("state", (state) => states.push(state));
    const path = place();
    await zk.create(path, null, { mode: "EPHEMERAL" });
    const { id } = zk.sessionKey;
    proxy.hold();
    const lost = zk.getData(path);
    await pause(50);
    proxy.cut();
    await expect(lost).rejects.toMatchObject({ code: -4, name: "CONNECTIONLOSS", path });
    await expect(zk.getData(path)).rejects.toMatchObject({ name: "CONNECTIONLOSS" });
    await zk.whenConnected();
    expect(zk.sessionKey.id).toBe(id);
    expect(await zk.exists(path)).not.toBeNull();
    expect(states).toEqual(["connecting", "connected"]);
  });

  it("is resumed by another client that has its key", async () => {
    const zk = await client();
    const path = place();
    await zk.create(path, null, { mode: "EPHEMERAL" });
    const session = zk.sessionKey;
    zk.disconnect();
    expect(zk.state).toBe("closed");
    const next = await client(undefined, { session });
    expect(next.sessionKey).toEqual(session);
    expect(await next.exists(path)).not.toBeNull();
    await next.close();
    expect(await (await client()).exists(path)).toBeNull();
  });

  it("is refused to a client with a wrong password, which then has expired", async () => {
    const zk = await client();
    const key = { id: zk.sessionKey.id, password: Buffer.alloc(16, 1) };
    const stranger = client(undefined, { session: key });
    await expect(stranger).rejects.toMatchObject({ name: "SESSIONEXPIRED" });
  });

  it("lives on pings when nothing else is sent", async () => {
    const { proxy, servers } = await proxied();
    const zk = await client(servers, { sessionTimeout: 4_000 });
    expect(zk.sessionTimeout).toBe(4_000);
    const path = place();
    await zk.create(path, null, { mode: "EPHEMERAL" });
    // Each is a third of the timeout after the one before, at the least.
    await until("there are four pings", () => proxy.pings >= 4);
    await zk.whenConnected();
    expect(await zk.exists(path)).not.toBeNull();
  });

  it("does not take it for the server's silence that its own process stood still", async () => {
    const zk = await client(undefined, { sessionTimeout: 9_000 });
    const states: string[] = [];
    zk.on("state", (state) => states.push(state));
    expect(await zk.exists("/")).not.toBeNull();
    const still = new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(still, 0, 0, 6_100);
    expect(await zk.exists("/")).not.toBeNull();
    expect(states).toEqual([]);
  });

  it("leaves a server that falls silent", async () => {
    const { proxy, servers } = await proxied();
    const zk = await client(servers, { sessionTimeout: 6_000 });
    proxy.hold();
    await expect(zk.getData("/")).rejects.toMatchObject({ name: "CONNECTIONLOSS" });
    expect(zk.lastFailure).toMatch(/no answer for 4000 ms$/);
    await zk.whenConnected();
    expect((await zk.getData("/")).stat.version).toBe(0);
  });

  it("expires when the client was away too long, and is over for good", async () => {
    const { proxy, servers } = await proxied();
    const zk = await client(servers, { sessionTimeout: 4_000 });
    const path = place();
    await zk.create(path, null, { mode: "EPHEMERAL" });
    const other = await client();
    proxy.refusing = true;
    proxy.cut();
    await until("the session is over", async () => (await other.exists(path)) === null);
    proxy.refusing = false;
    await expect(zk.whenConnected(PATIENCE)).rejects.toMatchObject({ name: "SESSIONEXPIRED" });
    expect(zk.state).toBe("expired");
    await expect(zk.getData("/")).rejects.toMatchObject({ name: "SESSIONEXPIRED" });
  });

  it("answers everything issued before it is closed, and nothing after", async () => {
    const zk = await client();
    const path = place();
    const before = zk.create(path, null, { mode: "EPHEMERAL" });
    const closed = zk.close();
    await expect(zk.getData(path)).rejects.toMatchObject({ name: "SESSIONEXPIRED" });
    expect(await before).toBe(path);
    await closed;
    expect(zk.state).toBe("closed");
  });

  it("passes over a server that is not there", async () => {
    const nobody = await freePort();
    const servers = `127.0.0.1:${nobody},127.0.0.1:${apache.port},127.0.0.1:${nobody}`;
    const zks = await Promise.all([client(servers), client(servers), client(servers)]);
    for (const zk of zks) expect(zk.state).toBe("connected");
  });

  it("says in one line that nobody is there, when the time given is over", async () => {
    const nobody = await freePort();
    const failed = ZooKeeper.connect(`127.0.0.1:${nobody}`, { sessionTimeout: 2_000 });
    await expect(failed).rejects.toMatchObject({
      name: "CONNECTIONLOSS",
      message: `ConnectionLoss (no connection in 2000 ms; 127.0.0.1:${nobody}: nobody listens there)`,
    });
  });
});

describe("fourLetterWord", () => {
  it("brings a server's answer, or one line why not", async () => {
    const host = "127.0.0.1";
    expect(await fourLetterWord({ host, port: apache.port }, "ruok")).toBe("imok");
    const port = await freePort();
    await expect(fourLetterWord({ host, port }, "ruok")).rejects.toThrow(
      `ruok to 127.0.0.1:${port}: nobody listens there`,
    );
  });
});
