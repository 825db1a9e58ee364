import { describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { Cluster } from "../support/cluster.js";
import type { ServerProcess } from "../support/server-process.js";
import { SmallDisk } from "../support/small-disk.js";
import { readTree } from "../support/tree-reader.js";

const VALUE = "x".repeat(8_000);
/** More of these values than a disk of 1 MiB takes. */
const WRITES = 400;

/** Gives `work` a disk of its own, or says why there is none and skips the test. */
async function onSmallDisk(
  skip: (reason: string) => void,
  work: (disk: SmallDisk) => Promise<void>,
): Promise<void> {
  const disk = SmallDisk.make("1m");
  if (typeof disk === "string") {
    process.stderr.write(`${disk}\n`);
    return skip(disk);
  }
  try {
    await work(disk);
  } finally {
    disk.dispose();
  }
}

/** Creates a node, then many at a time until one is not answered; the paths of those that were. */
async function fill(address: string): Promise<Set<string>> {
  const client = await ZooKeeper.connect(address);
  const acknowledged = new Set([await client.create("/full", VALUE)]);
  const all = Array.from({ length: WRITES }, (_, n) =>
    client.create(`/full-${n}`, VALUE).then(
      (path) => acknowledged.add(path),
      () => null,
    ),
  );
  await Promise.all(all);
  client.disconnect();
  return acknowledged;
}

async function expectServed(server: ServerProcess, acknowledged: Set<string>): Promise<void> {
  const tree = await readTree(server.address);
  for (const path of acknowledged) expect(tree.get(path)?.data, path).toBe(VALUE);
}

describe("a full disk", () => {
  it("stops a server that is alone before it acknowledges what is not durable", async ({
    skip,
  }) => {
    await onSmallDisk(skip, async (disk) => {
      const cluster = await Cluster.start({ voters: 0, dataDirs: { 0: disk.path } });
      try {
        const server = cluster.server(0);
        const acknowledged = await fill(server.address);
        expect(acknowledged.size).toBeLessThan(WRITES);
        expect((await server.ended).code).toBe(1);
        expectOneLine(server, /ENOSPC|no space/i);
        disk.resize("64m");
        server.start();
        await server.serving();
        await expectServed(server, acknowledged);
      } finally {
        await cluster.dispose();
      }
    });
  });

  it("stops that server of an ensemble, and the others go on", async ({ skip }) => {
    await onSmallDisk(skip, async (disk) => {
      const cluster = await Cluster.start({ dataDirs: { 3: disk.path } });
      try {
        const [full, other] = [cluster.server(3), cluster.server(1)];
        const acknowledged = await fill(other.address);
        expect((await full.ended).code).toBe(1);
        expectOneLine(full, /ENOSPC|no space/i);
        await cluster.leader();
        for (const path of await fillAgain(other.address)) acknowledged.add(path);
        disk.resize("64m");
        full.start();
        await cluster.serving();
        for (const server of cluster.servers) await expectServed(server, acknowledged);
      } finally {
        await cluster.dispose();
      }
    });
  });
});

/** Writes that must all be acknowledged. */
async function fillAgain(address: string): Promise<string[]> {
  const client = await ZooKeeper.connect(address);
  const paths = Array.from({ length: 20 }, (_, n) => `/after-${n}`);
  await Promise.all(paths.map((path) => client.create(path, VALUE)));
  await client.close();
  return paths;
}

describe("a read-only disk", () => {
  it("is a reason not to start, in one line, and all is there when it can be written", async ({
    skip,
  }) => {
    await onSmallDisk(skip, async (disk) => {
      const cluster = await Cluster.start({ voters: 0, dataDirs: { 0: disk.path } });
      try {
        const server = cluster.server(0);
        const paths = await fillAgain(server.address);
        await server.stop();
        disk.readOnly(true);
        server.start();
        const { code } = await server.ended;
        expect(code).toBeGreaterThan(0);
        expectOneLine(server, /EROFS|read-only/i);
        disk.readOnly(false);
        server.start();
        await server.serving();
        await expectServed(server, new Set(paths));
      } finally {
        await cluster.dispose();
      }
    });
  });
});

function expectOneLine(server: ServerProcess, reason: RegExp): void {
  expect(server.logLines.filter((line) => reason.test(line))).toHaveLength(1);
  expect(server.log).not.toMatch(/^\s+at /m);
}
