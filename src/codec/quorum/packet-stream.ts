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
  /** No packet can be complete before this many bytes are there. */
  private wanted = MIN_PACKET_SIZE;

  constructor(maxField = DEFAULT_MAX_FIELD) {
    this.maxField = maxField;
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
    if (r.short) this.wanted = this.atLeast();
    else {
      const offset = bytes.used + r.errorAt - bytes.pos;
      this.error = { record: "QuorumPacket", offset, reason: r.error };
    }
    return null;
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
