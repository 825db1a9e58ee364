import type { RecordCodec } from "../jute/record.js";
import type { Zxid } from "../jute/zxid.js";

/** The first frame of a client's connection. */
export interface ConnectRequest {
  readonly protocolVersion: number;
  /** The newest zxid this client has seen anywhere. */
  readonly lastZxidSeen: Zxid;
  /** Session timeout wanted, ms. */
  readonly timeOut: number;
  /** Session to resume, signed halves; 0, 0 asks for a new one. */
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly passwd: Buffer | null;
  /** Null when the client is too old to send the flag; the answer then has none either. */
  readonly readOnly: boolean | null;
}

/** The server's answer to it. */
export interface ConnectResponse {
  readonly protocolVersion: number;
  /** Session timeout granted, ms; 0 or less says that the session is gone. */
  readonly timeOut: number;
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly passwd: Buffer | null;
  /** Present exactly when the request had the flag. */
  readonly readOnly: boolean | null;
}

export const PASSWORD_LENGTH = 16;

export const connectRequestCodec: RecordCodec<ConnectRequest> = {
  name: "ConnectRequest",
  read: (r) => ({
    protocolVersion: r.int(),
    lastZxidSeen: r.zxid(),
    timeOut: r.int(),
    sessionHi: r.int(),
    sessionLo: r.int(),
    passwd: r.buffer(),
    readOnly: r.left > 0 ? r.bool() : null,
  }),
  write: (w, v) => {
    w.int(v.protocolVersion);
    w.zxid(v.lastZxidSeen);
    w.int(v.timeOut);
    w.halves(v.sessionHi, v.sessionLo);
    w.buffer(v.passwd);
    if (v.readOnly !== null) w.bool(v.readOnly);
  },
};

export const connectResponseCodec: RecordCodec<ConnectResponse> = {
  name: "ConnectResponse",
  read: (r) => ({
    protocolVersion: r.int(),
    timeOut: r.int(),
    sessionHi: r.int(),
    sessionLo: r.int(),
    passwd: r.buffer(),
    readOnly: r.left > 0 ? r.bool() : null,
  }),
  write: (w, v) => {
    w.int(v.protocolVersion);
    w.int(v.timeOut);
    w.halves(v.sessionHi, v.sessionLo);
    w.buffer(v.passwd);
    if (v.readOnly !== null) w.bool(v.readOnly);
  },
};

/** The answer that ends a session for its client: no timeout, no id, a password of zeros. */
export function refusedConnect(readOnly: boolean | null): ConnectResponse {
  return {
    protocolVersion: 0,
    timeOut: 0,
    sessionHi: 0,
    sessionLo: 0,
    passwd: Buffer.alloc(PASSWORD_LENGTH),
    readOnly: readOnly === null ? null : false,
  };
}
