import { describe, expect, it } from "vitest";
import { appendEntry, appendLogHeader, snapshotFile, Writer } from "#codec";
import type { LogEntry } from "#runtime";
import { MemoryFiles } from "../support/memory-files.js";
import { appends, entries, entry, source, Store, zxid } from "../support/store.js";

const DATA = "/data/version-2";
const HEADER = 16;

/** The bytes of a log file, as they stand in front of its padding. */
function logBytes(all: readonly LogEntry[]): Buffer {
  const w = new Writer();
  appendLogHeader(w);
  for (const { body } of all) appendEntry(w, body);
  return w.finish();
}

function snapshotBytes(counter: number, ...paths: string[]): Buffer {
  const tail = { digest: null, lastZxid: zxid(1, counter) };
  return Buffer.concat([...snapshotFile(source(...paths), tail)]);
}

/** A store that has started once, with these files on top. */
function storeWith(put: Readonly<Record<string, Buffer>>): { files: MemoryFiles; store: Store } {
  const files = new MemoryFiles();
  const store = new Store(files);
  store.recover();
  for (const [name, bytes] of Object.entries(put)) files.put(`${DATA}/${name}`, bytes);
  return { files, store };
}

/** Every file and its content. */
function content(files: MemoryFiles): string {
  return JSON.stringify(
    [...files.list(DATA)].map(([name, bytes]) => [name, bytes.toString("hex")]),
  );
}

const LOG = "log.100000001";
const five = [1, 2, 3, 4, 5].map((k) => entry(1, k, 10 * k, "ab"));
const whole = logBytes(five);
/** Where each of the five ends. */
const ends = five.map((_, k) => logBytes(five.slice(0, k + 1)).length);

function counters(store: Store): number[] {
  return store.recover().entries.map((one) => one.zxid.counter);
}

describe.each([
  ["cut off", 0],
  ["cut off in front of preallocated zeros", 300],
])("a log that is %s", (_, zeros) => {
  it("yields the entries before the cut, at every byte, and can be gone on from", async () => {
    for (let cut = HEADER; cut <= whole.length; cut += 1) {
      const padded = Buffer.concat([whole.subarray(0, cut), Buffer.alloc(zeros)]);
      const { files, store } = storeWith({ [LOG]: padded });
      const good = ends.filter((end) => end <= cut);
      const wanted = good.map((_end, k) => k + 1);
      expect(counters(store)).toEqual(wanted);
      const left = files.list(DATA).get(LOG);
      if (good.length === 0) expect(left).toBeUndefined();
      else expect(left?.equals(whole.subarray(0, good.at(-1)))).toBe(true);
      await store.process(...appends([entry(1, good.length + 1)]));
      expect(counters(store)).toEqual([...wanted, good.length + 1]);
      expect(store.lines.length).toBeLessThanOrEqual(1);
    }
  });
});

describe("the newest log", () => {
  it("is removed when it ends within its header", () => {
    for (let size = 0; size < HEADER; size += 1) {
      const { files, store } = storeWith({
        [LOG]: whole,
        "log.100000006": whole.subarray(0, size),
      });
      expect(counters(store)).toEqual([1, 2, 3, 4, 5]);
      expect([...files.list(DATA).keys()]).not.toContain("log.100000006");
      expect(store.lines).toEqual([expect.stringMatching(/log.100000006 removed: nothing was/)]);
    }
  });

  it("is removed when a power cut left nothing but its size", () => {
    const { files, store } = storeWith({ [LOG]: whole, "log.100000006": Buffer.alloc(5000) });
    expect(counters(store)).toEqual([1, 2, 3, 4, 5]);
    expect([...files.list(DATA).keys()]).not.toContain("log.100000006");
  });

  it("may be one of several, and a torn tail may be left in an older one", () => {
    const older = Buffer.concat([whole, Buffer.from("0000000012345678000000", "hex")]);
    const { store } = storeWith({ [LOG]: older, "log.100000006": logBytes(entries(1, 6, 8)) });
    expect(counters(store)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

/** A copy with one byte replaced. */
function damage(at: number, value: number): Buffer {
  const copy = Buffer.from(whole);
  copy[at] = value;
  return copy;
}

const second = ends[0] as number;
const last = ends[3] as number;
const strange = Buffer.concat([damage(whole.length - 1, 0), Buffer.alloc(20), Buffer.from("?")]);
const zeroed = Buffer.from(whole).fill(0, second, ends[1]);
const REMEDY = "restore the file from a copy, or let this server start over in an empty dataDir";

describe.each<[string, Record<string, Buffer>, RegExp]>([
  ["a checksum in the middle", { [LOG]: damage(second + 5, 1) }, /1, byte 71: checksum 0x/],
  ["a body in the middle", { [LOG]: damage(second + 50, 1) }, /1, byte 71: checksum 0x/],
  ["the checksum of the last entry", { [LOG]: damage(last + 5, 1) }, /byte 296: checksum 0x/],
  [
    "a trailer in the middle",
    { [LOG]: damage((ends[1] as number) - 1, 0) },
    /byte 71: last byte 0 of/,
  ],
  ["the last trailer", { [LOG]: damage(whole.length - 1, 7) }, /byte 296: last byte 7 of/],
  ["what follows a torn entry", { [LOG]: strange }, /byte 296: last byte 0 of/],
  ["a length that is negative", { [LOG]: damage(second + 8, 0x80) }, /byte 71: length -/],
  ["a length that is too long", { [LOG]: damage(second + 9, 1) }, /byte 71: length 65588 of/],
  [
    "a length that swallows the rest",
    { [LOG]: damage(second + 10, 2) },
    /byte 71: the file ends 320/,
  ],
  ["a length that is too short", { [LOG]: damage(second + 11, 1) }, /byte 71: checksum 0x/],
  ["a length that is zero", { [LOG]: damage(second + 11, 0) }, /byte 71: a checksum without/],
  ["an entry that is all zeros", { [LOG]: zeroed }, /byte 71: zeros in front of something/],
  ["the magic", { [LOG]: damage(0, 0) }, /byte 0: magic 0x004b4c47, 0x5a4b4c47 wanted/],
  [
    "a body without a zxid",
    { [LOG]: logBytes([{ zxid: zxid(1, 1), body: Buffer.alloc(9, 1) }]) },
    /byte 16: an entry too short/,
  ],
  [
    "an older log, cut short",
    { [LOG]: whole.subarray(0, second), "log.100000006": logBytes([entry(1, 6)]) },
    /log.100000006, byte 16: txn 0x100000006 behind 0x100000001, txns are missing/,
  ],
  [
    "an older log, empty",
    { [LOG]: Buffer.alloc(0), "log.100000006": logBytes([entry(1, 6)]) },
    /log.100000001, byte 0: 0 bytes of a file header/,
  ],
  ["an older log, lost", { "log.100000006": logBytes([entry(1, 6)]) }, /0x100000006 behind 0x0,/],
])("damage to %s", (_, put, message) => {
  it("stops the start with one line that names file, byte and remedy, and changes nothing", () => {
    const { files, store } = storeWith(put);
    const before = content(files);
    let said = "";
    try {
      store.recover();
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toMatch(message);
    expect(said).toContain(REMEDY);
    expect(said).toContain(`${DATA}/log.10000000`);
    expect(said).not.toContain("\n");
    expect(content(files)).toBe(before);
    expect(store.lines).toEqual([]);
  });
});

describe("a start", () => {
  it("leaves every file as it is when nothing is wrong with it", () => {
    const { files, store } = storeWith({ [LOG]: whole });
    const before = content(files);
    expect(store.state()).toBe(store.state());
    expect(content(files)).toBe(before);
  });

  it("ignores what is none of its files", () => {
    const stray = { "log.tmp": whole, "snapshot.zz": whole, "log.": whole, "snapshot.5.gz": whole };
    const { files, store } = storeWith({ [LOG]: whole, ...stray });
    expect(counters(store)).toEqual([1, 2, 3, 4, 5]);
    for (const name of Object.keys(stray)) expect(files.list(DATA).get(name)).toEqual(whole);
  });

  it("accepts an entry twice, and takes it once", () => {
    const { store } = storeWith({ [LOG]: logBytes([...five, ...five.slice(4)]) });
    expect(counters(store)).toEqual([1, 2, 3, 4, 5]);
  });

  it("begins with the newest whole snapshot, and reads only the log behind it", () => {
    const old = { "snapshot.100000002": snapshotBytes(2, "/a"), [LOG]: whole };
    const { store } = storeWith({ ...old, "snapshot.100000004": snapshotBytes(4, "/a", "/b") });
    expect(store.state()).toMatch(/^1.4 \[ \/a \/b\] 1.5:ab epochs/);
  });

  it.each<[string, Buffer]>([
    ["empty", Buffer.alloc(0)],
    ["cut short", snapshotBytes(4, "/a", "/b").subarray(0, 150)],
    ["changed", Buffer.from(snapshotBytes(4, "/a", "/b")).fill("c", 30, 31)],
  ])("takes an older snapshot for one that is %s", (_, bytes) => {
    const old = { "snapshot.100000002": snapshotBytes(2, "/a"), [LOG]: whole };
    const { store } = storeWith({ ...old, "snapshot.100000004": bytes });
    expect(store.state()).toMatch(/^1.2 \[ \/a\] 1.3:ab 1.4:ab 1.5:ab epochs/);
    expect(store.lines[0]).toMatch(/^\/data\/version-2\/snapshot.100000004 skipped: /);
  });

  it("does not go back to a snapshot from which no log leads to the one that is damaged", () => {
    const bytes = snapshotBytes(9).subarray(0, 60);
    const { files, store } = storeWith({ [LOG]: whole, "snapshot.100000009": bytes });
    const before = content(files);
    expect(() => store.recover()).toThrow(/snapshot.100000009 is damaged, and no older snapshot/);
    expect(content(files)).toBe(before);
  });

  it("needs no log to lead to a snapshot that is named by a leader's beginning", () => {
    const bytes = snapshotBytes(9).subarray(0, 60);
    const { store } = storeWith({ [LOG]: whole, "snapshot.200000000": bytes });
    expect(counters(store)).toEqual([1, 2, 3, 4, 5]);
  });

  it("refuses a log without any snapshot", () => {
    const files = new MemoryFiles();
    const store = new Store(files);
    files.put(`${DATA}/${LOG}`, whole);
    expect(() => store.recover()).toThrow(
      `${DATA}/${LOG} is there, but no whole snapshot in ${DATA}: restore it from a copy`,
    );
    expect([...files.list(DATA).keys()]).toEqual([LOG]);
  });

  it("refuses a damaged snapshot that is all there is, but begins behind a first one", () => {
    const files = new MemoryFiles();
    const store = new Store(files);
    files.put(`${DATA}/snapshot.100000004`, snapshotBytes(4).subarray(0, 60));
    expect(() => store.recover()).toThrow(/snapshot.100000004 is there, but no whole snapshot/);
    files.put(`${DATA}/snapshot.100000004`, Buffer.alloc(0));
    files.put(`${DATA}/snapshot.0`, snapshotBytes(0).subarray(0, 60));
    expect(store.state()).toBe("0.0 []  epochs 0/0");
  });

  it("refuses directories that hold each other's files", () => {
    const files = new MemoryFiles();
    new Store(files, "/data", "/log").recover();
    expect(() => new Store(files, "/log", "/data")).toThrow(
      /^\/data\/version-2\/snapshot.0 belongs into dataDir: check whether/,
    );
    files.put(`${DATA}/${LOG}`, whole);
    expect(() => new Store(files, "/data", "/log")).toThrow(
      /log.100000001 belongs into dataLogDir/,
    );
  });
});

describe("the epoch files", () => {
  const epochs = (accepted: string | null, current: string | null, log = whole) => {
    const files = new MemoryFiles();
    const store = new Store(files);
    files.put(`${DATA}/snapshot.0`, snapshotBytes(0));
    if (accepted !== null) files.put(`${DATA}/acceptedEpoch`, Buffer.from(accepted));
    if (current !== null) files.put(`${DATA}/currentEpoch`, Buffer.from(current));
    files.put(`${DATA}/${LOG}`, log);
    return { files, store };
  };
  const found = (files: MemoryFiles) =>
    ["acceptedEpoch", "currentEpoch"].map((name) => files.list(DATA).get(name)?.toString());

  it("are made from the log's last epoch when they are not there", () => {
    const { files, store } = epochs(null, null);
    expect(store.recover()).toMatchObject({ acceptedEpoch: 1, currentEpoch: 1 });
    expect(found(files)).toEqual(["1", "1"]);
  });

  it("may miss one of the two, end with a newline, and be behind the log", () => {
    expect(epochs("7", null).store.recover()).toMatchObject({ acceptedEpoch: 7, currentEpoch: 1 });
    expect(epochs(null, "4\n").store.recover()).toMatchObject({
      acceptedEpoch: 4,
      currentEpoch: 4,
    });
    const { files, store } = epochs("5", "0\n");
    expect(store.recover()).toMatchObject({ acceptedEpoch: 5, currentEpoch: 0 });
    expect(found(files)).toEqual(["5", "0\n"]);
  });

  it.each([
    ["", ""],
    ["one", "one"],
    ["-1", "-1"],
    ["2147483648", "2147483648"],
    ["1 2", "1 2"],
  ])("stop the start when they hold %j", (text, shown) => {
    const { files, store } = epochs("9", text);
    const before = content(files);
    expect(() => store.recover()).toThrow(
      `${DATA}/currentEpoch: "${shown}" found, a whole number from 0 to 2147483647 wanted: restore`,
    );
    expect(content(files)).toBe(before);
  });

  it("stop the start when the current one is above the accepted one", () => {
    const { store } = epochs("1", "2");
    expect(() => store.recover()).toThrow(
      /currentEpoch: 2 found, at most 1 wanted \(acceptedEpoch/,
    );
  });

  it("leave no accepted epoch below the current one, wherever the start dies", () => {
    for (let dieAt = 1; dieAt < 20; dieAt += 1) {
      const { files } = epochs(null, null);
      files.dieAt = dieAt;
      try {
        new Store(files).recover();
      } catch (error) {
        expect(String(error)).toContain("the process is dead");
      }
      expect(new Store(files.killed()).recover()).toMatchObject({ acceptedEpoch: 1 });
    }
  });
});

describe("the first start", () => {
  it("can die at every call, and the next one is the first again", () => {
    for (let dieAt = 1; dieAt < 20; dieAt += 1) {
      const files = new MemoryFiles();
      const store = new Store(files);
      files.dieAt = dieAt;
      try {
        store.recover();
      } catch (error) {
        expect(String(error)).toContain("the process is dead");
      }
      const next = files.killed();
      expect(new Store(next).state()).toBe("0.0 []  epochs 0/0");
      expect([...next.list(DATA).keys()]).toEqual(["acceptedEpoch", "currentEpoch", "snapshot.0"]);
    }
  });
});
