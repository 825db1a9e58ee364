import type { Field, RecordCodec } from "../jute/record.js";
import type { Reader } from "../jute/reader.js";
import type { Writer } from "../jute/writer.js";
import { errorCode } from "./error-code.js";
import { opCode } from "./opcode.js";
import * as q from "./requests.js";
import * as a from "./responses.js";

/** What may stand in a multi: writes, and checks of a version. */
interface WriteOps {
  readonly [opCode.create]: q.CreateRequest;
  readonly [opCode.create2]: q.CreateRequest;
  readonly [opCode.createContainer]: q.CreateRequest;
  readonly [opCode.createTTL]: q.CreateTTLRequest;
  readonly [opCode.delete]: q.VersionedPath;
  readonly [opCode.setData]: q.SetDataRequest;
  readonly [opCode.check]: q.VersionedPath;
}

/** What may stand in a multiRead. */
interface ReadOps {
  readonly [opCode.getChildren]: q.WatchablePath;
  readonly [opCode.getData]: q.WatchablePath;
}

type Tagged<T> = { [K in keyof T]: { readonly type: K; readonly record: T[K] } }[keyof T];

export type MultiWriteOp = Tagged<WriteOps>;
export type MultiReadOp = Tagged<ReadOps>;

/** The results in a multi's answer; a container's and a TTL node's creation answer as create2. */
interface Results {
  readonly [opCode.create]: q.PathOnly;
  readonly [opCode.create2]: a.Create2Response;
  readonly [opCode.delete]: null;
  readonly [opCode.check]: null;
  readonly [opCode.setData]: a.StatResponse;
  readonly [opCode.getChildren]: a.GetChildrenResponse;
  readonly [opCode.getData]: a.GetDataResponse;
  readonly [opCode.error]: { readonly err: number };
}

export type MultiResult = Tagged<Results>;

const nothing: Field<null> = { read: () => null, write: () => undefined };

const writeOps: { readonly [K in keyof WriteOps]: Field<WriteOps[K]> } = {
  [opCode.create]: q.createRequestCodec,
  [opCode.create2]: q.createRequestCodec,
  [opCode.createContainer]: q.createRequestCodec,
  [opCode.createTTL]: q.createTTLRequestCodec,
  [opCode.delete]: q.deleteRequestCodec,
  [opCode.setData]: q.setDataRequestCodec,
  [opCode.check]: q.checkVersionRequestCodec,
};

const readOps: { readonly [K in keyof ReadOps]: Field<ReadOps[K]> } = {
  [opCode.getChildren]: q.getChildrenRequestCodec,
  [opCode.getData]: q.getDataRequestCodec,
};

const results: { readonly [K in keyof Results]: Field<Results[K]> } = {
  [opCode.create]: q.createResponseCodec,
  [opCode.create2]: a.create2ResponseCodec,
  [opCode.delete]: nothing,
  [opCode.check]: nothing,
  [opCode.setData]: a.setDataResponseCodec,
  [opCode.getChildren]: a.getChildrenResponseCodec,
  [opCode.getData]: a.getDataResponseCodec,
  [opCode.error]: a.errorResponseCodec,
};

/** A multi's body: the writes in order; anything that is not a write makes it unreadable. */
export const multiRequestCodec = list<MultiWriteOp>("MultiOperationRecord", writeOps, () => -1);

/** A multiRead's body. */
export const multiReadRequestCodec = list<MultiReadOp>("MultiReadRecord", readOps, () => -1);

/** The answer to both: one result for each operation, errors included. */
export const multiResponseCodec = list<MultiResult>("MultiResponse", results, (result) =>
  result.type === opCode.error ? result.record.err : errorCode.OK,
);

/**
 * Records of several types, each behind a MultiHeader {type, done, err}, ended
 * by a header that says done. `errOf` gives the err of an element's header.
 */
function list<T extends { readonly type: number; readonly record: unknown }>(
  name: string,
  fields: Readonly<Record<number, unknown>>,
  errOf: (item: T) => number,
): RecordCodec<readonly T[]> {
  return {
    name,
    read: (r) => readList(r, fields) as unknown as T[],
    write: (w, items) => {
      for (const item of items) {
        writeHeader(w, item.type, false, errOf(item));
        (fields[item.type] as Field<unknown>).write(w, item.record);
      }
      writeHeader(w, -1, true, -1);
    },
  };
}

function readList(r: Reader, fields: Readonly<Record<number, unknown>>) {
  const items: { type: number; record: unknown }[] = [];
  for (;;) {
    const type = r.int();
    const done = r.bool();
    r.int();
    if (done || r.error !== null) return items;
    const field = Object.hasOwn(fields, type) ? (fields[type] as Field<unknown>) : null;
    if (field === null) r.fail(`operation ${type} cannot stand in this list`);
    else items.push({ type, record: field.read(r) });
  }
}

function writeHeader(w: Writer, type: number, done: boolean, err: number): void {
  w.int(type);
  w.bool(done);
  w.int(err);
}
