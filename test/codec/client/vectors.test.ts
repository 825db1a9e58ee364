import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { opCode, Writer, type Zxid } from "#codec";
import { hex } from "../support/hex.js";

const frame = (write: (w: Writer) => void): Buffer => {
  const w = new Writer();
  write(w);
  return w.finish();
};
const body = (bytes: Buffer): Buffer => bytes.subarray(4);
const at = (counter: number): Zxid => ({ epoch: 0, counter });
const x = Buffer.from("x");
const OPEN = "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65";

/** The bytes of xid and operation, in front of the record. */
const HEADER = 8;

/** Requests captured from real clients: xid, operation, record and the whole frame. */
const requests = [
  {
    name: "create2",
    xid: 1,
    codec: c.createRequestCodec,
    type: opCode.create2,
    record: { path: "/a", data: x, acl: c.OPEN_ACL, flags: c.createMode.PERSISTENT },
    bytes: `00000032 00000001 0000000f 00000002 2f61 00000001 78 ${OPEN} 00000000`,
  },
  {
    name: "getData with a watch",
    xid: 2,
    codec: c.getDataRequestCodec,
    type: opCode.getData,
    record: { path: "/a", watch: true },
    bytes: "0000000f 00000002 00000004 00000002 2f61 01",
  },
  {
    name: "setData",
    xid: 3,
    codec: c.setDataRequestCodec,
    type: opCode.setData,
    record: { path: "/a", data: Buffer.from("yy"), version: -1 },
    bytes: "00000018 00000003 00000005 00000002 2f61 00000002 7979 ffffffff",
  },
  {
    name: "ping",
    xid: c.specialXid.ping,
    codec: null,
    type: opCode.ping,
    record: null,
    bytes: "00000008 fffffffe 0000000b",
  },
  {
    name: "auth",
    xid: c.specialXid.auth,
    codec: c.authPacketCodec,
    type: opCode.auth,
    record: { type: 0, scheme: "digest", auth: Buffer.from("bob:secret") },
    bytes:
      "00000024 fffffffc 00000064 00000000 00000006 646967657374 0000000a 626f623a736563726574",
  },
  {
    name: "addWatch",
    xid: 11,
    codec: c.addWatchRequestCodec,
    type: opCode.addWatch,
    record: { path: "/p", mode: 0 },
    bytes: "00000012 0000000b 0000006a 00000002 2f70 00000000",
  },
  {
    name: "createTTL",
    xid: 17,
    codec: c.createTTLRequestCodec,
    type: opCode.createTTL,
    record: {
      path: "/ttl2",
      data: Buffer.alloc(0),
      acl: c.OPEN_ACL,
      flags: c.createMode.PERSISTENT_WITH_TTL,
      ttl: 10_000,
    },
    bytes: `0000003c 00000011 00000015 00000005 2f74746c32 00000000 ${OPEN} 00000005
      0000000000002710`,
  },
  {
    name: "an empty multi",
    xid: 1,
    codec: c.multiRequestCodec,
    type: opCode.multi,
    record: [],
    bytes: "00000011 00000001 0000000e ffffffff 01 ffffffff",
  },
] as const;

describe("a client's request", () => {
  it.each(requests)("is written as real clients write it: $name", (row) => {
    const written = frame((w) => {
      if (row.codec === null) c.appendRequest(w, row.xid, row.type);
      else c.appendRequest(w, row.xid, row.type, row.codec as c.RecordCodec<unknown>, row.record);
    });
    expect(written).toEqual(hex(row.bytes));
  });

  it.each(requests)("is read as real servers read it: $name", ({ xid, type, ...row }) => {
    const frameBody = body(hex(row.bytes));
    const header = c.decode(c.requestHeaderCodec, frameBody);
    expect(header).toEqual({ ok: true, value: { xid, type } });
    if (row.codec === null) return expect(frameBody.length).toBe(HEADER);
    const read = c.decode(row.codec as c.RecordCodec<unknown>, frameBody, HEADER);
    expect(read).toEqual({ ok: true, value: row.record });
  });

  it("reads the open ACL as one shared object", () => {
    const create = c.decode(c.createRequestCodec, body(hex(requests[0].bytes)), HEADER);
    expect(create.ok && create.value.acl).toBe(c.OPEN_ACL);
  });

  it("is refused when its body is cut off, whatever the operation", () => {
    for (const { codec, bytes } of requests) {
      if (codec === null) continue;
      const whole = body(hex(bytes));
      for (let end = HEADER; end < whole.length; end += 1) {
        expect(c.decode(codec as c.RecordCodec<unknown>, whole.subarray(0, end), HEADER).ok).toBe(
          false,
        );
      }
    }
  });
});

const session = { sessionHi: 0x01000017, sessionLo: 0x05940000 };
const noSession = { sessionHi: 0, sessionLo: 0 };

describe("the first frames of a connection", () => {
  const request = {
    protocolVersion: 0,
    lastZxidSeen: at(0),
    timeOut: 10_000,
    ...noSession,
    passwd: Buffer.alloc(16),
    readOnly: false,
  };
  const zeros = "00".repeat(16);
  const start = `00000000 0000000000000000 00002710 0000000000000000 00000010 ${zeros}`;
  const response = {
    protocolVersion: 0,
    timeOut: 10_000,
    ...session,
    passwd: hex("8ea07d5a03223a591cf913d58481c22e"),
    readOnly: false,
  };
  const responseBytes =
    "00000000 00002710 0100001705940000 00000010 8ea07d5a03223a591cf913d58481c22e";

  it("ask as real clients ask, with and without the read-only flag", () => {
    const written = frame((w) => c.appendFrame(w, c.connectRequestCodec, request));
    expect(written).toEqual(hex(`0000002d ${start} 00`));
    expect(c.decode(c.connectRequestCodec, body(written)).ok).toBe(true);
    const old = { ...request, readOnly: null };
    expect(c.encode(c.connectRequestCodec, old)).toEqual(hex(start));
    expect(c.decode(c.connectRequestCodec, hex(start))).toEqual({ ok: true, value: old });
  });

  it("answer in 37 bytes, or in 36 to a client without the flag", () => {
    expect(c.encode(c.connectResponseCodec, response)).toEqual(hex(`${responseBytes} 00`));
    const old = { ...response, readOnly: null };
    expect(c.encode(c.connectResponseCodec, old)).toEqual(hex(responseBytes));
    expect(c.decode(c.connectResponseCodec, hex(responseBytes))).toEqual({ ok: true, value: old });
  });

  it("refuse with zeros everywhere", () => {
    expect(c.encode(c.connectResponseCodec, c.refusedConnect(true))).toEqual(
      hex(`00000000 00000000 0000000000000000 00000010 ${zeros} 00`),
    );
    expect(c.encode(c.connectResponseCodec, c.refusedConnect(null)).length).toBe(36);
  });
});

describe("a reply", () => {
  const time = 0x1a1f9fadb5a;
  const stat = {
    czxid: at(2),
    mzxid: at(2),
    ctime: time,
    mtime: time,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwnerHi: 0,
    ephemeralOwnerLo: 0,
    dataLength: 1,
    numChildren: 0,
    pzxid: at(2),
  };

  it("to create2 carries path and Stat", () => {
    const expected = hex(`00000001 0000000000000002 00000000 00000002 2f61
      0000000000000002 0000000000000002 000001a1f9fadb5a 000001a1f9fadb5a 00000000 00000000
      00000000 0000000000000000 00000001 00000000 0000000000000002`);
    const value = { path: "/a", stat };
    const written = frame((w) => c.appendReply(w, 1, at(2), 0, c.create2ResponseCodec, value));
    expect(written.readInt32BE(0)).toBe(expected.length);
    expect(body(written)).toEqual(expected);
    expect(c.decode(c.create2ResponseCodec, expected, c.REPLY_HEADER_SIZE)).toEqual({
      ok: true,
      value,
    });
  });

  it("to a ping is a header", () => {
    const written = frame((w) => c.appendReply(w, c.specialXid.ping, at(2), 0));
    expect(written).toEqual(hex("00000010 fffffffe 0000000000000002 00000000"));
  });

  it("to addWatch is an error record without an error", () => {
    expect(c.encode(c.errorResponseCodec, { err: 0 })).toEqual(hex("00000000"));
  });

  it("to an empty multi is the end of its list", () => {
    const written = frame((w) => c.appendReply(w, 1, at(9), 0, c.multiResponseCodec, []));
    const end = "ffffffff 01 ffffffff";
    expect(body(written)).toEqual(hex(`00000001 0000000000000009 00000000 ${end}`));
  });

  it("to a failed multi names each operation's error and has none in its header", () => {
    const expected = hex(`00000005 0000000000000025 00000000 · ffffffff 00 00000000 00000000 ·
      ffffffff 00 ffffff99 ffffff99 · ffffffff 00 fffffffe fffffffe · ffffffff 01 ffffffff`);
    const { OK, BADVERSION, RUNTIMEINCONSISTENCY } = c.errorCode;
    const results = [OK, BADVERSION, RUNTIMEINCONSISTENCY].map(
      (err) => ({ type: opCode.error, record: { err } }) as const,
    );
    const w = new Writer();
    c.appendReply(w, 5, at(0x25), OK, c.multiResponseCodec, results);
    expect(body(w.finish())).toEqual(expected);
    const decoded = c.decode(c.multiResponseCodec, expected, c.REPLY_HEADER_SIZE);
    expect(decoded).toEqual({ ok: true, value: results });
  });

  it("that is a notification carries the change's zxid and the path", () => {
    const event = {
      type: c.eventType.NodeDataChanged,
      state: c.keeperState.SyncConnected,
      path: "/a",
    };
    const written = frame((w) =>
      c.appendReply(w, c.specialXid.notification, at(3), 0, c.watcherEventCodec, event),
    );
    expect(body(written)).toEqual(
      hex("ffffffff 0000000000000003 00000000 00000003 00000003 00000002 2f61"),
    );
  });
});

describe("a multi", () => {
  const header = (type: number) => {
    const w = new Writer();
    w.int(type);
    w.bool(false);
    w.int(-1);
    return w.finish();
  };

  it("refuses operations that cannot stand in it, and a mixture of writes and reads", () => {
    const read = c.encode(c.getDataRequestCodec, { path: "/", watch: false });
    const bytes = Buffer.concat([header(opCode.getData), read, hex("ffffffff01ffffffff")]);
    expect(c.decode(c.multiRequestCodec, bytes)).toMatchObject({
      ok: false,
      error: { reason: "operation 4 cannot stand in this list" },
    });
    expect(c.decode(c.multiReadRequestCodec, bytes).ok).toBe(true);
    for (const type of [opCode.setACL, opCode.multi, opCode.sync, opCode.exists, -1]) {
      expect(c.decode(c.multiRequestCodec, header(type)).ok).toBe(false);
    }
  });
});

describe("names and texts", () => {
  it("give every code its name, and unknown ones their number", () => {
    expect(c.opName(15)).toBe("create2");
    expect(c.opName(-10)).toBe("createSession");
    expect(c.opName(4711)).toBe("operation 4711");
    expect(c.packetName(10)).toBe("NEWLEADER");
    expect(c.packetName(99)).toBe("packet type 99");
    expect(c.errorName(-101)).toBe("NONODE");
    expect(c.errorName(-126)).toBeNull();
    expect(c.errorText(-111)).toBe("Directory not empty");
    expect(c.errorText(-126)).toBe("Unknown error -126");
  });

  it("have no code twice", () => {
    for (const table of [c.opCode, c.errorCode, c.packetType, c.eventType, c.keeperState]) {
      const codes = Object.values(table);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });
});
