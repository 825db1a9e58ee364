import { finishRead, type RecordCodec } from "../jute/record.js";
import { Reader } from "../jute/reader.js";
import { type Decoded, failure } from "../jute/result.js";
import * as auth from "./auth.js";
import { REQUEST_HEADER_SIZE } from "./headers.js";
import {
  type MultiReadOp,
  multiReadRequestCodec,
  multiRequestCodec,
  type MultiWriteOp,
} from "./multi.js";
import { opCode, opName } from "./opcode.js";
import * as q from "./requests.js";
import * as watch from "./watches.js";

/** The record behind the header of each request a client may send; null where there is none. */
export interface RequestRecords {
  readonly [opCode.create]: q.CreateRequest;
  readonly [opCode.create2]: q.CreateRequest;
  readonly [opCode.createContainer]: q.CreateRequest;
  readonly [opCode.createTTL]: q.CreateTTLRequest;
  readonly [opCode.delete]: q.VersionedPath;
  readonly [opCode.exists]: q.WatchablePath;
  readonly [opCode.getData]: q.WatchablePath;
  readonly [opCode.setData]: q.SetDataRequest;
  readonly [opCode.getACL]: q.PathOnly;
  readonly [opCode.setACL]: q.SetACLRequest;
  readonly [opCode.getChildren]: q.WatchablePath;
  readonly [opCode.getChildren2]: q.WatchablePath;
  readonly [opCode.sync]: q.PathOnly;
  readonly [opCode.ping]: null;
  readonly [opCode.multi]: readonly MultiWriteOp[];
  readonly [opCode.multiRead]: readonly MultiReadOp[];
  readonly [opCode.reconfig]: q.ReconfigRequest;
  readonly [opCode.checkWatches]: watch.WatchesOfType;
  readonly [opCode.removeWatches]: watch.WatchesOfType;
  readonly [opCode.auth]: auth.AuthPacket;
  readonly [opCode.sasl]: auth.SaslToken;
  readonly [opCode.setWatches]: watch.SetWatches;
  readonly [opCode.setWatches2]: watch.SetWatches2;
  readonly [opCode.getEphemerals]: { readonly prefixPath: string };
  readonly [opCode.getAllChildrenNumber]: q.PathOnly;
  readonly [opCode.addWatch]: watch.AddWatchRequest;
  readonly [opCode.whoAmI]: null;
  readonly [opCode.closeSession]: null;
}

export type RequestType = keyof RequestRecords;

/** A request with its operation: the type says which fields `record` has. */
export type Request = {
  [K in RequestType]: { readonly type: K; readonly record: RequestRecords[K] };
}[RequestType];

const none: RecordCodec<null> = { name: "empty", read: () => null, write: () => undefined };

export const requestCodecs: { readonly [K in RequestType]: RecordCodec<RequestRecords[K]> } = {
  [opCode.create]: q.createRequestCodec,
  [opCode.create2]: q.createRequestCodec,
  [opCode.createContainer]: q.createRequestCodec,
  [opCode.createTTL]: q.createTTLRequestCodec,
  [opCode.delete]: q.deleteRequestCodec,
  [opCode.exists]: q.existsRequestCodec,
  [opCode.getData]: q.getDataRequestCodec,
  [opCode.setData]: q.setDataRequestCodec,
  [opCode.getACL]: q.getACLRequestCodec,
  [opCode.setACL]: q.setACLRequestCodec,
  [opCode.getChildren]: q.getChildrenRequestCodec,
  [opCode.getChildren2]: q.getChildren2RequestCodec,
  [opCode.sync]: q.syncRequestCodec,
  [opCode.ping]: none,
  [opCode.multi]: multiRequestCodec,
  [opCode.multiRead]: multiReadRequestCodec,
  [opCode.reconfig]: q.reconfigRequestCodec,
  [opCode.checkWatches]: watch.checkWatchesRequestCodec,
  [opCode.removeWatches]: watch.removeWatchesRequestCodec,
  [opCode.auth]: auth.authPacketCodec,
  [opCode.sasl]: auth.getSASLRequestCodec,
  [opCode.setWatches]: watch.setWatchesCodec,
  [opCode.setWatches2]: watch.setWatches2Codec,
  [opCode.getEphemerals]: q.getEphemeralsRequestCodec,
  [opCode.getAllChildrenNumber]: q.getAllChildrenNumberRequestCodec,
  [opCode.addWatch]: watch.addWatchRequestCodec,
  [opCode.whoAmI]: none,
  [opCode.closeSession]: none,
};

/** Whether a client may send this operation on its own. */
export function isRequestType(type: number): type is RequestType {
  return Object.hasOwn(requestCodecs, type);
}

/** The record of a request, which begins at `start`: by default right behind the header. */
export function decodeRequest(
  type: number,
  frame: Buffer,
  start = REQUEST_HEADER_SIZE,
): Decoded<Request> {
  if (!isRequestType(type)) {
    return failure("RequestHeader", start, `no client may send ${opName(type)}`);
  }
  const codec = requestCodecs[type] as RecordCodec<Request["record"]>;
  const r = new Reader(frame, start);
  return finishRead(codec.name, r, { type, record: codec.read(r) } as Request);
}
