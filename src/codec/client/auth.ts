import * as f from "../jute/fields.js";
import { record } from "../jute/record.js";

/** A client proves an identity; sent with xid −4. */
export interface AuthPacket {
  /** Always 0. */
  readonly type: number;
  readonly scheme: string;
  readonly auth: Buffer | null;
}

export interface SaslToken {
  readonly token: Buffer | null;
}

/** A null scheme reads as "", which nobody provides either. */
export const authPacketCodec = record<AuthPacket>("AuthPacket", {
  type: f.int,
  scheme: f.strOrEmpty,
  auth: f.buffer,
});

export const getSASLRequestCodec = record<SaslToken>("GetSASLRequest", { token: f.buffer });
export const setSASLResponseCodec = record<SaslToken>("SetSASLResponse", { token: f.buffer });
