import {
  appendRequest,
  createMode,
  createRequestCodec,
  getDataRequestCodec,
  opCode,
  OPEN_ACL,
  syncRequestCodec,
  Writer,
  type RecordCodec,
} from "#codec";

/** Bytes of data in every node. */
const DATA_SIZE = 100;
/** Least size of an answer to a read: length, header, the data with its length, a Stat. */
export const GET_REPLY_SIZE = 4 + 16 + 4 + DATA_SIZE + 68;
const DIGITS = 9;
const XID_AT = 4;

/** A request whose frame is encoded once; only its xid and the number in its path change. */
export interface Template {
  readonly frame: Buffer;
  /** Where the digits of the number begin; 0 when there are none. */
  readonly digitsAt: number;
}

/** The request that makes node `number` below `parent`. */
export function createTemplate(parent: string): Template {
  const path = numbered(parent);
  const data = Buffer.alloc(DATA_SIZE, "x");
  const request = { path, data, acl: OPEN_ACL, flags: createMode.PERSISTENT };
  return template(opCode.create, createRequestCodec, request, path);
}

/** The request that reads node `number` below `parent`. */
export function getTemplate(parent: string): Template {
  const path = numbered(parent);
  return template(opCode.getData, getDataRequestCodec, { path, watch: false }, path);
}

/** The request that makes one empty node. */
export function createOne(path: string): Buffer {
  const writer = new Writer(512);
  const request = { path, data: Buffer.alloc(0), acl: OPEN_ACL, flags: createMode.PERSISTENT };
  appendRequest(writer, 1, opCode.create, createRequestCodec, request);
  return writer.finish();
}

/** The request that waits for everything committed before it. */
export function syncOne(path: string): Buffer {
  const writer = new Writer(512);
  appendRequest(writer, 1, opCode.sync, syncRequestCodec, { path });
  return writer.finish();
}

function numbered(parent: string): string {
  return `${parent}/n${"0".repeat(DIGITS)}`;
}

function template<T>(type: number, codec: RecordCodec<T>, request: T, path: string): Template {
  const writer = new Writer(512);
  appendRequest(writer, 0, type, codec, request);
  const frame = Buffer.from(writer.finish());
  return { frame, digitsAt: frame.indexOf(path) + path.length - DIGITS };
}

/** Puts one request into `out` at `at`; the caller has made room for `frame.length` bytes. */
export function put(out: Buffer, at: number, template: Template, xid: number, number: number) {
  const { frame, digitsAt } = template;
  frame.copy(out, at);
  out.writeInt32BE(xid, at + XID_AT);
  let left = number;
  for (let i = at + digitsAt + DIGITS - 1; left > 0; i -= 1) {
    const digit = left % 10;
    out[i] = 48 + digit;
    left = (left - digit) / 10;
  }
}
