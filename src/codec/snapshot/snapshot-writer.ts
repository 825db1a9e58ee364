import { aclList } from "../client/acl.js";
import { statPersistedCodec } from "../client/stat.js";
import { Writer } from "../jute/writer.js";
import { ZERO_ZXID } from "../jute/zxid.js";
import { sessionTimeoutCodec } from "../quorum/payload.js";
import { adler32 } from "../txnlog/adler32.js";
import {
  DIGEST_VERSION,
  END_PATH,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
  type SnapshotNode,
  type SnapshotSource,
  type SnapshotTail,
  STREAM_SIGNATURE,
} from "./format.js";

/** Bytes of a chunk, more or less: some hundred nodes, well under a millisecond of work. */
const CHUNK_SIZE = 65_536;

/** Room for the node that crosses the border of a chunk. */
const CHUNK_SLACK = 4_096;

/**
 * A snapshot file in chunks, one for each `next`: the caller decides how many it
 * asks for before it lets others work, and the tree may change in between (a
 * snapshot is fuzzy). Sessions and ACLs are those of the moment it starts.
 *
 * `tail` null leaves the file as old servers write it; otherwise a digest
 * section follows the nodes, and then, from 3.9 on, the last zxid.
 */
export function* snapshotFile(
  source: SnapshotSource,
  tail: SnapshotTail | null,
  chunkSize = CHUNK_SIZE,
): Generator<Buffer, void> {
  const out = new Chunks(chunkSize, true);
  out.w.int(SNAPSHOT_MAGIC);
  out.w.int(SNAPSHOT_VERSION);
  out.w.halves(-1, -1);
  yield* content(source, out);
  out.seal();
  if (tail !== null) writeTail(out, tail);
  yield out.take();
}

/** The same content as it follows a SNAP packet: no header, no checksums, a signature. */
export function* snapshotStream(
  source: SnapshotSource,
  chunkSize = CHUNK_SIZE,
): Generator<Buffer, void> {
  const out = new Chunks(chunkSize, false);
  yield* content(source, out);
  out.w.str(STREAM_SIGNATURE);
  yield out.take();
}

function* content(source: SnapshotSource, out: Chunks): Generator<Buffer, void> {
  out.w.int(source.sessions.length);
  for (const session of source.sessions) {
    sessionTimeoutCodec.write(out.w, session);
    if (out.full) yield out.take();
  }
  out.w.int(source.acls.length);
  for (const { key, acl } of source.acls) {
    out.w.long(key);
    aclList.write(out.w, acl);
    if (out.full) yield out.take();
  }
  for (const node of source.nodes) {
    writeNode(out.w, node);
    if (out.full) yield out.take();
  }
  out.w.str(END_PATH);
}

function writeNode(w: Writer, node: SnapshotNode): void {
  w.str(node.path);
  w.buffer(node.data);
  w.long(node.aclKey);
  statPersistedCodec.write(w, node.stat);
}

function writeTail(out: Chunks, { digest, lastZxid }: SnapshotTail): void {
  out.w.zxid(digest?.zxid ?? ZERO_ZXID);
  out.w.int(digest?.version ?? DIGEST_VERSION);
  out.w.halves(digest?.digestHi ?? 0, digest?.digestLo ?? 0);
  out.seal();
  if (lastZxid === null) return;
  out.w.zxid(lastZxid);
  out.seal();
}

/** The chunk being filled, and the checksum over everything before it. */
class Chunks {
  w: Writer;
  private readonly size: number;
  private readonly summing: boolean;
  private sum = 1;
  /** Bytes of the chunk that are in the sum already. */
  private summed = 0;

  constructor(size: number, summing: boolean) {
    this.size = size;
    this.summing = summing;
    this.w = new Writer(size + CHUNK_SLACK);
  }

  get full(): boolean {
    return this.w.length >= this.size;
  }

  take(): Buffer {
    this.addUp();
    const chunk = this.w.finish();
    this.w = new Writer(this.size + CHUNK_SLACK);
    this.summed = 0;
    return chunk;
  }

  /** Appends the checksum of everything so far. */
  seal(): void {
    this.addUp();
    this.w.halves(0, this.sum);
    this.w.str(END_PATH);
  }

  private addUp(): void {
    if (!this.summing) return;
    this.sum = adler32(this.w.view(), this.summed, this.w.length, this.sum);
    this.summed = this.w.length;
  }
}
