import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Files, nodeFiles } from "#runtime/node";
import { until } from "../../../support/wait.js";
import { MemoryFiles } from "../support/memory-files.js";
import { appends, entries, entry, name, source, Store, zxid } from "../support/store.js";
import { temporaryDirectory } from "../support/temporary.js";

type Done = (error: Error | null) => void;

/** A disk of which a test decides when, and how, a sync ends; it keeps a record of calls. */
function heldDisk() {
  const calls: string[] = [];
  const waiting: Done[] = [];
  const files: Files = {
    ...nodeFiles,
    writeSync: (fd, bytes, offset, length, position) => {
      calls.push(`write ${length}`);
      return nodeFiles.writeSync(fd, bytes, offset, length, position);
    },
    fdatasync: (_fd, done) => {
      calls.push("fdatasync");
      waiting.push(done);
    },
    renameSync: (from, to) => {
      calls.push("rename");
      nodeFiles.renameSync(from, to);
    },
  };
  /** Ends the sync that is in flight, or will soon be. */
  const settle = async () => {
    await until("a sync is in flight", () => waiting.length > 0);
    (waiting.shift() as Done)(null);
  };
  return { files, calls, waiting, settle };
}

function realStore(files: Files = nodeFiles) {
  const home = temporaryDirectory();
  const store = new Store(files, home);
  store.recover();
  return { store, directory: join(home, "version-2") };
}

const turns = async (count = 5) => {
  for (let k = 0; k < count; k += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("the disk queue", () => {
  it("makes everything that came during one sync one write and one sync", async () => {
    const { files, calls, settle, waiting } = heldDisk();
    const disk = realStore(files).store.open();
    const all = appends(entries(1, 1, 111));
    calls.length = 0;
    disk.submit(...all.slice(0, 1));
    disk.submit(...all.slice(1, 11));
    disk.submit(...all.slice(11));
    expect(disk.groups).toEqual([]);
    await settle();
    await until("a sync is in flight", () => waiting.length > 0);
    expect(disk.groups).toEqual([1]);
    await settle();
    expect(disk.groups).toEqual([1, 110]);
    const one = 32 + 20 + 13;
    const wanted = ["write 16", `write ${one}`, "fdatasync", `write ${110 * one}`, "fdatasync"];
    expect(calls).toEqual(wanted);
  });

  it("begins nothing before the turn ends", () => {
    const { files, calls } = heldDisk();
    const { disk } = realStore(files).store.open();
    calls.length = 0;
    for (const request of appends(entries(1, 1, 3))) disk.submit(request);
    expect(calls).toEqual([]);
  });

  it("never lets an epoch overtake an append, nor the reverse", async () => {
    const { files, calls, settle, waiting } = heldDisk();
    const disk = realStore(files).store.open();
    const [a, b, c, d] = appends(entries(1, 1, 4));
    calls.length = 0;
    disk.submit(a as never, b as never, { kind: "currentEpoch", epoch: 3 }, c as never);
    disk.submit({ kind: "acceptedEpoch", epoch: 4 }, d as never);
    const kinds = () => calls.filter((call) => !call.startsWith("write")).join(" ");
    await turns();
    expect([kinds(), disk.groups]).toEqual(["fdatasync", []]);
    await settle();
    await until("a sync is in flight", () => waiting.length > 0);
    expect([kinds(), disk.groups]).toEqual(["fdatasync rename fdatasync", [2, 1]]);
    await settle();
    await until("a sync is in flight", () => waiting.length > 0);
    const five = "fdatasync rename fdatasync rename fdatasync";
    expect([kinds(), disk.groups]).toEqual([five, [2, 1, 1, 1]]);
    await settle();
    expect(disk.completed).toBe(6);
    await disk.disk.close();
  });

  it("carries a replacement out between the appends around it", async () => {
    const { store } = realStore();
    const disk = store.open();
    await disk.run(
      ...appends(entries(1, 1, 4)),
      { kind: "truncate", to: zxid(1, 2), entries: entries(2, 1, 2) },
      ...appends(entries(2, 3, 4)),
      { kind: "currentEpoch", epoch: 2 },
      { kind: "acceptedEpoch", epoch: 2 },
    );
    await disk.disk.close();
    const found = store.recover();
    expect(found.entries.map((one) => name(one.zxid))).toEqual([
      "1.1",
      "1.2",
      "2.1",
      "2.2",
      "2.3",
      "2.4",
    ]);
    expect(found).toMatchObject({ currentEpoch: 2, acceptedEpoch: 2 });
  });

  it("finishes what was submitted when it is closed, however many groups that takes", async () => {
    const { store } = realStore();
    const disk = store.open();
    disk.submit(...appends(entries(1, 1, 2)), { kind: "acceptedEpoch", epoch: 1 });
    disk.submit(...appends(entries(1, 3, 5)));
    await disk.disk.close();
    expect(disk.completed).toBe(6);
    expect(store.recover().entries.length).toBe(5);
  });

  it("splits what is too much for one write", async () => {
    const { store } = realStore();
    const disk = store.open({ maxBody: 4_000_000 });
    const large = [1, 2, 3, 4, 5].map((k) => entry(1, k, 3_000_000));
    await disk.run(...appends(large));
    expect(disk.groups).toEqual([3, 2]);
    await disk.disk.close();
  });
});

describe("a log file", () => {
  it("has the bytes and the size of ZooKeeper's, and is trimmed when it is closed", async () => {
    const { store, directory } = realStore();
    const disk = store.open();
    await disk.run(...appends(entries(1, 1, 3)));
    const path = join(directory, "log.100000001");
    expect(statSync(path).size).toBe(67_108_880);
    await disk.disk.close();
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(16 + 3 * 65);
    expect(bytes.toString("hex", 0, 16)).toBe("5a4b4c47000000020000000000000000");
    expect(disk.disk.sizes().log).toBe(disk.disk.sizes().data);
  });

  it("grows by 64 MiB once fewer than 4 KiB would be left", async () => {
    const { store, directory } = realStore();
    const disk = store.open({ maxBody: 70_000_000 });
    const size = () => statSync(join(directory, "log.100000001")).size;
    const room = 67_108_880 - 16 - 4096 - 45;
    await disk.run(...appends([entry(1, 1, room - 1)]));
    expect(size()).toBe(67_108_880);
    await disk.run(...appends([entry(1, 2, 0)]));
    expect(size()).toBe(2 * 67_108_864 + 16);
    await disk.disk.close();
  });

  it("is begun anew by each process and each snapshot, and never overwritten", async () => {
    const { store, directory } = realStore();
    await store.process(...appends(entries(1, 1, 2)));
    const disk = store.open();
    await disk.run(...appends(entries(1, 3, 4)));
    disk.disk.snapshot(zxid(1, 4), source("/a"));
    await disk.run(...appends(entries(1, 5, 6)));
    await disk.disk.close();
    const logs = readdirSync(directory).filter((file) => file.startsWith("log"));
    expect(logs).toEqual(["log.100000001", "log.100000003", "log.100000005"]);
    const again = store.open();
    await again.run(...appends(entries(1, 5, 5)));
    expect(again.failures).toEqual([expect.stringMatching(/EEXIST/)]);
  });
});

/** A disk that fails in `call` once it is told to. */
function failing(call: "writeSync" | "fdatasync" | "ftruncateSync", code: string) {
  const broken = Object.assign(new Error(`${code}: it is broken`), { code });
  const state = { broken: false };
  const files: Files = {
    ...nodeFiles,
    writeSync: (fd, bytes, offset, length, position) => {
      if (!state.broken || call !== "writeSync") {
        return nodeFiles.writeSync(fd, bytes, offset, length, position);
      }
      if (length <= 100) throw broken;
      return nodeFiles.writeSync(fd, bytes, offset, 100, position);
    },
    fdatasync: (fd, done) => {
      if (state.broken && call === "fdatasync") setImmediate(() => done(broken));
      else nodeFiles.fdatasync(fd, done);
    },
    ftruncateSync: (fd, size) => {
      if (state.broken && call === "ftruncateSync") throw broken;
      nodeFiles.ftruncateSync(fd, size);
    },
  };
  return { state, files };
}

describe.each([
  ["full in the middle of a write", "writeSync", "ENOSPC"],
  ["read-only when a file is to grow", "ftruncateSync", "EROFS"],
  ["broken when it is to sync", "fdatasync", "EIO"],
] as const)("a disk that is %s", (_, call, code) => {
  it("fails once, completes nothing after that, and keeps all that was completed", async () => {
    const { state, files } = failing(call, code);
    const { store, directory } = realStore(files);
    const disk = store.open();
    await disk.run(...appends(entries(1, 1, 5)));
    disk.disk.snapshot(zxid(1, 3), source("/a"));
    await until("the snapshot is there", () =>
      readdirSync(directory).includes("snapshot.100000003"),
    );
    state.broken = true;
    const more = appends(entries(1, 6, 40));
    await disk.run(...more.slice(0, 20));
    disk.submit(...more.slice(20), { kind: "currentEpoch", epoch: 1 });
    disk.disk.snapshot(zxid(1, 4), source("/b"));
    await turns(20);
    expect(disk.failures).toEqual([`${code}: it is broken`]);
    expect(disk.completed).toBe(5);
    await disk.disk.close();
    expect(disk.completed).toBe(5);
    state.broken = false;
    const { entries: found, snapshot, currentEpoch } = store.recover();
    expect([name(snapshot), currentEpoch]).toEqual(["1.3", 0]);
    const counters = found.map((one) => one.zxid.counter);
    expect(counters.slice(0, 2)).toEqual([4, 5]);
    expect(counters).toEqual(counters.map((_k, k) => k + 4));
    await store.process(...appends([entry(1, (counters.at(-1) as number) + 1)]));
    expect(store.recover().entries.length).toBe(counters.length + 1);
  });
});

describe("a write that the system takes in pieces", () => {
  it("is continued where it stopped", async () => {
    const files: Files = {
      ...nodeFiles,
      writeSync: (fd, bytes, offset, length, position) =>
        nodeFiles.writeSync(fd, bytes, offset, Math.min(length, 7), position),
      write: (fd, bytes, offset, length, position, done) =>
        nodeFiles.write(fd, bytes, offset, Math.min(length, 9), position, done),
    };
    const { store } = realStore(files);
    await store.process(...appends(entries(1, 1, 30)));
    const install = { kind: "install", at: zxid(2, 4), snapshot: source("/a", "/b") } as const;
    await store.process({ ...install, entries: entries(2, 5, 9) }, ...appends(entries(2, 10, 30)));
    const found = store.recover();
    expect([name(found.snapshot), found.tree.paths]).toEqual(["2.4", ["", "/a", "/b"]]);
    expect(found.entries).toEqual(entries(2, 5, 30));
  });
});

describe("an epoch file", () => {
  it("holds the old or the new number, wherever its writing dies", async () => {
    for (let dieAt = 1; dieAt < 12; dieAt += 1) {
      const files = new MemoryFiles();
      const store = new Store(files);
      store.recover();
      await store.process({ kind: "acceptedEpoch", epoch: 7 });
      files.calls = 0;
      files.dieAt = dieAt;
      const disk = store.open();
      await disk.run({ kind: "acceptedEpoch", epoch: 8 });
      for (let seed = 0; seed < 8; seed += 1) {
        const left = files.unplugged((bound) => (seed >> (dieAt % 3)) % bound);
        const { acceptedEpoch } = new Store(left).recover();
        expect(disk.completed === 1 ? [8] : [7, 8]).toContain(acceptedEpoch);
      }
      await disk.disk.close();
    }
  });
});
