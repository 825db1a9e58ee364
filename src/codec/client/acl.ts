import type { Field, RecordCodec } from "../jute/record.js";
import type { Reader } from "../jute/reader.js";
import type { Writer } from "../jute/writer.js";

/** Who: an identity within a scheme. A null on the wire reads as "", which no scheme accepts. */
export interface Id {
  readonly scheme: string;
  readonly id: string;
}

/** What somebody may do: permission bits (`perms`) for one identity. */
export interface Acl {
  readonly perms: number;
  readonly id: Id;
}

export const idCodec: RecordCodec<Id> = {
  name: "Id",
  read: (r) => ({ scheme: r.strOrEmpty(), id: r.strOrEmpty() }),
  write: (w, v) => {
    w.str(v.scheme);
    w.str(v.id);
  },
};

export const aclCodec: RecordCodec<Acl> = {
  name: "ACL",
  read: (r) => ({ perms: r.int(), id: idCodec.read(r) }),
  write: (w, v) => {
    w.int(v.perms);
    idCodec.write(w, v.id);
  },
};

/** Two empty strings: the fewest bytes an Id can take. */
export const MIN_ID_SIZE = 8;
const MIN_ACL_SIZE = 4 + MIN_ID_SIZE;

/** What nearly every request carries: everybody may do everything. */
export const OPEN_ACL: readonly Acl[] = [{ perms: 31, id: { scheme: "world", id: "anyone" } }];

/** `OPEN_ACL` on the wire, 31 bytes. */
const OPEN_ACL_BYTES = Buffer.from("\0\0\0\x01\0\0\0\x1f\0\0\0\x05world\0\0\0\x06anyone", "latin1");

/**
 * A list of ACL entries, null allowed. The open list reads as the one object
 * `OPEN_ACL`: it makes nothing, and callers may compare by identity.
 */
export const aclList: Field<readonly Acl[] | null> = { read: readAclList, write: writeAclList };

function readAclList(r: Reader): readonly Acl[] | null {
  const size = OPEN_ACL_BYTES.length;
  if (r.left >= size && OPEN_ACL_BYTES.compare(r.buf, r.pos, r.pos + size) === 0) {
    r.pos += size;
    return OPEN_ACL;
  }
  return r.vecOrNull(aclCodec.read, MIN_ACL_SIZE);
}

function writeAclList(w: Writer, acl: readonly Acl[] | null): void {
  if (acl === OPEN_ACL) w.bytes(OPEN_ACL_BYTES);
  else w.vec(acl, aclCodec.write);
}
