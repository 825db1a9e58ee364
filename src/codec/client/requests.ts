import * as f from "../jute/fields.js";
import { record, type RecordCodec } from "../jute/record.js";
import type { Zxid } from "../jute/zxid.js";
import { type Acl, aclList } from "./acl.js";

/** create, create2 and createContainer. */
export interface CreateRequest {
  readonly path: string;
  readonly data: Buffer | null;
  readonly acl: readonly Acl[] | null;
  /** A `createMode`. */
  readonly flags: number;
}

export interface CreateTTLRequest extends CreateRequest {
  /** ms; values beyond a safe integer arrive as the nearest double and are never valid. */
  readonly ttl: number;
}

/** delete and check. */
export interface VersionedPath {
  readonly path: string;
  /** −1 matches any version. */
  readonly version: number;
}

/** exists, getData, getChildren and getChildren2. */
export interface WatchablePath {
  readonly path: string;
  readonly watch: boolean;
}

export interface SetDataRequest extends VersionedPath {
  readonly data: Buffer | null;
}

export interface SetACLRequest extends VersionedPath {
  readonly acl: readonly Acl[] | null;
}

/** getACL, sync (both ways), getAllChildrenNumber, deleteContainer; and the answer to create. */
export interface PathOnly {
  readonly path: string;
}

export interface ReconfigRequest {
  readonly joiningServers: string | null;
  readonly leavingServers: string | null;
  readonly newMembers: string | null;
  /** NO_ZXID asks for no particular current configuration. */
  readonly curConfigId: Zxid;
}

export const createRequestCodec: RecordCodec<CreateRequest> = {
  name: "CreateRequest",
  read: (r) => ({ path: r.str(), data: r.buffer(), acl: aclList.read(r), flags: r.int() }),
  write: (w, v) => {
    w.str(v.path);
    w.buffer(v.data);
    aclList.write(w, v.acl);
    w.int(v.flags);
  },
};

export const createTTLRequestCodec = record<CreateTTLRequest>("CreateTTLRequest", {
  path: f.str,
  data: f.buffer,
  acl: aclList,
  flags: f.int,
  ttl: f.longSaturated,
});

function versionedPath(name: string): RecordCodec<VersionedPath> {
  return {
    name,
    read: (r) => ({ path: r.str(), version: r.int() }),
    write: (w, v) => {
      w.str(v.path);
      w.int(v.version);
    },
  };
}

export const deleteRequestCodec = versionedPath("DeleteRequest");
export const checkVersionRequestCodec = versionedPath("CheckVersionRequest");

function watchablePath(name: string): RecordCodec<WatchablePath> {
  return {
    name,
    read: (r) => ({ path: r.str(), watch: r.bool() }),
    write: (w, v) => {
      w.str(v.path);
      w.bool(v.watch);
    },
  };
}

export const existsRequestCodec = watchablePath("ExistsRequest");
export const getDataRequestCodec = watchablePath("GetDataRequest");
export const getChildrenRequestCodec = watchablePath("GetChildrenRequest");
export const getChildren2RequestCodec = watchablePath("GetChildren2Request");

export const setDataRequestCodec: RecordCodec<SetDataRequest> = {
  name: "SetDataRequest",
  read: (r) => ({ path: r.str(), data: r.buffer(), version: r.int() }),
  write: (w, v) => {
    w.str(v.path);
    w.buffer(v.data);
    w.int(v.version);
  },
};

export const setACLRequestCodec = record<SetACLRequest>("SetACLRequest", {
  path: f.str,
  acl: aclList,
  version: f.int,
});

function pathOnly(name: string): RecordCodec<PathOnly> {
  return record<PathOnly>(name, { path: f.str });
}

export const getACLRequestCodec = pathOnly("GetACLRequest");
export const syncRequestCodec = pathOnly("SyncRequest");
export const syncResponseCodec = pathOnly("SyncResponse");
export const getAllChildrenNumberRequestCodec = pathOnly("GetAllChildrenNumberRequest");
export const deleteContainerRequestCodec = pathOnly("DeleteContainerRequest");
export const createResponseCodec = pathOnly("CreateResponse");

/** A null prefix reads as "": both mean every ephemeral of the session. */
export const getEphemeralsRequestCodec = record<{ readonly prefixPath: string }>(
  "GetEphemeralsRequest",
  { prefixPath: f.strOrEmpty },
);

export const reconfigRequestCodec = record<ReconfigRequest>("ReconfigRequest", {
  joiningServers: f.strOrNull,
  leavingServers: f.strOrNull,
  newMembers: f.strOrNull,
  curConfigId: f.zxid,
});
