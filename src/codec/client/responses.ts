import * as f from "../jute/fields.js";
import { record, type Field, type RecordCodec } from "../jute/record.js";
import { type Acl, aclList } from "./acl.js";
import { type Stat, statCodec } from "./stat.js";

export interface Create2Response {
  readonly path: string;
  readonly stat: Stat;
}

/** The answer to exists, setData and setACL. */
export interface StatResponse {
  readonly stat: Stat;
}

export interface GetDataResponse {
  readonly data: Buffer | null;
  readonly stat: Stat;
}

export interface GetACLResponse {
  readonly acl: readonly Acl[] | null;
  readonly stat: Stat;
}

export interface GetChildrenResponse {
  readonly children: readonly string[];
}

export interface GetChildren2Response extends GetChildrenResponse {
  readonly stat: Stat;
}

/** One identity of a connection, as whoAmI tells it. */
export interface ClientInfo {
  readonly authScheme: string;
  readonly user: string;
}

export const create2ResponseCodec: RecordCodec<Create2Response> = {
  name: "Create2Response",
  read: (r) => ({ path: r.str(), stat: statCodec.read(r) }),
  write: (w, v) => {
    w.str(v.path);
    statCodec.write(w, v.stat);
  },
};

function statResponse(name: string): RecordCodec<StatResponse> {
  return {
    name,
    read: (r) => ({ stat: statCodec.read(r) }),
    write: (w, v) => statCodec.write(w, v.stat),
  };
}

export const existsResponseCodec = statResponse("ExistsResponse");
export const setDataResponseCodec = statResponse("SetDataResponse");
export const setACLResponseCodec = statResponse("SetACLResponse");

export const getDataResponseCodec: RecordCodec<GetDataResponse> = {
  name: "GetDataResponse",
  read: (r) => ({ data: r.buffer(), stat: statCodec.read(r) }),
  write: (w, v) => {
    w.buffer(v.data);
    statCodec.write(w, v.stat);
  },
};

export const getACLResponseCodec = record<GetACLResponse>("GetACLResponse", {
  acl: aclList,
  stat: statCodec,
});

export const getChildrenResponseCodec = record<GetChildrenResponse>("GetChildrenResponse", {
  children: f.strings,
});

export const getChildren2ResponseCodec = record<GetChildren2Response>("GetChildren2Response", {
  children: f.strings,
  stat: statCodec,
});

/** Also the whole answer to addWatch, with err 0. */
export const errorResponseCodec = record<{ readonly err: number }>("ErrorResponse", {
  err: f.int,
});

export const getEphemeralsResponseCodec = record<{ readonly ephemerals: readonly string[] }>(
  "GetEphemeralsResponse",
  { ephemerals: f.strings },
);

export const getAllChildrenNumberResponseCodec = record<{ readonly totalNumber: number }>(
  "GetAllChildrenNumberResponse",
  { totalNumber: f.int },
);

const clientInfoCodec = record<ClientInfo>("ClientInfo", { authScheme: f.str, user: f.str });

const clientInfos: Field<readonly ClientInfo[]> = {
  read: (r) => r.vec(clientInfoCodec.read, 8),
  write: (w, v) => w.vec(v, clientInfoCodec.write),
};

export const whoAmIResponseCodec = record<{ readonly clientInfo: readonly ClientInfo[] }>(
  "WhoAmIResponse",
  { clientInfo: clientInfos },
);
