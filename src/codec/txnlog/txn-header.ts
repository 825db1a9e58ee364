import type { RecordCodec } from "../jute/record.js";
import type { Zxid } from "../jute/zxid.js";

/** In front of every transaction. */
export interface TxnHeader {
  /** The session that asked for it, signed halves. */
  readonly sessionHi: number;
  readonly sessionLo: number;
  /** The xid of the client's request. */
  readonly cxid: number;
  readonly zxid: Zxid;
  /** Milliseconds since 1970, by the leader's clock. */
  readonly time: number;
  /** An `opCode`: what kind of record follows. */
  readonly type: number;
}

export const TXN_HEADER_SIZE = 32;

/** Where the zxid stands in an entry body. */
const TXN_ZXID_OFFSET = 12;

export const txnHeaderCodec: RecordCodec<TxnHeader> = {
  name: "TxnHeader",
  read: (r) => ({
    sessionHi: r.int(),
    sessionLo: r.int(),
    cxid: r.int(),
    zxid: r.zxid(),
    time: r.long(),
    type: r.int(),
  }),
  write: (w, v) => {
    w.halves(v.sessionHi, v.sessionLo);
    w.int(v.cxid);
    w.zxid(v.zxid);
    w.long(v.time);
    w.int(v.type);
  },
};

/** The zxid of an encoded entry body, without looking at the rest; null when it is cut short. */
export function peekTxnZxid(body: Buffer): Zxid | null {
  if (body.length < TXN_HEADER_SIZE) return null;
  return {
    epoch: body.readUInt32BE(TXN_ZXID_OFFSET),
    counter: body.readUInt32BE(TXN_ZXID_OFFSET + 4),
  };
}
