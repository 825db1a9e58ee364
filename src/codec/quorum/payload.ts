import * as f from "../jute/fields.js";
import { finishRead, record, type RecordCodec } from "../jute/record.js";
import { Reader } from "../jute/reader.js";
import type { Decoded } from "../jute/result.js";
import type { Writer } from "../jute/writer.js";
import { ZERO_ZXID, type Zxid } from "../jute/zxid.js";

/** The protocol both sides speak since 3.4: epochs are agreed upon before anything is synced. */
export const QUORUM_PROTOCOL = 0x10000;

/** What a learner says about itself in FOLLOWERINFO and OBSERVERINFO. */
export interface LearnerInfo {
  readonly serverId: number;
  /** 0 when an old peer says nothing about it. */
  readonly protocolVersion: number;
  /** The zxid of the configuration the learner knows. */
  readonly configVersion: Zxid;
}

/** Data of FOLLOWERINFO and OBSERVERINFO; old peers end after the id or the protocol version. */
export const learnerInfoCodec: RecordCodec<LearnerInfo> = {
  name: "LearnerInfo",
  read: (r) => ({
    serverId: r.long(),
    protocolVersion: r.left > 0 ? r.int() : 0,
    configVersion: r.left > 0 ? r.zxid() : ZERO_ZXID,
  }),
  write: (w, v) => {
    w.long(v.serverId);
    w.int(v.protocolVersion);
    w.zxid(v.configVersion);
  },
};

/** Data of LEADERINFO. */
export const leaderInfoCodec = record<{ readonly protocolVersion: number }>("LEADERINFO", {
  protocolVersion: f.int,
});

/** Data of ACKEPOCH: the learner's current epoch, −1 when it had accepted this epoch before. */
export const ackEpochCodec = record<{ readonly currentEpoch: number }>("ACKEPOCH", {
  currentEpoch: f.int,
});

/** A session and its timeout in ms: REVALIDATE's question, and one element of a PING's answer. */
export interface SessionTimeout {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly timeout: number;
}

export const sessionTimeoutCodec: RecordCodec<SessionTimeout> = {
  name: "REVALIDATE",
  read: (r) => ({ sessionHi: r.int(), sessionLo: r.int(), timeout: r.int() }),
  write: (w, v) => {
    w.halves(v.sessionHi, v.sessionLo);
    w.int(v.timeout);
  },
};

/** REVALIDATE's answer. */
export const revalidateReplyCodec = record<{
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly valid: boolean;
}>("REVALIDATE reply", { sessionHi: f.half, sessionLo: f.half, valid: f.bool });

/**
 * Data of a PING's answer: the sessions touched since the last one, packed
 * without a count. The leader's own PING has null data.
 */
export function decodePingSessions(data: Buffer): Decoded<SessionTimeout[]> {
  const r = new Reader(data);
  const sessions: SessionTimeout[] = [];
  while (r.left > 0 && r.error === null) sessions.push(sessionTimeoutCodec.read(r));
  return finishRead("PING sessions", r, sessions);
}

/** A client's request on its way to the leader. */
export interface ForwardedRequest {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly cxid: number;
  /** An `opCode`. */
  readonly type: number;
  /** The client's bytes behind the request header, as they came. */
  readonly body: Buffer;
}

/** Data of REQUEST. The body reads as a view and may be empty, never null. */
export const forwardedRequestCodec: RecordCodec<ForwardedRequest> = {
  name: "REQUEST",
  read: (r) => ({
    sessionHi: r.int(),
    sessionLo: r.int(),
    cxid: r.int(),
    type: r.int(),
    body: r.rest(),
  }),
  write: (w, v) => {
    w.halves(v.sessionHi, v.sessionLo);
    w.int(v.cxid);
    w.int(v.type);
    w.bytes(v.body);
  },
};

/** Data of COMMITANDACTIVATE, and the first field of INFORMANDACTIVATE. */
export const designatedLeaderCodec = record<{ readonly designatedLeader: number }>(
  "designated leader",
  { designatedLeader: f.long },
);

/** Data of INFORMANDACTIVATE: the leader from now on, then the transaction. */
export const informAndActivateCodec: RecordCodec<{
  readonly designatedLeader: number;
  readonly txn: Buffer;
}> = {
  name: "INFORMANDACTIVATE",
  read: (r) => ({ designatedLeader: r.long(), txn: r.rest() }),
  write: (w, v) => {
    w.long(v.designatedLeader);
    w.bytes(v.txn);
  },
};

/** Appends one session to the data of a PING's answer. */
export function appendPingSession(out: Writer, hi: number, lo: number, timeout: number): void {
  out.halves(hi, lo);
  out.int(timeout);
}
