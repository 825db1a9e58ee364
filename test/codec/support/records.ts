import fc from "fast-check";
import * as codec from "#codec";
import type { RecordCodec } from "#codec";
import * as a from "./arbitraries.js";

const { int32, zxid, text, data, texts } = a;
const session = { sessionHi: int32, sessionLo: int32 };
const flag = fc.boolean();
const maybeFlag = fc.option(flag, { nil: null });
const versioned = { path: text, version: int32 };
const acl = a.nullable(a.acl);
const create = { path: text, data, acl, flags: int32 };
const createTxn = { path: text, data, acl, parentCVersion: int32 };

/** A record codec with values for it, and whether its last bytes may be missing. */
export interface Sample {
  readonly codec: RecordCodec<unknown>;
  readonly values: fc.Arbitrary<unknown>;
  /** A prefix may itself be a whole record: optional fields, or bytes without a length. */
  readonly open: boolean;
}

function sample<T>(of: RecordCodec<T>, values: fc.Arbitrary<T>, open = false): Sample {
  return { codec: of as RecordCodec<unknown>, values, open };
}

const op = <K extends number, T>(type: K, record: fc.Arbitrary<T>) =>
  fc.record({ type: fc.constant(type), record });
const { opCode } = codec;

const writeOp = fc.oneof(
  op(opCode.create, fc.record(create)),
  op(opCode.create2, fc.record(create)),
  op(opCode.createContainer, fc.record(create)),
  op(opCode.createTTL, fc.record({ ...create, ttl: a.safeLong })),
  op(opCode.delete, fc.record(versioned)),
  op(opCode.check, fc.record(versioned)),
  op(opCode.setData, fc.record({ ...versioned, data })),
);
const readOp = fc.oneof(
  op(opCode.getChildren, fc.record({ path: text, watch: flag })),
  op(opCode.getData, fc.record({ path: text, watch: flag })),
);
const result = fc.oneof(
  op(opCode.create, fc.record({ path: text })),
  op(opCode.create2, fc.record({ path: text, stat: a.stat })),
  op(opCode.delete, fc.constant(null)),
  op(opCode.check, fc.constant(null)),
  op(opCode.setData, fc.record({ stat: a.stat })),
  op(opCode.getChildren, fc.record({ children: texts })),
  op(opCode.getData, fc.record({ data, stat: a.stat })),
  op(opCode.error, fc.record({ err: int32 })),
);
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 4 });

const clientRecords: Sample[] = [
  sample(codec.idCodec, a.id),
  sample(codec.aclCodec, fc.record({ perms: int32, id: a.id })),
  sample(codec.statCodec, a.stat),
  sample(codec.statPersistedCodec, a.statPersisted),
  sample(
    codec.connectRequestCodec,
    fc.record({
      protocolVersion: int32,
      lastZxidSeen: zxid,
      timeOut: int32,
      ...session,
      passwd: data,
      readOnly: maybeFlag,
    }),
    true,
  ),
  sample(
    codec.connectResponseCodec,
    fc.record({
      protocolVersion: int32,
      timeOut: int32,
      ...session,
      passwd: data,
      readOnly: maybeFlag,
    }),
    true,
  ),
  sample(codec.requestHeaderCodec, fc.record({ xid: int32, type: int32 })),
  sample(codec.replyHeaderCodec, fc.record({ xid: int32, zxid, err: int32 })),
  sample(codec.createRequestCodec, fc.record(create)),
  sample(codec.createTTLRequestCodec, fc.record({ ...create, ttl: a.safeLong })),
  sample(codec.deleteRequestCodec, fc.record(versioned)),
  sample(codec.checkVersionRequestCodec, fc.record(versioned)),
  sample(codec.existsRequestCodec, fc.record({ path: text, watch: flag })),
  sample(codec.getDataRequestCodec, fc.record({ path: text, watch: flag })),
  sample(codec.getChildrenRequestCodec, fc.record({ path: text, watch: flag })),
  sample(codec.getChildren2RequestCodec, fc.record({ path: text, watch: flag })),
  sample(codec.setDataRequestCodec, fc.record({ ...versioned, data })),
  sample(codec.setACLRequestCodec, fc.record({ ...versioned, acl })),
  sample(codec.getACLRequestCodec, fc.record({ path: text })),
  sample(codec.syncRequestCodec, fc.record({ path: text })),
  sample(codec.syncResponseCodec, fc.record({ path: text })),
  sample(codec.getAllChildrenNumberRequestCodec, fc.record({ path: text })),
  sample(codec.deleteContainerRequestCodec, fc.record({ path: text })),
  sample(codec.getEphemeralsRequestCodec, fc.record({ prefixPath: text })),
  sample(
    codec.reconfigRequestCodec,
    fc.record({
      joiningServers: a.nullable(text),
      leavingServers: a.nullable(text),
      newMembers: a.nullable(text),
      curConfigId: zxid,
    }),
  ),
  sample(codec.createResponseCodec, fc.record({ path: text })),
  sample(codec.create2ResponseCodec, fc.record({ path: text, stat: a.stat })),
  sample(codec.existsResponseCodec, fc.record({ stat: a.stat })),
  sample(codec.setDataResponseCodec, fc.record({ stat: a.stat })),
  sample(codec.setACLResponseCodec, fc.record({ stat: a.stat })),
  sample(codec.getDataResponseCodec, fc.record({ data, stat: a.stat })),
  sample(codec.getACLResponseCodec, fc.record({ acl, stat: a.stat })),
  sample(codec.getChildrenResponseCodec, fc.record({ children: texts })),
  sample(codec.getChildren2ResponseCodec, fc.record({ children: texts, stat: a.stat })),
  sample(codec.errorResponseCodec, fc.record({ err: int32 })),
  sample(codec.getEphemeralsResponseCodec, fc.record({ ephemerals: texts })),
  sample(codec.getAllChildrenNumberResponseCodec, fc.record({ totalNumber: int32 })),
  sample(
    codec.whoAmIResponseCodec,
    fc.record({ clientInfo: few(fc.record({ authScheme: text, user: text })) }),
  ),
  sample(codec.authPacketCodec, fc.record({ type: int32, scheme: text, auth: data })),
  sample(codec.getSASLRequestCodec, fc.record({ token: data })),
  sample(codec.setSASLResponseCodec, fc.record({ token: data })),
  sample(codec.addWatchRequestCodec, fc.record({ path: text, mode: int32 })),
  sample(codec.checkWatchesRequestCodec, fc.record({ path: text, type: int32 })),
  sample(codec.removeWatchesRequestCodec, fc.record({ path: text, type: int32 })),
  sample(codec.watcherEventCodec, fc.record({ type: int32, state: int32, path: text })),
  sample(
    codec.setWatchesCodec,
    fc.record({
      relativeZxid: zxid,
      dataWatches: texts,
      existWatches: texts,
      childWatches: texts,
    }),
  ),
  sample(
    codec.setWatches2Codec,
    fc.record({
      relativeZxid: zxid,
      dataWatches: texts,
      existWatches: texts,
      childWatches: texts,
      persistentWatches: texts,
      persistentRecursiveWatches: texts,
    }),
  ),
  sample(codec.multiRequestCodec, few(writeOp)),
  sample(codec.multiReadRequestCodec, few(readOp)),
  sample(codec.multiResponseCodec, few(result)),
];

const quorumRecords: Sample[] = [
  sample(
    codec.quorumPacketCodec,
    fc.record({ type: int32, zxid, data, authinfo: a.nullable(few(a.id)) }),
  ),
  sample(
    codec.learnerInfoCodec,
    fc.record({ serverId: a.safeLong, protocolVersion: int32, configVersion: zxid }),
    true,
  ),
  sample(codec.leaderInfoCodec, fc.record({ protocolVersion: int32 })),
  sample(codec.ackEpochCodec, fc.record({ currentEpoch: int32 })),
  sample(codec.sessionTimeoutCodec, a.sessionTimeout),
  sample(codec.revalidateReplyCodec, fc.record({ ...session, valid: flag })),
  sample(codec.designatedLeaderCodec, fc.record({ designatedLeader: a.safeLong })),
  sample(
    codec.forwardedRequestCodec,
    fc.record({ ...session, cxid: int32, type: int32, body: a.buffer }),
    true,
  ),
  sample(
    codec.informAndActivateCodec,
    fc.record({ designatedLeader: a.safeLong, txn: a.buffer }),
    true,
  ),
];

const logRecords: Sample[] = [
  sample(
    codec.txnHeaderCodec,
    fc.record({ ...session, cxid: int32, zxid, time: a.safeLong, type: int32 }),
  ),
  sample(codec.createTxnCodec, fc.record({ ...createTxn, ephemeral: flag }), true),
  sample(codec.createContainerTxnCodec, fc.record(createTxn)),
  sample(codec.createTTLTxnCodec, fc.record({ ...createTxn, ttl: a.safeLong })),
  sample(codec.deleteTxnCodec, fc.record({ path: text })),
  sample(codec.setDataTxnCodec, fc.record({ ...versioned, data })),
  sample(codec.setACLTxnCodec, fc.record({ ...versioned, acl })),
  sample(codec.checkVersionTxnCodec, fc.record(versioned)),
  sample(codec.createSessionTxnCodec, fc.record({ timeOut: int32 })),
  sample(codec.closeSessionTxnCodec, fc.record({ paths2Delete: a.nullable(texts) }), true),
  sample(codec.errorTxnCodec, fc.record({ err: int32 })),
];

export const records = [...clientRecords, ...quorumRecords, ...logRecords];
