import { aclCodec } from "../client/acl.js";
import { statPersistedCodec } from "../client/stat.js";
import { ByteStream } from "../jute/byte-stream.js";
import { DEFAULT_MAX_FIELD } from "../jute/limits.js";
import { Reader } from "../jute/reader.js";
import type { DecodeError } from "../jute/result.js";
import { adler32 } from "../txnlog/adler32.js";
import {
  DIGEST_VERSION,
  END_PATH,
  SNAPSHOT_MAGIC,
  type SnapshotSink,
  type SnapshotTail,
  STREAM_SIGNATURE,
} from "./format.js";

/** What comes next; each of them is read whole or not at all. */
type Stage =
  | "header"
  | "sessions"
  | "session"
  | "acls"
  | "acl"
  | "nodes"
  | "seal"
  | "digest"
  | "lastZxid"
  | "signature"
  | "done";

/** What follows the first, second and third checksum of a file. */
const AFTER_SEAL: readonly Stage[] = ["digest", "lastZxid", "done"];

/**
 * Reads a snapshot in pieces, from a file or behind a SNAP packet: `push` them
 * in order and look at `done` and `error` after each. A sink receives what it
 * holds while it is read; only `done` without `error` says that all of it is
 * there, so a sink must be able to throw away what it has.
 */
export class SnapshotReader {
  error: DecodeError | null = null;
  private readonly bytes = new ByteStream();
  private readonly file: boolean;
  private readonly sink: SnapshotSink;
  private readonly maxField: number;
  private stage: Stage;
  /** Sessions or ACL entries still to come. */
  private left = 0;
  private seals = 0;
  private sum = 1;
  /** Up to where in the current buffer the sum goes. */
  private summedTo = 0;
  private found: { -readonly [K in keyof SnapshotTail]: SnapshotTail[K] } = {
    digest: null,
    lastZxid: null,
  };

  constructor(kind: "file" | "stream", sink: SnapshotSink, maxField = DEFAULT_MAX_FIELD) {
    this.file = kind === "file";
    this.sink = sink;
    this.maxField = maxField;
    this.stage = this.file ? "header" : "sessions";
  }

  /** The whole snapshot has been read. */
  get done(): boolean {
    return this.stage === "done" && this.error === null;
  }

  /** What stood behind the nodes of a file. */
  get tail(): SnapshotTail {
    return this.found;
  }

  push(chunk: Buffer): void {
    if (this.error !== null) return;
    const { bytes } = this;
    bytes.push(chunk);
    this.summedTo = bytes.pos;
    const r = new Reader(bytes.buf, bytes.pos, bytes.end, this.maxField);
    let at = r.pos;
    while (this.stage !== "done") {
      this.read(r);
      if (r.error !== null) break;
      at = r.pos;
    }
    if (r.error !== null) this.interrupted(r, at);
    this.addUp(at);
    bytes.skip(at - bytes.pos);
  }

  /** There are no more bytes: a file may end behind any of its checksums, and nowhere else. */
  finish(): void {
    if (this.error !== null || this.stage === "done") return;
    const optional = this.stage === "digest" || this.stage === "lastZxid";
    if (optional && this.bytes.length === 0) this.stage = "done";
    else this.fail(this.bytes.used, `the snapshot ends where ${words(this.stage)} is wanted`);
  }

  /** What was pushed behind the end of the snapshot: the stream goes on with it. */
  rest(): Buffer {
    return this.bytes.detach();
  }

  private fail(offset: number, reason: string): void {
    this.error = { record: "snapshot", offset, reason };
  }

  /** The item at `at` is wrong, or not all here yet. */
  private interrupted(r: Reader, at: number): void {
    const { bytes } = this;
    const bound = 4 * this.maxField;
    if (!r.short) this.fail(bytes.used + r.errorAt - bytes.pos, String(r.error));
    else if (bytes.end - at > bound) {
      this.fail(bytes.used + at - bytes.pos, `${words(this.stage)} of more than ${bound} bytes`);
    }
  }

  private read(r: Reader): void {
    switch (this.stage) {
      case "header":
        return this.readHeader(r);
      case "sessions":
        return this.readCount(r, "session", "acls");
      case "session":
        return this.readSession(r);
      case "acls":
        return this.readCount(r, "acl", "nodes");
      case "acl":
        return this.readAcl(r);
      case "nodes":
        return this.readNode(r);
      case "seal":
        return this.readSeal(r);
      case "digest":
        return this.readDigest(r);
      case "lastZxid":
        return this.readLastZxid(r);
      case "signature":
        return this.readSignature(r);
      case "done":
        return;
    }
  }

  private readHeader(r: Reader): void {
    const magic = r.uint();
    if (r.error === null && magic !== SNAPSHOT_MAGIC) {
      r.fail(`magic ${magic.toString(16)}, ${SNAPSHOT_MAGIC.toString(16)} wanted`);
    }
    r.take(12);
    if (r.error === null) this.stage = "sessions";
  }

  private readCount(r: Reader, some: Stage, none: Stage): void {
    const count = r.int();
    if (r.error !== null) return;
    this.left = Math.max(count, 0);
    this.stage = this.left > 0 ? some : none;
  }

  private countDown(next: Stage): void {
    this.left -= 1;
    if (this.left === 0) this.stage = next;
  }

  private readSession(r: Reader): void {
    const hi = r.int();
    const lo = r.int();
    const timeout = r.int();
    if (r.error !== null) return;
    this.sink.session(hi, lo, timeout);
    this.countDown("acls");
  }

  private readAcl(r: Reader): void {
    const key = r.long();
    const acl = r.vec(aclCodec.read, 12);
    if (r.error !== null) return;
    this.sink.acl(key, acl);
    this.countDown("nodes");
  }

  private readNode(r: Reader): void {
    const path = r.str();
    if (path === END_PATH) {
      this.stage = this.file ? "seal" : "signature";
      return;
    }
    const data = r.buffer();
    const aclKey = r.long();
    const stat = statPersistedCodec.read(r);
    if (r.error === null) this.sink.node(path, data, aclKey, stat);
  }

  private readSeal(r: Reader): void {
    this.addUp(r.pos);
    const high = r.uint();
    const wanted = r.uint();
    const end = r.str();
    if (r.error !== null) return;
    if (high !== 0 || wanted !== this.sum || end !== END_PATH) {
      r.fail(`checksum ${this.sum.toString(16)}, ${wanted.toString(16)} wanted`);
      return;
    }
    this.stage = AFTER_SEAL[this.seals] ?? "done";
    this.seals += 1;
  }

  /** Before version 2 a digest is a string of hex digits; nobody can compare it any more. */
  private readDigest(r: Reader): void {
    const zxid = r.zxid();
    const version = r.int();
    const old = r.error === null && version < DIGEST_VERSION;
    if (old) r.str();
    const digestHi = old ? 0 : r.int();
    const digestLo = old ? 0 : r.int();
    if (r.error !== null) return;
    const none = old || (zxid.epoch === 0 && zxid.counter === 0);
    if (!none) this.found.digest = { zxid, version, digestHi, digestLo };
    this.stage = "seal";
  }

  private readLastZxid(r: Reader): void {
    const zxid = r.zxid();
    if (r.error !== null) return;
    this.found.lastZxid = zxid;
    this.stage = "seal";
  }

  private readSignature(r: Reader): void {
    const signature = r.str();
    if (r.error !== null) return;
    if (signature === STREAM_SIGNATURE) this.stage = "done";
    else r.fail(`"${signature.slice(0, 32)}", "${STREAM_SIGNATURE}" wanted`);
  }

  /** Brings the checksum up to `to`; parts of an item that is not all here stay out. */
  private addUp(to: number): void {
    if (!this.file || to <= this.summedTo) return;
    this.sum = adler32(this.bytes.buf, this.summedTo, to, this.sum);
    this.summedTo = to;
  }
}

function words(stage: Stage): string {
  switch (stage) {
    case "header":
      return "a file header";
    case "sessions":
      return "the number of sessions";
    case "acls":
      return "the number of ACLs";
    case "acl":
      return "an ACL";
    case "nodes":
      return "a node";
    case "seal":
      return "a checksum";
    case "lastZxid":
      return "the last zxid";
    default:
      return `a ${stage}`;
  }
}
