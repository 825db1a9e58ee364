import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { SnapshotReader, type SnapshotSource, type SnapshotTail, Writer } from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";
import { cuts, segments } from "../support/segments.js";

const Z60 = "00".repeat(60);
const ROOT = `00000000 00000000 ffffffffffffffff ${Z60}`;

/** The snapshot of an empty standalone server, without its tail. */
const EMPTY = `5a4b534e 00000002 ffffffffffffffff
  00000000
  00000001 0000000000000001
  00000001 00000001 00000005 776f726c64 00000006 616e796f6e65
  ${ROOT}
  0000000a 2f7a6f6f6b6565706572 00000000 ffffffffffffffff ${Z60}
  00000011 2f7a6f6f6b65657065722f636f6e666967 00000000 0000000000000001
  ${"00".repeat(40)} ffffffff ${"00".repeat(16)}
  00000010 2f7a6f6f6b65657065722f71756f7461 00000000 ffffffffffffffff ${Z60}
  00000001 2f
  00000000b8a23b49 00000001 2f`;
const DIGEST = "0000000000000000 00000002 0000000000000000 0000000095b93d59 00000001 2f";
const LAST = "0000000000000000 00000000bde83f6d 00000001 2f";

const zero = {
  czxid: c.ZERO_ZXID,
  mzxid: c.ZERO_ZXID,
  ctime: 0,
  mtime: 0,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwnerHi: 0,
  ephemeralOwnerLo: 0,
  pzxid: c.ZERO_ZXID,
};
const none = Buffer.alloc(0);
const built = (path: string, aclKey: number, aversion: number) => ({
  path,
  data: none,
  aclKey,
  stat: { ...zero, aversion },
});
const empty: SnapshotSource = {
  sessions: [],
  acls: [{ key: 1, acl: [{ perms: 1, id: { scheme: "world", id: "anyone" } }] }],
  nodes: [
    built("", c.OPEN_ACL_KEY, 0),
    built("/zookeeper", c.OPEN_ACL_KEY, 0),
    built("/zookeeper/config", 1, -1),
    built("/zookeeper/quota", c.OPEN_ACL_KEY, 0),
  ],
};

/** A sink that keeps everything, as the source it came from. */
const collect = () => {
  const sessions: c.SessionTimeout[] = [];
  const acls: c.AclEntry[] = [];
  const nodes: c.SnapshotNode[] = [];
  const sink: c.SnapshotSink = {
    session: (sessionHi, sessionLo, timeout) => sessions.push({ sessionHi, sessionLo, timeout }),
    acl: (key, acl) => acls.push({ key, acl }),
    node: (path, data, aclKey, stat) =>
      nodes.push({ path, data: data === null ? null : Buffer.from(data), aclKey, stat }),
  };
  return { sink, source: { sessions, acls, nodes } };
};

const read = (kind: "file" | "stream", bytes: Buffer, sizes?: readonly number[]) => {
  const { sink, source } = collect();
  const reader = new SnapshotReader(kind, sink);
  for (const part of segments(bytes, sizes ?? [bytes.length + 1])) reader.push(part);
  reader.finish();
  return { source, reader };
};

const path = a.text.map((text) => `/${text}`).filter((text) => text !== c.END_PATH);
const node = fc.record({ path, data: a.data, aclKey: a.safeLong, stat: a.statPersisted });
const source: fc.Arbitrary<SnapshotSource> = fc.record({
  sessions: fc.array(a.sessionTimeout, { maxLength: 5 }),
  acls: fc.array(fc.record({ key: a.safeLong, acl: a.acl }), { maxLength: 4 }),
  nodes: fc.array(node, { maxLength: 8 }),
});
const digest = fc
  .record({ zxid: a.zxid, digestHi: a.int32, digestLo: a.int32 })
  .filter(({ zxid }) => zxid.epoch + zxid.counter > 0)
  .map((one) => ({ ...one, version: c.DIGEST_VERSION }));
const tail: fc.Arbitrary<SnapshotTail> = fc.record({
  digest: a.nullable(digest),
  lastZxid: a.nullable(a.zxid),
});

const whole = (from: SnapshotSource, end: SnapshotTail | null, chunk?: number): Buffer =>
  Buffer.concat([...c.snapshotFile(from, end, chunk)]);

describe("a snapshot file", () => {
  it.each([
    ["3.9", { digest: null, lastZxid: c.ZERO_ZXID }, `${EMPTY} ${DIGEST} ${LAST}`],
    ["3.8", { digest: null, lastZxid: null }, `${EMPTY} ${DIGEST}`],
    ["older servers", null, EMPTY],
  ] as const)("of an empty tree is written and read as by %s", (_, end, text) => {
    expect(whole(empty, end)).toEqual(hex(text));
    const { source: found, reader } = read("file", hex(text));
    expect(reader.done).toBe(true);
    expect(found).toEqual(empty);
    expect(reader.tail).toEqual({ digest: null, lastZxid: end?.lastZxid ?? null });
  });

  it("has 478 bytes when it is empty", () => {
    expect(whole(empty, { digest: null, lastZxid: c.ZERO_ZXID }).length).toBe(478);
  });

  it("reads back what was written, however written and read in pieces", () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(source, a.nullable(tail), cuts, size, (from, end, sizes, chunk) => {
        const bytes = whole(from, end, chunk);
        expect(bytes).toEqual(whole(from, end));
        const { source: found, reader } = read("file", bytes, sizes);
        expect(reader.error).toBeNull();
        expect(reader.done).toBe(true);
        expect(found).toEqual(from);
        expect(reader.tail).toEqual(end ?? { digest: null, lastZxid: null });
      }),
    );
  });

  it("is handed out in chunks of about the size asked for", () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => built(`/n${i}`, -1, 0));
    const chunks = [...c.snapshotFile({ ...empty, nodes }, null, 1000)];
    expect(chunks.length).toBeGreaterThan(50);
    for (const chunk of chunks) expect(chunk.length).toBeLessThan(1200);
  });

  it("is never whole when it ends anywhere but behind a checksum", () => {
    const end = { digest: null, lastZxid: c.ZERO_ZXID };
    const bytes = whole(empty, end);
    const borders = [hex(EMPTY).length, hex(EMPTY + DIGEST).length];
    for (let size = 0; size < bytes.length; size += 1) {
      const { reader } = read("file", bytes.subarray(0, size));
      expect(reader.done).toBe(borders.includes(size));
      expect(reader.error === null).toBe(borders.includes(size));
    }
  });

  it("is refused when any byte of its content has changed", () => {
    const bytes = whole(empty, { digest: null, lastZxid: c.ZERO_ZXID });
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x04;
      expect(read("file", damaged).reader.done).toBe(false);
    }
  });

  it("may have a digest too old to compare", () => {
    const seal1 = EMPTY;
    const before = hex(`${seal1} 0000000000000005 00000001 00000002 6162`);
    const w = new Writer();
    w.bytes(before);
    w.halves(0, c.adler32(before));
    w.str("/");
    const { reader } = read("file", w.finish());
    expect(reader.done).toBe(true);
    expect(reader.tail.digest).toBeNull();
  });

  it("says in its last bytes whether it may be whole", () => {
    const bytes = whole(empty, null);
    expect(c.hasSnapshotTail(bytes.length, bytes.subarray(-c.SNAPSHOT_TAIL_SIZE))).toBe(true);
    expect(c.hasSnapshotTail(bytes.length, bytes)).toBe(true);
    expect(c.hasSnapshotTail(9, bytes)).toBe(false);
    expect(c.hasSnapshotTail(bytes.length, bytes.subarray(0, -1))).toBe(false);
    expect(c.hasSnapshotTail(0, Buffer.alloc(0))).toBe(false);
  });

  it.each([
    ["no snapshot", "5a4b4c47 00000002 0000000000000000", "magic 5a4b4c47, 5a4b534e wanted"],
    ["a node without a path", `${EMPTY.slice(0, 37)} 00000000 00000000 ffffffff`, "null where"],
    ["an unreasonable path", `${EMPTY.slice(0, 37)} 00000000 00000000 7fffffff`, "unreasonable"],
  ])("is refused at once when it holds %s", (_, text, reason) => {
    const { reader } = read("file", hex(text));
    expect(reader.error?.record).toBe("snapshot");
    expect(reader.error?.reason).toContain(reason);
    reader.push(hex("00"));
    expect(reader.done).toBe(false);
  });

  it("is refused when one ACL never ends", () => {
    const reader = new SnapshotReader("stream", collect().sink, 10);
    reader.push(hex("00000000 00000001 0000000000000001 00000010"));
    for (let i = 0; i < 10; i += 1) reader.push(Buffer.alloc(12));
    expect(reader.error?.reason).toBe("an ACL of more than 40 bytes");
  });
});

describe("the SNAP stream", () => {
  const bytesOf = (from: SnapshotSource, chunk?: number) =>
    Buffer.concat([...c.snapshotStream(from, chunk)]);

  it("of an empty tree has neither header nor checksums, and is signed", () => {
    const text = EMPTY.slice(EMPTY.indexOf("\n"), EMPTY.lastIndexOf("00000000b8a23b49"));
    expect(bytesOf(empty)).toEqual(hex(`${text} 0000000a 42656e57617348657265`));
  });

  it("stops behind its signature and gives back what follows, however it is cut", () => {
    fc.assert(
      fc.property(source, a.buffer, cuts, (from, after, sizes) => {
        const bytes = Buffer.concat([bytesOf(from, 64), after]);
        const { source: found, reader } = read("stream", bytes, sizes);
        expect(reader.error).toBeNull();
        expect(reader.done).toBe(true);
        expect(found).toEqual(from);
        expect(reader.rest()).toEqual(after);
      }),
    );
  });

  it("stands between the packets of one connection", () => {
    const w = new Writer();
    c.appendPacket(w, c.packetType.SNAP, { epoch: 1, counter: 0 });
    w.bytes(bytesOf(empty));
    c.appendPacket(w, c.packetType.NEWLEADER, { epoch: 2, counter: 0 });
    const bytes = w.finish();
    fc.assert(
      fc.property(cuts, (sizes) => {
        const packets = new c.PacketStream();
        const { sink, source: found } = collect();
        let snapshot: SnapshotReader | null = null;
        const types: number[] = [];
        const drain = (): void => {
          const packet = packets.next();
          if (packet === null) return;
          types.push(packet.type);
          if (packet.type !== c.packetType.SNAP) return drain();
          snapshot = new SnapshotReader("stream", sink);
          feed(packets.detach());
        };
        const feed = (part: Buffer): void => {
          if (snapshot === null) packets.push(part);
          else snapshot.push(part);
          if (snapshot?.done === true) {
            const rest = snapshot.rest();
            snapshot = null;
            packets.push(rest);
          }
          if (snapshot === null) drain();
        };
        for (const part of segments(bytes, sizes)) feed(part);
        expect(types).toEqual([c.packetType.SNAP, c.packetType.NEWLEADER]);
        expect(found).toEqual(empty);
      }),
    );
  });

  it("is refused without its signature, or when it ends early", () => {
    const bytes = bytesOf(empty);
    const wrong = Buffer.from(bytes);
    wrong.write("X", bytes.length - 1);
    expect(read("stream", wrong).reader.error?.reason).toContain('"BenWasHerX"');
    for (let size = 0; size < bytes.length; size += 1) {
      const { reader } = read("stream", bytes.subarray(0, size));
      expect(reader.done).toBe(false);
      expect(reader.error?.reason).toContain("the snapshot ends where");
    }
  });

  it("answers any bytes with an error or not yet, and never throws", () => {
    const kinds = fc.constantFrom("file" as const, "stream" as const);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), cuts, kinds, (bytes, sizes, kind) => {
        const start = kind === "file" ? hex("5a4b534e 00000002 ffffffffffffffff") : none;
        const { reader } = read(kind, Buffer.concat([start, bytes]), sizes);
        expect(reader.done || reader.error !== null).toBe(true);
      }),
    );
  });
});
