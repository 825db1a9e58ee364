import type { RecordCodec } from "../jute/record.js";
import type { Reader } from "../jute/reader.js";
import type { Writer } from "../jute/writer.js";
import type { Zxid } from "../jute/zxid.js";

/** The part of a node's Stat that is stored (`StatPersisted`, 60 bytes). */
export interface StatPersisted {
  readonly czxid: Zxid;
  readonly mzxid: Zxid;
  /** Milliseconds since 1970, by the leader's clock. */
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  /** Owner's session id, signed halves; 0, 0 when nobody owns the node. */
  readonly ephemeralOwnerHi: number;
  readonly ephemeralOwnerLo: number;
  readonly pzxid: Zxid;
}

/** What a client is told about a node (`Stat`, 68 bytes). */
export interface Stat extends StatPersisted {
  /** Bytes; 0 for null data. */
  readonly dataLength: number;
  readonly numChildren: number;
}

export const statCodec: RecordCodec<Stat> = {
  name: "Stat",
  read: (r) => ({
    czxid: r.zxid(),
    mzxid: r.zxid(),
    ctime: r.long(),
    mtime: r.long(),
    version: r.int(),
    cversion: r.int(),
    aversion: r.int(),
    ephemeralOwnerHi: r.int(),
    ephemeralOwnerLo: r.int(),
    dataLength: r.int(),
    numChildren: r.int(),
    pzxid: r.zxid(),
  }),
  write: (w, v) => {
    writeShared(w, v);
    w.int(v.dataLength);
    w.int(v.numChildren);
    w.zxid(v.pzxid);
  },
};

export const statPersistedCodec: RecordCodec<StatPersisted> = {
  name: "StatPersisted",
  read: readStatPersisted,
  write: (w, v) => {
    writeShared(w, v);
    w.zxid(v.pzxid);
  },
};

function readStatPersisted(r: Reader): StatPersisted {
  return {
    czxid: r.zxid(),
    mzxid: r.zxid(),
    ctime: r.long(),
    mtime: r.long(),
    version: r.int(),
    cversion: r.int(),
    aversion: r.int(),
    ephemeralOwnerHi: r.int(),
    ephemeralOwnerLo: r.int(),
    pzxid: r.zxid(),
  };
}

/** What both records begin with. */
function writeShared(w: Writer, v: StatPersisted): void {
  w.zxid(v.czxid);
  w.zxid(v.mzxid);
  w.long(v.ctime);
  w.long(v.mtime);
  w.int(v.version);
  w.int(v.cversion);
  w.int(v.aversion);
  w.halves(v.ephemeralOwnerHi, v.ephemeralOwnerLo);
}
