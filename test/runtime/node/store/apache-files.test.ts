import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LogEntry } from "#runtime";
import { nodeFiles } from "#runtime/node";
import { MemoryFiles } from "../support/memory-files.js";
import { appends, entry, name, Store, zxid } from "../support/store.js";
import { temporaryDirectory } from "../support/temporary.js";

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ""), "hex");

// Written by ZooKeeper 3.9.5: a session is created, then the node /q.
const HEADER = hex("5a4b4c47 00000002 0000000000000000");
const SESSION = hex(`
  0100001ab7b30000 00000000 0000000100000001 000001a1f9fdd2fe fffffff6 00002710
  00000002 0000000051c6d660`);
const CREATE = hex(`
  0100001ab7b30000 00000001 0000000100000002 000001a1f9fdd308 0000000f 00000002 2f71 00000001 31
  00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 00 00000001
  00000002 000000014256ed56`);
const LOG = Buffer.concat([
  HEADER,
  hex("00000000f9400c69 00000030"),
  SESSION,
  hex("42 0000000001520c9c 00000057"),
  CREATE,
  hex("42"),
]);
const two: LogEntry[] = [
  { zxid: zxid(1, 1), body: SESSION },
  { zxid: zxid(1, 2), body: CREATE },
];

describe("a log of ZooKeeper 3.9.5", () => {
  it("is read with its padding, and gone on from in a log of our own", async () => {
    const files = new MemoryFiles();
    const store = new Store(files);
    store.recover();
    files.put("/data/version-2/log.100000001", Buffer.concat([LOG], 16 + 64 * 1024 * 1024));
    expect(store.recover().entries).toEqual(two);
    expect(files.list("/data/version-2").get("log.100000001")?.equals(LOG)).toBe(true);
    await store.process(...appends([entry(1, 3)]));
    expect(store.recover().entries.map((one) => name(one.zxid))).toEqual(["1.1", "1.2", "1.3"]);
  });

  it("is what ours is for the same txns, byte for byte", async () => {
    const home = temporaryDirectory();
    await new Store(nodeFiles, home).process(...appends(two));
    expect(readFileSync(join(home, "version-2", "log.100000001")).equals(LOG)).toBe(true);
  });
});

describe("a log of 200,000 entries", () => {
  it("is recovered, and keeps no more than its bytes alive", async () => {
    const home = temporaryDirectory();
    const store = new Store(nodeFiles, home);
    const body = entry(1, 1, 168).body;
    const all = Array.from({ length: 200_000 }, (_, k) => {
      const own = Buffer.from(body);
      own.writeUInt32BE(k + 1, 16);
      return { zxid: zxid(1, k + 1), body: own };
    });
    store.recover();
    const disk = store.open();
    for (const request of appends(all)) disk.disk.submit(request);
    await disk.disk.close();
    const { entries } = store.recover();
    expect(entries.length).toBe(200_000);
    expect(entries[199_999]?.body.equals(all[199_999]?.body as Buffer)).toBe(true);
    const alive = new Set(entries.map((one) => one.body.buffer));
    let bytes = 0;
    for (const buffer of alive) bytes += buffer.byteLength;
    expect(bytes).toBeLessThan(1.1 * 200_000 * 200);
  });
});
