import { REPLY_HEADER_SIZE, REQUEST_HEADER_SIZE } from "./headers.js";
import type { Field } from "../jute/record.js";
import type { Writer } from "../jute/writer.js";
import type { Zxid } from "../jute/zxid.js";

/** Appends a frame with any record in it: a ConnectRequest or a ConnectResponse. */
export function appendFrame<T>(out: Writer, codec: Field<T>, value: T): void {
  const at = out.reserveInt();
  codec.write(out, value);
  out.patchInt(at, out.length - at - 4);
}

/** Appends a frame with a request: header, then the record if the operation has one. */
export function appendRequest(out: Writer, xid: number, type: number): void;
export function appendRequest<T>(
  out: Writer,
  xid: number,
  type: number,
  codec: Field<T>,
  value: T,
): void;
export function appendRequest<T>(
  out: Writer,
  xid: number,
  type: number,
  codec?: Field<T>,
  value?: T,
): void {
  const at = out.reserveInt();
  out.int(xid);
  out.int(type);
  if (codec === undefined) out.patchInt(at, REQUEST_HEADER_SIZE);
  else {
    codec.write(out, value as T);
    out.patchInt(at, out.length - at - 4);
  }
}

/** Appends a frame with a reply: header, then the record if there is one (never on an error). */
export function appendReply(out: Writer, xid: number, zxid: Zxid, err: number): void;
export function appendReply<T>(
  out: Writer,
  xid: number,
  zxid: Zxid,
  err: number,
  codec: Field<T>,
  value: T,
): void;
export function appendReply<T>(
  out: Writer,
  xid: number,
  zxid: Zxid,
  err: number,
  codec?: Field<T>,
  value?: T,
): void {
  const at = out.reserveInt();
  out.int(xid);
  out.zxid(zxid);
  out.int(err);
  if (codec === undefined) out.patchInt(at, REPLY_HEADER_SIZE);
  else {
    codec.write(out, value as T);
    out.patchInt(at, out.length - at - 4);
  }
}
