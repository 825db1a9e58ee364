import { opCode } from "../client/opcode.js";
import { finishRead, type Field } from "../jute/record.js";
import { Reader } from "../jute/reader.js";
import { type Decoded, failure } from "../jute/result.js";
import type { Writer } from "../jute/writer.js";
import { TXN_HEADER_SIZE, type TxnHeader, txnHeaderCodec } from "./txn-header.js";
import { simpleTxnCodecs, type SimpleTxns, type SimpleTxnType } from "./txn-record.js";

/** One transaction record with its type: the type says which fields `record` has. */
export type SimpleTxn = {
  [K in SimpleTxnType]: { readonly type: K; readonly record: SimpleTxns[K] };
}[SimpleTxnType];

/** Several writes in one: they happen all or not at all, under one zxid. */
export interface MultiTxn {
  readonly type: typeof opCode.multi;
  readonly record: { readonly txns: readonly SimpleTxn[] };
}

export type Txn = SimpleTxn | MultiTxn;

/** A checksum over the whole tree as it is after the transaction. */
export interface TxnDigest {
  readonly version: number;
  /** 64 bits, halves. */
  readonly treeDigestHi: number;
  readonly treeDigestLo: number;
}

/** What a log entry, a PROPOSAL and an INFORM say. */
export interface TxnEntry {
  readonly header: TxnHeader;
  readonly txn: Txn;
  /** Null when the server that made the transaction keeps no digest. */
  readonly digest: TxnDigest | null;
}

const DIGEST_SIZE = 12;

/** Type and length of one transaction inside a multi. */
const MIN_SUB_TXN_SIZE = 8;

/** Appends an entry body. */
export function appendTxn(
  out: Writer,
  header: TxnHeader,
  record: Txn["record"],
  digest: TxnDigest | null = null,
): void {
  txnHeaderCodec.write(out, header);
  if (header.type === opCode.multi) writeMulti(out, record as MultiTxn["record"]);
  else codecOf(header.type as SimpleTxnType).write(out, record as SimpleTxn["record"]);
  if (digest === null) return;
  out.int(digest.version);
  out.halves(digest.treeDigestHi, digest.treeDigestLo);
}

/** Takes an entry body apart. Data is a view of `body`. */
export function decodeTxn(body: Buffer): Decoded<TxnEntry> {
  const r = new Reader(body);
  const header = txnHeaderCodec.read(r);
  if (r.error !== null) return failure("TxnHeader", r.errorAt, r.error);
  const { type } = header;
  const txn = type === opCode.multi ? readMulti(r) : readSimple(r, type);
  return finishRead("Txn", r, { header, txn, digest: readDigest(r) });
}

/** The record of an entry body whose header has been read already. */
export function decodeTxnRecord(type: number, body: Buffer): Decoded<Txn> {
  const r = new Reader(body, Math.min(TXN_HEADER_SIZE, body.length));
  return finishRead("Txn", r, type === opCode.multi ? readMulti(r) : readSimple(r, type));
}

function codecOf(type: SimpleTxnType): Field<SimpleTxn["record"]> {
  return simpleTxnCodecs[type] as Field<SimpleTxn["record"]>;
}

function readSimple(r: Reader, type: number): SimpleTxn {
  if (Object.hasOwn(simpleTxnCodecs, type)) {
    const known = type as SimpleTxnType;
    return { type: known, record: codecOf(known).read(r) } as SimpleTxn;
  }
  r.fail(`transaction type ${type} is none of ZooKeeper's`);
  return { type: opCode.error, record: { err: 0 } };
}

function readMulti(r: Reader): MultiTxn {
  return { type: opCode.multi, record: { txns: r.vec(readSubTxn, MIN_SUB_TXN_SIZE) } };
}

/** A sub-transaction has its own length, within which its record must fit. */
function readSubTxn(r: Reader): SimpleTxn {
  const type = r.int();
  const data = r.buffer();
  if (data === null) r.fail("null where the record of a transaction is needed");
  const end = r.pos;
  const inner = new Reader(r.buf, end - (data?.length ?? 0), end, r.maxField);
  const txn = readSimple(inner, type);
  if (inner.error !== null && r.error === null) {
    r.pos = inner.errorAt;
    r.fail(inner.error);
  }
  return txn;
}

function writeMulti(out: Writer, { txns }: MultiTxn["record"]): void {
  out.vec(txns, (w, { type, record }) => {
    w.int(type);
    const at = w.reserveInt();
    codecOf(type).write(w, record);
    w.patchInt(at, w.length - at - 4);
  });
}

/** Fewer bytes than a digest has are no digest: other servers leave nothing there. */
function readDigest(r: Reader): TxnDigest | null {
  if (r.left < DIGEST_SIZE) return null;
  return { version: r.int(), treeDigestHi: r.int(), treeDigestLo: r.int() };
}
