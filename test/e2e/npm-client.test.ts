import { once } from "node:events";
import zookeeper, { type Client, type ClientEvent } from "node-zookeeper-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { Cluster } from "../support/cluster.js";
import { until } from "../support/wait.js";

const { CreateMode, Exception } = zookeeper;

/** A call with a callback at its end, as a promise of all the callback is given. */
function answer<A extends unknown[]>(
  call: (done: (error: Error | null, ...answer: A) => void) => void,
): Promise<A> {
  return new Promise((resolve, reject) => {
    call((error, ...given) => (error === null ? resolve(given) : reject(error)));
  });
}

async function connect(address: string): Promise<Client> {
  const client = zookeeper.createClient(address, { sessionTimeout: 8_000 });
  const connected = once(client, "connected");
  client.connect();
  await connected;
  return client;
}

async function close(client: Client): Promise<void> {
  const gone = once(client, "disconnected");
  client.close();
  await gone;
}

const make = (client: Client, path: string, data = "", mode = CreateMode.PERSISTENT) =>
  answer<[string]>((done) => client.create(path, Buffer.from(data), mode, done)).then(
    ([made]) => made,
  );

const read = (client: Client, path: string) =>
  answer<[Buffer | undefined, unknown]>((done) => client.getData(path, done)).then(([data]) =>
    String(data ?? ""),
  );

const remove = (client: Client, path: string, version = -1) =>
  answer<[]>((done) => client.remove(path, version, done));

describe("the npm package node-zookeeper-client", () => {
  let cluster: Cluster;
  const clients: Client[] = [];

  beforeAll(async () => {
    cluster = await Cluster.start();
    for (const { address } of cluster.servers) clients.push(await connect(address));
    await make(clients[0] as Client, "/npm");
  });

  afterAll(async () => {
    await Promise.all(clients.map(close));
    await cluster?.dispose();
  });

  describe.each([1, 2, 3])("on server %i", (id) => {
    const root = `/npm/on-${id}`;
    let client: Client;

    beforeAll(async () => {
      client = clients[id - 1] as Client;
      await make(client, root, "root");
    });

    it("creates a node once, and reads it", async () => {
      expect(await make(client, `${root}/a`, "one")).toBe(`${root}/a`);
      expect(await read(client, `${root}/a`)).toBe("one");
      const again = make(client, `${root}/a`);
      await expect(again).rejects.toMatchObject({ code: Exception.NODE_EXISTS });
      const orphan = make(client, `${root}/none/a`);
      await expect(orphan).rejects.toMatchObject({ code: Exception.NO_NODE });
    });

    it("numbers sequential nodes one after the other", async () => {
      const names = [];
      for (let i = 0; i < 3; i += 1) {
        names.push(await make(client, `${root}/s-`, "", CreateMode.PERSISTENT_SEQUENTIAL));
      }
      const numbers = names.map((name) => Number(/\/s-(\d{10})$/.exec(name)?.[1]));
      const [first = NaN] = numbers;
      expect(numbers).toEqual([first, first + 1, first + 2]);
    });

    it("ends an ephemeral node with its session", async () => {
      const other = await connect((cluster.servers[id % 3] as { address: string }).address);
      const path = await make(other, `${root}/e-`, "mine", CreateMode.EPHEMERAL_SEQUENTIAL);
      const session = other.getSessionId();
      await sync(cluster, id, path);
      const [stat] = await answer<[{ ephemeralOwner: Buffer } | null]>((done) => {
        client.exists(path, done);
      });
      expect(stat?.ephemeralOwner).toEqual(session);
      await close(other);
      await until(`${path} is gone`, async () => {
        const [left] = await answer<[unknown]>((done) => client.exists(path, done));
        return left === null;
      });
    });

    it("sets data at the right version and refuses the wrong one", async () => {
      const set = (data: string, version: number) =>
        answer<[{ version: number }]>((done) => {
          client.setData(root, Buffer.from(data), version, done);
        });
      const [stat] = await set("two", 0);
      expect(stat.version).toBe(1);
      await expect(set("three", 0)).rejects.toMatchObject({ code: Exception.BAD_VERSION });
      expect(await read(client, root)).toBe("two");
    });

    it("fires each kind of watch once, for a change made on another server", async () => {
      const other = clients[id % 3] as Client;
      const path = `${root}/watched`;
      const events: string[] = [];
      const note = ({ name, path }: ClientEvent) => events.push(`${name} ${path}`);
      await answer((done) => client.exists(path, note, done));
      await answer((done) => client.getChildren(root, note, done));
      await make(other, path, "1");
      await until("two events", () => events.length === 2);
      expect(events.sort()).toEqual([`NODE_CHILDREN_CHANGED ${root}`, `NODE_CREATED ${path}`]);
      events.length = 0;
      await answer((done) => client.getData(path, note, done));
      await answer((done) => other.setData(path, Buffer.from("2"), -1, done));
      await until("one event", () => events.length === 1);
      await answer((done) => client.exists(path, note, done));
      await remove(other, path);
      await until("two events", () => events.length === 2);
      expect(events).toEqual([`NODE_DATA_CHANGED ${path}`, `NODE_DELETED ${path}`]);
    });

    it("lists children, and deletes a node when it has none", async () => {
      const path = `${root}/parent`;
      await make(client, path);
      await Promise.all(["x", "y", "z"].map((name) => make(client, `${path}/${name}`)));
      const children = () => answer<[string[], unknown]>((done) => client.getChildren(path, done));
      expect((await children())[0].sort()).toEqual(["x", "y", "z"]);
      await expect(remove(client, path)).rejects.toMatchObject({ code: Exception.NOT_EMPTY });
      await expect(remove(client, `${path}/x`, 7)).rejects.toMatchObject({
        code: Exception.BAD_VERSION,
      });
      for (const name of ["x", "y", "z"]) await remove(client, `${path}/${name}`);
      await remove(client, path);
      await expect(children()).rejects.toMatchObject({ code: Exception.NO_NODE });
    });

    it("reads, after a sync, what was written on the two others", async () => {
      for (const [i, writer] of clients.entries()) {
        const path = `${root}/from-${i + 1}`;
        for (let n = 0; n < 20; n += 1) await make(writer, `${path}-${n}`, `${i} ${n}`);
        await sync(cluster, id, root);
        for (let n = 0; n < 20; n += 1) {
          expect(await read(client, `${path}-${n}`)).toBe(`${i} ${n}`);
        }
      }
    });
  });
});

/** The package has no sync of its own; one of another client's serves the whole server. */
async function sync(cluster: Cluster, id: number, path: string): Promise<void> {
  const client = await ZooKeeper.connect(cluster.server(id).address);
  await client.sync(path);
  await client.close();
}
