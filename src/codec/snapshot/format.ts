import type { Acl } from "../client/acl.js";
import type { StatPersisted } from "../client/stat.js";
import type { Zxid } from "../jute/zxid.js";
import type { SessionTimeout } from "../quorum/payload.js";

/** "ZKSN". */
export const SNAPSHOT_MAGIC = 0x5a4b534e;
export const SNAPSHOT_VERSION = 2;

/** The path that ends the nodes and stands behind each checksum; no node has it. */
export const END_PATH = "/";

/** What ends the snapshot on the wire. */
export const STREAM_SIGNATURE = "BenWasHere";

/** The key of the open ACL, which has no entry in the table. */
export const OPEN_ACL_KEY = -1;

export const DIGEST_VERSION = 2;

/** One entry of the table of ACL lists that nodes refer to. */
export interface AclEntry {
  readonly key: number;
  readonly acl: readonly Acl[];
}

/** A node as it is stored. The root has the path "". */
export interface SnapshotNode {
  readonly path: string;
  readonly data: Buffer | null;
  /** `OPEN_ACL_KEY`, or a key of the table; a fuzzy snapshot may name one that is not there. */
  readonly aclKey: number;
  readonly stat: StatPersisted;
}

/** What a snapshot is made of. Nodes come in pre-order: a parent before its children. */
export interface SnapshotSource {
  readonly sessions: readonly SessionTimeout[];
  readonly acls: readonly AclEntry[];
  readonly nodes: Iterable<SnapshotNode>;
}

/** The checksum over the tree after one transaction. */
export interface SnapshotDigest {
  readonly zxid: Zxid;
  readonly version: number;
  /** 64 bits, halves. */
  readonly digestHi: number;
  readonly digestLo: number;
}

/** What may follow the nodes in a file. */
export interface SnapshotTail {
  /** Null when the tree keeps no digest. */
  readonly digest: SnapshotDigest | null;
  /** Null in files of servers before 3.9. */
  readonly lastZxid: Zxid | null;
}

/** Who receives what a snapshot holds, in its order. Buffers are views of the bytes pushed. */
export interface SnapshotSink {
  session(hi: number, lo: number, timeout: number): void;
  acl(key: number, acl: readonly Acl[]): void;
  node(path: string, data: Buffer | null, aclKey: number, stat: StatPersisted): void;
}
