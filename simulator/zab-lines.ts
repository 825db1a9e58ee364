// Promise: what a step of Zab shows is what a server records of it.
import {
  parametersOf,
  peerOf,
  zxidText,
  type TraceDiskOperation,
  type TraceParameters,
  type TracePost,
  type ZabTraceMessage,
} from "#codec";
import {
  sameZxid,
  type DiskOperation,
  type Event,
  type History,
  type Message,
  type NodeState,
  type ServerId,
  type Txn,
} from "#state-machine";

/** The content of a txn is its digest here. */
export const digestOf = ({ val }: Txn): string => val as string;

/** A protocol message as evidence has it. */
export function messageOf(m: Message): ZabTraceMessage {
  switch (m.type) {
    case "PROPOSAL":
    case "INFORM":
      return { type: m.type, zxid: zxidText(m.txn.zxid), val: digestOf(m.txn) };
    case "SNAP":
      return { type: "SNAP", last: zxidText(m.history.lastZxid) };
    case "ACKEPOCH":
      return { type: m.type, counts: m.counts, epoch: m.epoch, zxid: zxidText(m.zxid) };
    case "COMMIT":
    case "ACK":
    case "TRUNC":
      return { type: m.type, zxid: zxidText(m.zxid) };
    default:
      return m;
  }
}

/** A disk operation as evidence has it. */
export function operationOf(d: DiskOperation): TraceDiskOperation {
  if (d.op === "append") return { op: "append", zxid: zxidText(d.arg.zxid) };
  if (d.op !== "replace") return { op: d.op, epoch: d.arg };
  return { op: "replace", len: d.arg.length, last: zxidText(d.arg.lastZxid) };
}

function grown(prefix: "mem" | "dur", before: History, after: History): TracePost {
  if (before === after) return {};
  const [length, last] = [after.length, after.lastZxid];
  return {
    ...(before.length === length ? {} : { [`${prefix}Len`]: length }),
    ...(sameZxid(before.lastZxid, last) ? {} : { [`${prefix}Last`]: zxidText(last) }),
  };
}

const PLAIN = ["role", "phase", "acceptedEpoch", "currentEpoch", "committed"] as const;

/** The fields of the acting server that changed. */
export function changed(before: NodeState, after: NodeState): TracePost {
  const plain = PLAIN.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]);
  const queueLen = after.diskQueue.length;
  return {
    ...(Object.fromEntries(plain) as TracePost),
    ...grown("mem", before.memLog, after.memLog),
    ...grown("dur", before.log, after.log),
    ...(before.proposedEpoch === after.proposedEpoch ? {} : { proposedEpoch: after.proposedEpoch }),
    ...(before.diskQueue.length === queueLen ? {} : { queueLen }),
  };
}

/** The parameters of a step by their names in the spec. */
export function parameters(action: string, event: Event, self: ServerId): TraceParameters {
  if (event.kind === "ClientRequest") return { l: self, v: event.val as string };
  const [first, second] = parametersOf("Zab", action) ?? [];
  return {
    ...(first === undefined ? {} : { [first]: self }),
    ...(second === undefined ? {} : { [second]: peerOf(event) }),
    ...(event.kind === "SyncLearner" ? { mode: event.mode } : {}),
  };
}
