import type { Field } from "./record.js";
import type { Zxid } from "./zxid.js";

export const int: Field<number> = { read: (r) => r.int(), write: (w, v) => w.int(v) };

/** A half of a session id, signed. */
export const half: Field<number> = int;

export const bool: Field<boolean> = { read: (r) => r.bool(), write: (w, v) => w.bool(v) };

export const zxid: Field<Zxid> = { read: (r) => r.zxid(), write: (w, v) => w.zxid(v) };

/** A safe integer. */
export const long: Field<number> = { read: (r) => r.long(), write: (w, v) => w.long(v) };

/** Any long as the nearest double (see `Reader.longSaturated`). */
export const longSaturated: Field<number> = {
  read: (r) => r.longSaturated(),
  write: (w, v) => w.long(v),
};

export const str: Field<string> = { read: (r) => r.str(), write: (w, v) => w.str(v) };

export const strOrEmpty: Field<string> = {
  read: (r) => r.strOrEmpty(),
  write: (w, v) => w.str(v),
};

export const strOrNull: Field<string | null> = {
  read: (r) => r.strOrNull(),
  write: (w, v) => w.str(v),
};

export const buffer: Field<Buffer | null> = {
  read: (r) => r.buffer(),
  write: (w, v) => w.buffer(v),
};

/** A list of strings; a null list reads as an empty one. */
export const strings: Field<readonly string[]> = {
  read: (r) => r.vec((reader) => reader.str(), 4),
  write: (w, v) => w.vec(v, (writer, item) => writer.str(item)),
};
