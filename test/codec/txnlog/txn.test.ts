import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { opCode, type TxnEntry, Writer } from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";

const OPEN = "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65";

const encode = ({ header, txn, digest }: TxnEntry): Buffer => {
  const w = new Writer();
  c.appendTxn(w, header, txn.record, digest);
  return w.finish();
};

const learner = { sessionHi: 0x03000000, sessionLo: 0x5555 };
const standalone = { sessionHi: 0x0100001a, sessionLo: 0xb7b30000 | 0 };
const epoch1 = (counter: number) => ({ epoch: 1, counter });

/** Transactions captured from real ensembles and logs. */
const captured: readonly (readonly [string, TxnEntry, string])[] = [
  [
    "a failed create",
    {
      header: { ...learner, cxid: 3, zxid: epoch1(7), time: 0x1a1f9fe60f6, type: -1 },
      txn: { type: opCode.error, record: { err: c.errorCode.NODEEXISTS } },
      digest: null,
    },
    "0300000000005555 00000003 0000000100000007 000001a1f9fe60f6 ffffffff ffffff92",
  ],
  [
    "closeSession with an ephemeral",
    {
      header: { ...learner, cxid: 4, zxid: epoch1(8), time: 0x1a1f9fe63b3, type: -11 },
      txn: { type: opCode.closeSession, record: { paths2Delete: ["/fromlearnerf"] } },
      digest: { version: 2, treeDigestHi: 0, treeDigestLo: 0xe4bddd1c | 0 },
    },
    `0300000000005555 00000004 0000000100000008 000001a1f9fe63b3 fffffff5 00000001 0000000d
      2f66726f6d6c6561726e657266 00000002 00000000e4bddd1c`,
  ],
  [
    "createSession",
    {
      header: { ...standalone, cxid: 0, zxid: epoch1(1), time: 0x1a1f9fdd2fe, type: -10 },
      txn: { type: opCode.createSession, record: { timeOut: 10_000 } },
      digest: { version: 2, treeDigestHi: 0, treeDigestLo: 0x51c6d660 },
    },
    `0100001ab7b30000 00000000 0000000100000001 000001a1f9fdd2fe fffffff6 00002710 00000002
      0000000051c6d660`,
  ],
  [
    "create2",
    {
      header: { ...standalone, cxid: 1, zxid: epoch1(2), time: 0x1a1f9fdd308, type: 15 },
      txn: {
        type: opCode.create2,
        record: {
          path: "/q",
          data: Buffer.from("1"),
          acl: c.OPEN_ACL,
          ephemeral: false,
          parentCVersion: 1,
        },
      },
      digest: { version: 2, treeDigestHi: 1, treeDigestLo: 0x4256ed56 },
    },
    `0100001ab7b30000 00000001 0000000100000002 000001a1f9fdd308 0000000f 00000002 2f71 00000001
      31 ${OPEN} 00 00000001 00000002 000000014256ed56`,
  ],
];

/** Their log entries as found on disk: checksum and length in front, 'B' behind. */
const entries: Readonly<Record<string, string>> = {
  createSession: "00000000f9400c69 00000030",
  create2: "0000000001520c9c 00000057",
};

const create = {
  path: a.text,
  data: a.data,
  acl: a.nullable(a.acl),
  parentCVersion: a.int32,
};
const versioned = { path: a.text, version: a.int32 };
const of = <K extends number, T>(types: readonly K[], record: fc.Arbitrary<T>) =>
  fc.record({ type: fc.constantFrom(...types), record });

const simple = fc.oneof(
  of([opCode.create, opCode.create2], fc.record({ ...create, ephemeral: fc.boolean() })),
  of([opCode.createContainer], fc.record(create)),
  of([opCode.createTTL], fc.record({ ...create, ttl: a.safeLong })),
  of([opCode.delete, opCode.deleteContainer], fc.record({ path: a.text })),
  of([opCode.setData, opCode.reconfig], fc.record({ ...versioned, data: a.data })),
  of([opCode.setACL], fc.record({ ...versioned, acl: a.nullable(a.acl) })),
  of([opCode.check], fc.record(versioned)),
  of([opCode.createSession], fc.record({ timeOut: a.int32 })),
  of([opCode.closeSession], fc.record({ paths2Delete: a.texts })),
  of([opCode.error], fc.record({ err: a.int32 })),
) as fc.Arbitrary<c.SimpleTxn>;
const txn: fc.Arbitrary<c.Txn> = fc.oneof(
  simple,
  of([opCode.multi], fc.record({ txns: fc.array(simple, { maxLength: 4 }) })),
);
const digest = a.nullable(
  fc.record({ version: a.int32, treeDigestHi: a.int32, treeDigestLo: a.int32 }),
);
const entry: fc.Arbitrary<TxnEntry> = fc
  .tuple(txn, a.int32, a.int32, a.int32, a.zxid, a.safeLong, digest)
  .map(([one, sessionHi, sessionLo, cxid, zxid, time, dig]) => ({
    header: { sessionHi, sessionLo, cxid, zxid, time, type: one.type },
    txn: one,
    digest: dig,
  }));

describe("an entry body", () => {
  it.each(captured)("is written as real servers write it: %s", (_, value, bytes) => {
    expect(encode(value)).toEqual(hex(bytes));
  });

  it.each(captured)("is read as real servers read it: %s", (_, value, bytes) => {
    expect(c.decodeTxn(hex(bytes))).toEqual({ ok: true, value });
    const record = c.decodeTxnRecord(value.header.type, hex(bytes));
    expect(record).toEqual({ ok: true, value: value.txn });
  });

  it("reads back what was written, whatever the type, with and without a digest", () => {
    fc.assert(
      fc.property(entry, (value) => {
        expect(c.decodeTxn(encode(value))).toEqual({ ok: true, value });
      }),
      { numRuns: 300 },
    );
  });

  it("shows its zxid without the rest", () => {
    fc.assert(
      fc.property(entry, (value) => {
        expect(c.peekTxnZxid(encode(value))).toEqual(value.header.zxid);
      }),
    );
    expect(c.peekTxnZxid(Buffer.alloc(31))).toBeNull();
  });

  it("of a very old create has no parentCVersion, which then reads as -1", () => {
    const body = encode({ ...captured[3]?.[1], digest: null } as TxnEntry);
    const old = c.decodeTxn(body.subarray(0, -4));
    expect(old).toMatchObject({ ok: true, value: { txn: { record: { parentCVersion: -1 } } } });
  });

  it("of a closeSession may end behind the header, which then means no list", () => {
    const body = hex(captured[1]?.[2] ?? "").subarray(0, c.TXN_HEADER_SIZE);
    expect(c.decodeTxn(body)).toMatchObject({
      ok: true,
      value: { txn: { record: { paths2Delete: null } }, digest: null },
    });
    const header = { ...learner, cxid: 4, zxid: epoch1(8), time: 0x1a1f9fe63b3, type: -11 };
    const record = { paths2Delete: null };
    expect(encode({ header, txn: { type: -11, record }, digest: null })).toEqual(body);
  });

  it("has no digest when fewer bytes follow than a digest takes", () => {
    fc.assert(
      fc.property(entry, fc.integer({ min: 1, max: 11 }), (value, more) => {
        if (value.digest !== null || value.txn.type === opCode.closeSession) return;
        const body = Buffer.concat([encode(value), Buffer.alloc(more, 1)]);
        expect(c.decodeTxn(body)).toEqual({ ok: true, value });
      }),
    );
  });

  it("of an unknown type is refused, also inside a multi", () => {
    const header = { ...learner, cxid: 1, zxid: epoch1(1), time: 0, type: opCode.multi };
    const txns = [{ type: opCode.delete, record: { path: "/a" } }] as const;
    const body = encode({ header, txn: { type: opCode.multi, record: { txns } }, digest: null });
    const unknown = Buffer.from(body);
    unknown.writeInt32BE(99, c.TXN_HEADER_SIZE - 4);
    expect(c.decodeTxn(unknown)).toMatchObject({
      ok: false,
      error: { reason: "transaction type 99 is none of ZooKeeper's" },
    });
    const inner = Buffer.from(body);
    inner.writeInt32BE(99, c.TXN_HEADER_SIZE + 4);
    expect(c.decodeTxn(inner).ok).toBe(false);
    const nested = Buffer.from(body);
    nested.writeInt32BE(opCode.multi, c.TXN_HEADER_SIZE + 4);
    expect(c.decodeTxn(nested).ok).toBe(false);
  });

  it("of a multi keeps each record within its own length", () => {
    const header = { ...learner, cxid: 1, zxid: epoch1(1), time: 0, type: opCode.multi };
    const txns = [{ type: opCode.delete, record: { path: "/abc" } }] as const;
    const body = encode({ header, txn: { type: opCode.multi, record: { txns } }, digest: null });
    const shorter = Buffer.from(body);
    shorter.writeInt32BE(7, c.TXN_HEADER_SIZE + 8);
    expect(c.decodeTxn(shorter)).toMatchObject({ ok: false });
    const none = Buffer.from(body);
    none.writeInt32BE(-1, c.TXN_HEADER_SIZE + 8);
    expect(c.decodeTxn(none)).toMatchObject({
      ok: false,
      error: { reason: "null where the record of a transaction is needed" },
    });
  });

  it("answers any bytes with a value or an error, and never throws", () => {
    const types = Object.values(opCode);
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(40),
        (type, bytes, cut) => {
          const header = Buffer.alloc(c.TXN_HEADER_SIZE);
          header.writeInt32BE(type, c.TXN_HEADER_SIZE - 4);
          const body = Buffer.concat([header, bytes]).subarray(cut > 32 ? cut - 32 : 0);
          expect(typeof c.decodeTxn(body).ok).toBe("boolean");
          expect(typeof c.decodeTxnRecord(type, body).ok).toBe("boolean");
        },
      ),
    );
    expect(c.decodeTxn(Buffer.alloc(5))).toMatchObject({ ok: false });
    expect(c.decodeTxnRecord(2, Buffer.alloc(5))).toMatchObject({ ok: false });
  });
});

describe("a log entry", () => {
  const framed = captured.flatMap(([name, , bytes]) => {
    const prefix = entries[name];
    return prefix === undefined ? [] : [[name, hex(bytes), hex(`${prefix} ${bytes} 42`)] as const];
  });

  it.each(framed)("is framed as real servers frame it: %s", (_, body, bytes) => {
    const w = new Writer();
    c.appendEntry(w, body);
    expect(w.finish()).toEqual(bytes);
    expect(bytes.length).toBe(body.length + c.ENTRY_OVERHEAD);
  });
});

describe("adler32", () => {
  const plain = (bytes: Uint8Array): number => {
    let x = 1;
    let y = 0;
    for (const byte of bytes) {
      x = (x + byte) % 65_521;
      y = (y + x) % 65_521;
    }
    return y * 65_536 + x;
  };

  it("agrees with the sum by definition, in one piece or continued", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const at = Math.min(cut, bytes.length);
        expect(c.adler32(bytes)).toBe(plain(bytes));
        const first = c.adler32(bytes, 0, at);
        expect(c.adler32(bytes, at, bytes.length, first)).toBe(plain(bytes));
      }),
    );
  });

  it("does not overflow on the largest bytes, however many", () => {
    const bytes = Buffer.alloc(12_000_003, 0xff);
    expect(c.adler32(bytes)).toBe(plain(bytes));
    expect(c.adler32(bytes, 0, bytes.length, 0xfff0fff0)).toBeGreaterThan(0);
  });

  it("of nothing is 1", () => expect(c.adler32(Buffer.alloc(0))).toBe(1));
});
