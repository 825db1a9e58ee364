import { type Id, idCodec, MIN_ID_SIZE } from "../client/acl.js";
import type { RecordCodec } from "../jute/record.js";
import type { Reader } from "../jute/reader.js";
import type { Writer } from "../jute/writer.js";
import type { Zxid } from "../jute/zxid.js";

/** What leader and learner send each other. */
export interface QuorumPacket {
  /** A `packetType`, or what the peer believes to be one. */
  readonly type: number;
  readonly zxid: Zxid;
  readonly data: Buffer | null;
  /** Identities of the client behind a REQUEST. */
  readonly authinfo: readonly Id[] | null;
}

/** Type, zxid, null data and null authinfo: the shortest packet, in bytes. */
export const MIN_PACKET_SIZE = 20;

/** Identities one connection may hold; ZooKeeper has no bound, its clients hold a handful. */
const MAX_AUTHINFO = 1024;

export const quorumPacketCodec: RecordCodec<QuorumPacket> = {
  name: "QuorumPacket",
  read: (r) => ({ type: r.int(), zxid: r.zxid(), data: r.buffer(), authinfo: readAuthinfo(r) }),
  write: (w, v) => appendPacket(w, v.type, v.zxid, v.data, v.authinfo),
};

/** Appends a packet without making an object of it. */
export function appendPacket(
  out: Writer,
  type: number,
  zxid: Zxid,
  data: Uint8Array | null = null,
  authinfo: readonly Id[] | null = null,
): void {
  out.int(type);
  out.zxid(zxid);
  out.buffer(data);
  out.vec(authinfo, idCodec.write);
}

function readAuthinfo(r: Reader): Id[] | null {
  const count = r.int();
  if (count === -1) return null;
  if (count > MAX_AUTHINFO) {
    r.pos -= 4;
    r.fail(`${count} identities in one packet, at most ${MAX_AUTHINFO} wanted`);
    return null;
  }
  if (r.error === null) r.pos -= 4;
  return r.vecOrNull(idCodec.read, MIN_ID_SIZE);
}
