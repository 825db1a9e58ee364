import { type Acl, aclList } from "../client/acl.js";
import { opCode } from "../client/opcode.js";
import * as f from "../jute/fields.js";
import { record, type RecordCodec } from "../jute/record.js";

/** create and create2. `path` is final, sequence number included. */
export interface CreateTxn {
  readonly path: string;
  readonly data: Buffer | null;
  readonly acl: readonly Acl[] | null;
  readonly ephemeral: boolean;
  /** The parent's persisted cversion after it; −1 in logs too old to say. */
  readonly parentCVersion: number;
}

export interface CreateContainerTxn {
  readonly path: string;
  readonly data: Buffer | null;
  readonly acl: readonly Acl[] | null;
  readonly parentCVersion: number;
}

export interface CreateTTLTxn extends CreateContainerTxn {
  /** ms. */
  readonly ttl: number;
}

/** delete and deleteContainer. */
export interface DeleteTxn {
  readonly path: string;
}

/** setData and reconfig. */
export interface SetDataTxn {
  readonly path: string;
  readonly data: Buffer | null;
  /** The version the node has after it. */
  readonly version: number;
}

export interface SetACLTxn {
  readonly path: string;
  readonly acl: readonly Acl[] | null;
  /** The aversion the node has after it. */
  readonly version: number;
}

/** Only inside a multi. */
export interface CheckVersionTxn {
  readonly path: string;
  readonly version: number;
}

export interface CreateSessionTxn {
  /** ms. */
  readonly timeOut: number;
}

export interface CloseSessionTxn {
  /** The ephemerals to delete, in this order; null in logs of servers that do not list them. */
  readonly paths2Delete: readonly string[] | null;
}

/** A write that failed; it has its place in the order all the same. */
export interface ErrorTxn {
  /** An `errorCode`. */
  readonly err: number;
}

export const createTxnCodec: RecordCodec<CreateTxn> = {
  name: "CreateTxn",
  read: (r) => ({
    path: r.str(),
    data: r.buffer(),
    acl: aclList.read(r),
    ephemeral: r.bool(),
    parentCVersion: r.left > 0 ? r.int() : -1,
  }),
  write: (w, v) => {
    w.str(v.path);
    w.buffer(v.data);
    aclList.write(w, v.acl);
    w.bool(v.ephemeral);
    w.int(v.parentCVersion);
  },
};

export const createContainerTxnCodec = record<CreateContainerTxn>("CreateContainerTxn", {
  path: f.str,
  data: f.buffer,
  acl: aclList,
  parentCVersion: f.int,
});

export const createTTLTxnCodec = record<CreateTTLTxn>("CreateTTLTxn", {
  path: f.str,
  data: f.buffer,
  acl: aclList,
  parentCVersion: f.int,
  ttl: f.long,
});

export const deleteTxnCodec: RecordCodec<DeleteTxn> = {
  name: "DeleteTxn",
  read: (r) => ({ path: r.str() }),
  write: (w, v) => w.str(v.path),
};

export const setDataTxnCodec: RecordCodec<SetDataTxn> = {
  name: "SetDataTxn",
  read: (r) => ({ path: r.str(), data: r.buffer(), version: r.int() }),
  write: (w, v) => {
    w.str(v.path);
    w.buffer(v.data);
    w.int(v.version);
  },
};

export const setACLTxnCodec = record<SetACLTxn>("SetACLTxn", {
  path: f.str,
  acl: aclList,
  version: f.int,
});

export const checkVersionTxnCodec = record<CheckVersionTxn>("CheckVersionTxn", {
  path: f.str,
  version: f.int,
});

export const createSessionTxnCodec = record<CreateSessionTxn>("CreateSessionTxn", {
  timeOut: f.int,
});

/** Absent in logs of servers that do not list the paths; then nothing follows the header. */
export const closeSessionTxnCodec: RecordCodec<CloseSessionTxn> = {
  name: "CloseSessionTxn",
  read: (r) => ({ paths2Delete: r.left > 0 ? f.strings.read(r) : null }),
  write: (w, v) => {
    if (v.paths2Delete !== null) f.strings.write(w, v.paths2Delete);
  },
};

export const errorTxnCodec = record<ErrorTxn>("ErrorTxn", { err: f.int });

/** The record of each transaction type but multi, which holds others of these. */
export interface SimpleTxns {
  readonly [opCode.create]: CreateTxn;
  readonly [opCode.create2]: CreateTxn;
  readonly [opCode.createContainer]: CreateContainerTxn;
  readonly [opCode.createTTL]: CreateTTLTxn;
  readonly [opCode.delete]: DeleteTxn;
  readonly [opCode.deleteContainer]: DeleteTxn;
  readonly [opCode.setData]: SetDataTxn;
  readonly [opCode.reconfig]: SetDataTxn;
  readonly [opCode.setACL]: SetACLTxn;
  readonly [opCode.check]: CheckVersionTxn;
  readonly [opCode.createSession]: CreateSessionTxn;
  readonly [opCode.closeSession]: CloseSessionTxn;
  readonly [opCode.error]: ErrorTxn;
}

export type SimpleTxnType = keyof SimpleTxns;

export const simpleTxnCodecs: { readonly [K in SimpleTxnType]: RecordCodec<SimpleTxns[K]> } = {
  [opCode.create]: createTxnCodec,
  [opCode.create2]: createTxnCodec,
  [opCode.createContainer]: createContainerTxnCodec,
  [opCode.createTTL]: createTTLTxnCodec,
  [opCode.delete]: deleteTxnCodec,
  [opCode.deleteContainer]: deleteTxnCodec,
  [opCode.setData]: setDataTxnCodec,
  [opCode.reconfig]: setDataTxnCodec,
  [opCode.setACL]: setACLTxnCodec,
  [opCode.check]: checkVersionTxnCodec,
  [opCode.createSession]: createSessionTxnCodec,
  [opCode.closeSession]: closeSessionTxnCodec,
  [opCode.error]: errorTxnCodec,
};
