import type { RecordCodec } from "../jute/record.js";
import type { Zxid } from "../jute/zxid.js";

/** In front of every request but the first. */
export interface RequestHeader {
  readonly xid: number;
  /** An `opCode`, or what the client believes to be one. */
  readonly type: number;
}

/** In front of every reply but the first. */
export interface ReplyHeader {
  readonly xid: number;
  /** Last zxid the answering server has applied. */
  readonly zxid: Zxid;
  /** An `errorCode`. */
  readonly err: number;
}

export const REQUEST_HEADER_SIZE = 8;
export const REPLY_HEADER_SIZE = 16;

export const requestHeaderCodec: RecordCodec<RequestHeader> = {
  name: "RequestHeader",
  read: (r) => ({ xid: r.int(), type: r.int() }),
  write: (w, v) => {
    w.int(v.xid);
    w.int(v.type);
  },
};

export const replyHeaderCodec: RecordCodec<ReplyHeader> = {
  name: "ReplyHeader",
  read: (r) => ({ xid: r.int(), zxid: r.zxid(), err: r.int() }),
  write: (w, v) => {
    w.int(v.xid);
    w.zxid(v.zxid);
    w.int(v.err);
  },
};
