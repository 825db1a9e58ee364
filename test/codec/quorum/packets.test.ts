import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { PacketStream, packetType, type QuorumPacket, Writer, type Zxid } from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";
import { cuts, segments } from "../support/segments.js";

const epoch = (number: number): Zxid => ({ epoch: number, counter: 0 });
const session = { sessionHi: 0x03000000, sessionLo: 0x5555 };

/** Packets captured from real servers, and one composed (LEADERINFO). */
const captured: readonly (readonly [string, QuorumPacket, string])[] = [
  [
    "FOLLOWERINFO",
    {
      type: packetType.FOLLOWERINFO,
      zxid: epoch(0),
      data: c.encode(c.learnerInfoCodec, {
        serverId: 3,
        protocolVersion: c.QUORUM_PROTOCOL,
        configVersion: c.ZERO_ZXID,
      }),
      authinfo: null,
    },
    "0000000b 0000000000000000 00000014 0000000000000003 00010000 0000000000000000 ffffffff",
  ],
  [
    "LEADERINFO",
    {
      type: packetType.LEADERINFO,
      zxid: epoch(1),
      data: c.encode(c.leaderInfoCodec, { protocolVersion: c.QUORUM_PROTOCOL }),
      authinfo: null,
    },
    "00000011 0000000100000000 00000004 00010000 ffffffff",
  ],
  [
    "ACKEPOCH",
    {
      type: packetType.ACKEPOCH,
      zxid: epoch(0),
      data: c.encode(c.ackEpochCodec, { currentEpoch: 0 }),
      authinfo: null,
    },
    "00000012 0000000000000000 00000004 00000000 ffffffff",
  ],
  [
    "ACK",
    { type: packetType.ACK, zxid: epoch(1), data: null, authinfo: null },
    "00000003 0000000100000000 ffffffff ffffffff",
  ],
  [
    "PING reply without sessions",
    { type: packetType.PING, zxid: epoch(1), data: Buffer.alloc(0), authinfo: null },
    "00000005 0000000100000000 00000000 ffffffff",
  ],
  [
    "REQUEST",
    {
      type: packetType.REQUEST,
      zxid: c.NO_ZXID,
      data: c.encode(c.forwardedRequestCodec, {
        ...session,
        cxid: 2,
        type: c.opCode.sync,
        body: c.encode(c.syncRequestCodec, { path: "/" }),
      }),
      authinfo: null,
    },
    `00000001 ffffffffffffffff 00000015 0300000000005555 00000002 00000009 00000001 2f
      ffffffff`,
  ],
  [
    "REVALIDATE",
    {
      type: packetType.REVALIDATE,
      zxid: c.NO_ZXID,
      data: c.encode(c.sessionTimeoutCodec, { ...session, timeout: 8000 }),
      authinfo: null,
    },
    "00000006 ffffffffffffffff 0000000c 0300000000005555 00001f40 ffffffff",
  ],
];

const drain = (stream: PacketStream): QuorumPacket[] => {
  const packets: QuorumPacket[] = [];
  for (let p = stream.next(); p !== null; p = stream.next()) packets.push(p);
  return packets;
};

const packet: fc.Arbitrary<QuorumPacket> = fc.record({
  type: fc.integer({ min: 1, max: 19 }),
  zxid: a.zxid,
  data: a.data,
  authinfo: a.nullable(fc.array(a.id, { maxLength: 3 })),
});

describe("a quorum packet", () => {
  it.each(captured)("is written as real servers write it: %s", (_, value, bytes) => {
    expect(c.encode(c.quorumPacketCodec, value)).toEqual(hex(bytes));
  });

  it.each(captured)("is read as real servers read it: %s", (_, value, bytes) => {
    expect(c.decode(c.quorumPacketCodec, hex(bytes))).toEqual({ ok: true, value });
  });

  it("is appended without data by default", () => {
    const w = new Writer();
    c.appendPacket(w, packetType.COMMIT, { epoch: 1, counter: 3 });
    expect(w.finish()).toEqual(hex("00000004 0000000100000003 ffffffff ffffffff"));
  });
});

describe("a payload", () => {
  it("of a forwarded createSession is header and timeout", () => {
    const body = c.encode(c.createSessionTxnCodec, { timeOut: 8000 });
    const request = { ...session, cxid: 0, type: c.opCode.createSession, body };
    const bytes = hex("0300000000005555 00000000 fffffff6 00001f40");
    expect(c.encode(c.forwardedRequestCodec, request)).toEqual(bytes);
    expect(c.decode(c.forwardedRequestCodec, bytes)).toEqual({ ok: true, value: request });
  });

  it("of a positive REVALIDATE reply is the session and a flag", () => {
    const value = { ...session, valid: true };
    expect(c.encode(c.revalidateReplyCodec, value)).toEqual(hex("0300000000005555 01"));
  });

  it("of COMMITANDACTIVATE is the leader's id", () => {
    const bytes = c.encode(c.designatedLeaderCodec, { designatedLeader: 3 });
    expect(bytes).toEqual(hex("0000000000000003"));
  });

  it("of an old peer's FOLLOWERINFO may end after the id or the version", () => {
    const short = c.decode(c.learnerInfoCodec, hex("0000000000000003"));
    expect(short).toEqual({
      ok: true,
      value: { serverId: 3, protocolVersion: 0, configVersion: c.ZERO_ZXID },
    });
    const middle = c.decode(c.learnerInfoCodec, hex("0000000000000003 00010000"));
    expect(middle.ok && middle.value.protocolVersion).toBe(c.QUORUM_PROTOCOL);
    expect(c.decode(c.learnerInfoCodec, hex("0000000000000003 0001")).ok).toBe(false);
  });

  it("of a PING's answer is any number of sessions and nothing half", () => {
    fc.assert(
      fc.property(fc.array(a.sessionTimeout, { maxLength: 20 }), (sessions) => {
        const w = new Writer();
        for (const one of sessions) {
          c.appendPingSession(w, one.sessionHi, one.sessionLo, one.timeout);
        }
        const bytes = w.finish();
        expect(c.decodePingSessions(bytes)).toEqual({ ok: true, value: sessions });
        if (sessions.length === 0) return;
        expect(c.decodePingSessions(bytes.subarray(1)).ok).toBe(false);
      }),
    );
  });
});

describe("PacketStream", () => {
  it("reads the same packets however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), cuts, (packets, sizes) => {
        const bytes = Buffer.concat(packets.map((p) => c.encode(c.quorumPacketCodec, p)));
        const stream = new PacketStream();
        const found: QuorumPacket[] = [];
        for (const part of segments(bytes, sizes)) {
          stream.push(part);
          found.push(...drain(stream));
        }
        expect(found).toEqual(packets);
        expect(stream.error).toBeNull();
        expect(stream.detach().length).toBe(0);
      }),
    );
  });

  it("never changes data it has handed out", () => {
    const wanted = Array.from({ length: 40 }, (_, i) => Buffer.alloc(50, i));
    const w = new Writer();
    for (const data of wanted) c.appendPacket(w, packetType.PROPOSAL, epoch(1), data);
    const stream = new PacketStream();
    const kept: (Buffer | null)[] = [];
    for (const part of segments(w.finish(), [31, 64, 5])) {
      stream.push(part);
      for (const p of drain(stream)) kept.push(p.data);
    }
    expect(kept).toEqual(wanted);
  });

  it("hands the stream over behind a SNAP packet and takes the rest back", () => {
    fc.assert(
      fc.property(a.buffer, packet, (raw, after) => {
        const w = new Writer();
        c.appendPacket(w, packetType.SNAP, epoch(1));
        w.bytes(raw);
        c.quorumPacketCodec.write(w, after);
        const stream = new PacketStream();
        stream.push(w.finish());
        expect(stream.next()?.type).toBe(packetType.SNAP);
        const rest = stream.detach();
        expect(rest.subarray(0, raw.length)).toEqual(raw);
        stream.push(rest.subarray(raw.length));
        expect(drain(stream)).toEqual([after]);
      }),
    );
  });

  it("refuses an unreasonable length at once, naming where it stands in the stream", () => {
    const stream = new PacketStream();
    stream.push(Buffer.concat([hex("00000003 0000000100000000 ffffffff ffffffff")]));
    stream.push(hex("00000002 0000000100000001 7fffffff 00000000"));
    expect(drain(stream).length).toBe(1);
    expect(stream.error?.offset).toBe(32);
    expect(stream.error?.reason).toContain("unreasonable length 2147483647");
    stream.push(Buffer.alloc(100));
    expect(stream.next()).toBeNull();
  });

  it("refuses more identities than anybody has", () => {
    const stream = new PacketStream();
    stream.push(hex("00000001 ffffffffffffffff ffffffff 00000401"));
    expect(stream.next()).toBeNull();
    expect(stream.error?.reason).toBe("1025 identities in one packet, at most 1024 wanted");
  });

  it("refuses a packet that never ends", () => {
    const stream = new PacketStream(64);
    stream.push(hex("00000001 ffffffffffffffff ffffffff 00000010"));
    const id = c.encode(c.idCodec, { scheme: "s".repeat(60), id: "i".repeat(60) });
    for (let i = 0; i < 15 && stream.error === null; i += 1) {
      stream.push(id);
      expect(stream.next()).toBeNull();
    }
    expect(stream.error?.reason).toBe("a packet of more than 148 bytes");
  });

  it("answers any bytes with packets or an error, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), cuts, (bytes, sizes) => {
        const stream = new PacketStream();
        for (const part of segments(Buffer.from(bytes), sizes)) {
          stream.push(part);
          drain(stream);
        }
      }),
    );
  });
});
