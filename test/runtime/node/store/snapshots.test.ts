import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appendLogHeader, snapshotFile, Writer } from "#codec";
import { type Files, nodeFiles, purge, recover } from "#runtime/node";
import { Service, SnapshotLoader } from "#service";
import { pause, until } from "../../../support/wait.js";
import { type Chance, MemoryFiles } from "../support/memory-files.js";
import { appends, entries, entry, name, source, Store, zxid } from "../support/store.js";
import { temporaryDirectory } from "../support/temporary.js";

const turns = async (count = 5) => {
  for (let k = 0; k < count; k += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Waits until `directory` has a file of this name. */
function appears(directory: string, file: string): Promise<void> {
  return until(`${file} is there`, () => readdirSync(directory).includes(file));
}

function realStore(files: Files = nodeFiles) {
  const home = temporaryDirectory();
  const store = new Store(files, home);
  store.recover();
  return { store, directory: join(home, "version-2") };
}

const many = Array.from({ length: 100_000 }, (_, k) => `/node-${String(k).padStart(90, "0")}`);

describe("a fuzzy snapshot", () => {
  it("of 100,000 nodes is made in small pieces, and the loop never waits for its disk", async () => {
    let inTurn = 0;
    let most = 0;
    let taken = 0;
    let counter = 1;
    const files: Files = {
      ...nodeFiles,
      writeSync: (fd, bytes, offset, length, position) => {
        most = Math.max(most, length);
        return nodeFiles.writeSync(fd, bytes, offset, length, position);
      },
      write: (fd, bytes, offset, length, position, done) => {
        taken += 1;
        inTurn += 1;
        expect(length).toBeLessThan(100_000);
        // However slowly the log syncs, the snapshot is not over before it has gone on.
        const mayEnd = () => {
          if (taken > 100 && counter <= 3) setImmediate(mayEnd);
          else nodeFiles.write(fd, bytes, offset, length, position, done);
        };
        mayEnd();
      },
    };
    const { store, directory } = realStore(files);
    const disk = store.open();
    const nodes = source(...many);
    await disk.run(...appends(entries(1, 1, 1)));
    const turn = () => {
      most = Math.max(most, inTurn);
      inTurn = 0;
      if (disk.completed === counter) disk.submit(...appends([entry(1, (counter += 1))]));
      if (!readdirSync(directory).includes("snapshot.100000001")) setImmediate(turn);
    };
    most = 0;
    disk.disk.snapshot(zxid(1, 1), nodes);
    turn();
    await appears(directory, "snapshot.100000001");
    await disk.disk.close();
    const found = store.recover();
    expect([name(found.snapshot), found.tree.paths.length]).toEqual(["1.1", 100_001]);
    expect(found.entries.length).toBe(counter - 1);
    expect(counter).toBeGreaterThan(3);
    expect(taken).toBeGreaterThan(100);
    // One of 64 KiB is made in half a millisecond; an append is 65 bytes.
    expect(most).toBeLessThanOrEqual(65);
    expect(inTurn).toBeLessThanOrEqual(2);
  });

  it("rolls the log first, and is there with everything behind it", async () => {
    const { store, directory } = realStore();
    const disk = store.open();
    await disk.run(...appends(entries(1, 1, 3)));
    disk.disk.snapshot(zxid(1, 3), source("/a"));
    await disk.run(...appends(entries(1, 4, 5)));
    await appears(directory, "snapshot.100000003");
    await disk.disk.close();
    expect(readdirSync(directory)).toContain("log.100000004");
    expect(store.state()).toBe("1.3 [ /a] 1.4:xx 1.5:xx epochs 0/0");
  });

  it("leaves the old snapshot, wherever the process dies", async () => {
    const states = ["0.0 [] 1.1:xx 1.2:xx epochs 0/0", "1.2 [ /a]  epochs 0/0"];
    const seen = new Set<string>();
    const prepared = new MemoryFiles();
    await new Store(prepared).process(...appends(entries(1, 1, 2)));
    for (let dieAt = 1; dieAt < 15; dieAt += 1) {
      const files = prepared.killed();
      const disk = new Store(files).open();
      files.dieAt = dieAt;
      disk.disk.snapshot(zxid(1, 2), source("/a"));
      await turns(8);
      for (let seed = 0; seed < 16; seed += 1) {
        const left = seed === 0 ? files.killed() : files.unplugged(bits(seed * 37));
        const state = new Store(left).state();
        expect(states).toContain(state);
        seen.add(state);
      }
    }
    expect(seen.size).toBe(2);
  });

  it("is given up when a replacement begins, and none is begun before that is done", async () => {
    const { store, directory } = realStore();
    const disk = store.open();
    await disk.run(...appends(entries(1, 1, 3)));
    disk.disk.snapshot(zxid(1, 3), source(...many));
    await turns(2);
    expect(readdirSync(directory)).toContain("new.snapshot.100000003");
    const install = {
      kind: "install",
      at: zxid(1, 2),
      snapshot: source("/n"),
      entries: [],
    } as const;
    disk.disk.submit(install);
    disk.disk.snapshot(zxid(1, 3), source("/x"));
    disk.disk.flush();
    await disk.run();
    while (disk.completed < 4) await turns(1);
    disk.disk.snapshot(zxid(1, 2), source("/y"));
    const snapshot = join(directory, "snapshot.100000002");
    await until("it is the new one", () => readFileSync(snapshot).includes("/y"));
    await disk.disk.close();
    expect(readdirSync(directory).sort()).toEqual([
      "acceptedEpoch",
      "currentEpoch",
      "snapshot.100000002",
    ]);
    expect(store.state()).toBe("1.2 [ /y]  epochs 0/0");
    expect(disk.lines).toEqual([]);
  });

  it("is not begun while a replacement is being carried out", async () => {
    const opened: string[] = [];
    const files: Files = {
      ...nodeFiles,
      openSync: (path, flags) => {
        opened.push(path.replace(/.*\//, ""));
        return nodeFiles.openSync(path, flags);
      },
    };
    const disk = realStore(files).store.open();
    await disk.run(...appends(entries(1, 1, 3)));
    const install = { kind: "install", at: zxid(1, 2), snapshot: source(...many) } as const;
    disk.submit({ ...install, entries: [] });
    await turns(3);
    disk.disk.snapshot(zxid(1, 3), source("/x"));
    await disk.run();
    await disk.disk.close();
    expect(opened).toContain("new.snapshot.100000002");
    expect(opened).not.toContain("new.snapshot.100000003");
  });

  it("is only one at a time, and nothing is left of it when the server stops", async () => {
    const { store, directory } = realStore();
    const disk = store.open();
    disk.disk.snapshot(zxid(1, 3), source(...many));
    disk.disk.snapshot(zxid(1, 4), source("/a"));
    await turns(2);
    await disk.disk.close();
    expect(readdirSync(directory).sort()).toEqual(["acceptedEpoch", "currentEpoch", "snapshot.0"]);
  });

  it("that cannot be written is reported and gives its room back, and service goes on", async () => {
    let full = false;
    const files: Files = {
      ...nodeFiles,
      write: (fd, bytes, offset, length, position, done) => {
        if (full) setImmediate(() => done(new Error("ENOSPC: no space left, write"), 0));
        else nodeFiles.write(fd, bytes, offset, length, position, done);
      },
    };
    const { store, directory } = realStore(files);
    const disk = store.open();
    full = true;
    disk.disk.snapshot(zxid(1, 1), source("/a"));
    await until("it is given up", () => disk.lines.length > 0);
    full = false;
    expect(disk.lines).toEqual(["snapshot not written: ENOSPC: no space left, write"]);
    expect(readdirSync(directory).sort()).toEqual(["acceptedEpoch", "currentEpoch", "snapshot.0"]);
    await disk.run(...appends(entries(1, 1, 1)));
    disk.disk.snapshot(zxid(1, 1), source("/a"));
    await appears(directory, "snapshot.100000001");
    await disk.disk.close();
  });

  it("closes no log file while a sync of it is in flight", async () => {
    const open = new Set<number>();
    const syncing = new Set<number>();
    const faults: string[] = [];
    const files: Files = {
      ...nodeFiles,
      fdatasync: (fd, done) => {
        syncing.add(fd);
        setTimeout(() => {
          if (!open.has(fd)) faults.push(`${fd} was closed during a sync`);
          syncing.delete(fd);
          done(null);
        }, 5);
      },
      openSync: (path, flags) => {
        const fd = nodeFiles.openSync(path, flags);
        open.add(fd);
        return fd;
      },
      closeSync: (fd) => {
        if (syncing.has(fd)) faults.push(`${fd} is closed during a sync`);
        open.delete(fd);
        nodeFiles.closeSync(fd);
      },
    };
    const { store } = realStore(files);
    const disk = store.open();
    for (let counter = 1; counter <= 20; counter += 1) {
      disk.submit(...appends([entry(1, counter)]));
      if (counter % 3 === 0) disk.disk.snapshot(zxid(1, counter), source("/a"));
      await turns(2);
    }
    await disk.disk.close();
    expect(faults).toEqual([]);
    expect(disk.completed).toBe(20);
    expect(open.size).toBe(0);
  });
});

/** Chance by the bits of a number. */
function bits(seed: number): Chance {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

describe("the snapshot of a first start", () => {
  it("is that of ZooKeeper, byte for byte, but for the order of siblings", () => {
    const { sessions, acls, nodes } = new Service({ onEvent() {} }).snapshotSource();
    const sorted = [...nodes].sort((a, b) => (a.path < b.path ? -1 : 1));
    const empty = { sessions, acls, nodes: sorted };
    const bytes = Buffer.concat([...snapshotFile(empty, { digest: null, lastZxid: zxid(0, 0) })]);
    const zeros = (count: number) => "00".repeat(count);
    const node = (path: string, key: string, stat: string) => {
      const length = path.length.toString(16).padStart(8, "0");
      return length + Buffer.from(path).toString("hex") + "00000000" + key + stat;
    };
    const open = "f".repeat(16);
    const wanted = [
      "5a4b534e00000002ffffffffffffffff00000000000000010000000000000001",
      "000000010000000100000005776f726c6400000006616e796f6e65",
      node("", open, zeros(60)),
      node("/zookeeper", open, zeros(60)),
      node("/zookeeper/config", "0000000000000001", `${zeros(40)}ffffffff${zeros(16)}`),
      node("/zookeeper/quota", open, zeros(60)),
      "000000012f00000000b8a23b49000000012f",
      "000000000000000000000002000000000000000000000000" + "95b93d59000000012f",
      "000000000000000000000000bde83f6d000000012f",
    ].join("");
    expect(bytes.toString("hex")).toBe(wanted);
    expect(bytes.length).toBe(478);
  });
});

function putAll(directory: string, files: Readonly<Record<string, Buffer>>): void {
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(directory, file), bytes);
}

describe("purging", () => {
  const snapshot = Buffer.concat([...snapshotFile(source(), null)]);
  const log = (() => {
    const w = new Writer();
    appendLogHeader(w);
    return w.finish();
  })();

  it("keeps the newest whole snapshots, and every log that the oldest of them needs", () => {
    const { store, directory } = realStore();
    const snapshots = ["0", "3", "7", "a", "c"].map((at) => [`snapshot.${at}`, snapshot] as const);
    const logs = ["1", "4", "6", "9", "b"].map((at) => [`log.${at}`, log] as const);
    putAll(directory, Object.fromEntries([...snapshots, ...logs]));
    putAll(directory, { "snapshot.b": snapshot.subarray(0, 30), "snapshot.f": Buffer.alloc(0) });
    const lines: string[] = [];
    purge(store.directories, 3, (line) => lines.push(line));
    const left = readdirSync(directory).filter((file) => /^(log|snap)/.test(file));
    expect(left.sort()).toEqual([
      "log.6",
      "log.9",
      "log.b",
      ...["7", "a", "b", "c", "f"].map((at) => `snapshot.${at}`),
    ]);
    const gone = ["snapshot.0", "snapshot.3", "log.1", "log.4"];
    expect(lines).toEqual(gone.map((file) => `purged ${join(directory, file)}`));
  });

  it("removes nothing when there is no whole snapshot", () => {
    const { store, directory } = realStore();
    putAll(directory, { "snapshot.0": Buffer.alloc(0), "log.1": log, "log.5": log });
    purge(store.directories, 1, () => expect.unreachable());
    expect(readdirSync(directory)).toContain("log.1");
  });

  it("happens at the start and then at intervals, and never unless it is asked for", async () => {
    for (const purgeInterval of [0, 20]) {
      const { store, directory } = realStore();
      const disk = store.open({ purgeInterval, snapRetainCount: 3 });
      for (let round = 0; round < 2; round += 1) {
        putAll(directory, {
          "snapshot.1": snapshot,
          "snapshot.2": snapshot,
          "snapshot.3": snapshot,
        });
        putAll(directory, { "snapshot.0": snapshot });
        const gone = () => !readdirSync(directory).includes("snapshot.0");
        if (purgeInterval > 0) await until("it is purged", gone);
        else await pause(200);
        expect(gone()).toBe(purgeInterval > 0);
      }
      await disk.disk.close();
    }
  });

  it("that fails is reported, and harms nothing", async () => {
    const files: Files = {
      ...nodeFiles,
      unlinkSync: () => {
        throw new Error("EROFS: read-only file system");
      },
    };
    const { store, directory } = realStore(files);
    putAll(directory, { "snapshot.1": snapshot });
    const disk = store.open({ purgeInterval: 100_000, snapRetainCount: 1 });
    await until("it is reported", () => disk.lines.length > 0);
    expect(disk.lines).toEqual(["old files not removed: EROFS: read-only file system"]);
    expect(disk.failures).toEqual([]);
    await disk.disk.close();
  });
});

describe("a whole snapshot whose nodes make no tree", () => {
  it("is no snapshot", () => {
    const { store, directory } = realStore();
    const orphan = snapshotFile(source("/a/b"), { digest: null, lastZxid: zxid(1, 0) });
    putAll(directory, { "snapshot.100000000": Buffer.concat([...orphan]) });
    const { directories, lines } = store;
    const { snapshot } = recover({
      directories,
      newTree: () => new SnapshotLoader(),
      emptySource: () => source(),
      maxBody: 100,
      log: (line) => lines.push(line),
    });
    expect(snapshot).toEqual(zxid(0, 0));
    expect(lines).toEqual([`${directory}/snapshot.100000000 skipped: node /a/b has no parent`]);
  });
});
