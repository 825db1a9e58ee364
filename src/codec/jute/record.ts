import { Reader } from "./reader.js";
import type { Decoded } from "./result.js";
import { Writer } from "./writer.js";

/** How one field is read and written. */
export interface Field<T> {
  readonly read: (r: Reader) => T;
  readonly write: (w: Writer, value: T) => void;
}

/** How one record of ZooKeeper's schema is read and written, under its name there. */
export interface RecordCodec<T> extends Field<T> {
  readonly name: string;
}

/** Bytes behind the record are ignored, as ZooKeeper does. */
export function decode<T>(
  codec: RecordCodec<T>,
  buf: Buffer,
  start = 0,
  end = buf.length,
): Decoded<T> {
  const r = new Reader(buf, start, end);
  return finishRead(codec.name, r, codec.read(r));
}

/** The value read from `r`, unless reading it went wrong. */
export function finishRead<T>(record: string, r: Reader, value: T): Decoded<T> {
  if (r.error === null) return { ok: true, value };
  return { ok: false, error: { record, offset: r.errorAt, reason: r.error } };
}

/** The record's bytes in a buffer of their own; hot paths append to a shared Writer instead. */
export function encode<T>(codec: RecordCodec<T>, value: T): Buffer {
  const w = new Writer(256);
  codec.write(w, value);
  return w.finish();
}

/**
 * A record from its fields; their order here is their order on the wire. For
 * records that are rare: those on the path of every request are written out.
 */
export function record<T extends object>(
  name: string,
  fields: { readonly [K in keyof T]-?: Field<T[K]> },
): RecordCodec<T> {
  const keys = Object.keys(fields) as (keyof T)[];
  return {
    name,
    read: (r) => {
      const value = {} as T;
      for (const key of keys) value[key] = fields[key].read(r);
      return value;
    },
    write: (w, value) => {
      for (const key of keys) fields[key].write(w, value[key]);
    },
  };
}
