import { ByteStream } from "../jute/byte-stream.js";
import { DEFAULT_MAX_FIELD } from "../jute/limits.js";
import { Reader } from "../jute/reader.js";
import type { DecodeError } from "../jute/result.js";
import { MIN_PACKET_SIZE, type QuorumPacket, quorumPacketCodec } from "./packet.js";

/** Where the length of a packet's data stands. */
const DATA_LENGTH_AT = 12;

/**
 * Reads packets from the byte stream of one quorum connection, however the
 * network cut it: there is no framing. `push` what arrives, then call `next`
 * until it returns null.
 *
 * Behind a SNAP packet the stream goes on as a snapshot: `detach` hands over
 * what has arrived of it, and what the snapshot reader leaves is pushed back.
 */
export class PacketStream {
  error: DecodeError | null = null;
  private readonly bytes = new ByteStream();
  private readonly maxField: number;
  /** Identities have no common bound of their own; this one is generous. */
  private readonly maxPacket: number;
  /** No packet can be complete before this many bytes are there. */
  private wanted = MIN_PACKET_SIZE;

  constructor(maxField = DEFAULT_MAX_FIELD) {
    this.maxField = maxField;
    this.maxPacket = 2 * maxField + MIN_PACKET_SIZE;
  }

  push(chunk: Buffer): void {
    this.bytes.push(chunk);
  }

  next(): QuorumPacket | null {
    const { bytes } = this;
    if (this.error !== null || bytes.length < this.wanted) return null;
    const r = new Reader(bytes.buf, bytes.pos, bytes.end, this.maxField);
    const packet = quorumPacketCodec.read(r);
    if (r.error === null) {
      bytes.skip(r.pos - bytes.pos);
      this.wanted = MIN_PACKET_SIZE;
      return packet;
    }
    if (!r.short) this.refuse(r.errorAt - bytes.pos, r.error);
    else if (bytes.length > this.maxPacket) {
      this.refuse(0, `a packet of more than ${this.maxPacket} bytes`);
    } else this.wanted = this.atLeast();
    return null;
  }

  private refuse(at: number, reason: string): void {
    this.error = { record: "QuorumPacket", offset: this.bytes.used + at, reason };
  }

  /** Everything pushed and not yet handed out as a packet. */
  detach(): Buffer {
    this.wanted = MIN_PACKET_SIZE;
    return this.bytes.detach();
  }

  /** What an incomplete packet takes at least, by its data's length. */
  private atLeast(): number {
    const { bytes } = this;
    const length = bytes.buf.readInt32BE(bytes.pos + DATA_LENGTH_AT);
    return Math.max(MIN_PACKET_SIZE + Math.max(length, 0), bytes.length + 1);
  }
}
