import { appendReply, type RecordCodec, type Writer, type Zxid } from "#codec";

/** Where one answer goes: the frame is complete with the one call that appends it. */
export class Answer {
  readonly #out: Writer;
  readonly #xid: number;
  readonly #zxid: Zxid;

  /** `zxid`: the last one this server has applied. */
  constructor(out: Writer, xid: number, zxid: Zxid) {
    this.#out = out;
    this.#xid = xid;
    this.#zxid = zxid;
  }

  /** Without a body: an `errorCode`, or 0. */
  code(err: number): void {
    appendReply(this.#out, this.#xid, this.#zxid, err);
  }

  record<T>(codec: RecordCodec<T>, value: T): void {
    appendReply(this.#out, this.#xid, this.#zxid, 0, codec, value);
  }
}
