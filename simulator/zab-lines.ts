// Promise: what a step of Zab shows is what a server records of it.
import {
  parametersOf,
  type TraceDiskOperation,
  type TraceHeader,
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
  type Zxid,
} from "#state-machine";

/** Entries of the log that a header lists at most. */
const HEADER_ENTRIES = 1_000;

export const zxidText = ({ epoch, counter }: Zxid): string => `${epoch}:${counter}`;

/** The content of a txn is its digest here. */
const digestOf = ({ val }: Txn): string => val as string;

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

/** The server that an event came from or is about. */
function peerOf(event: Event): ServerId | undefined {
  if ("from" in event) return event.from;
  if ("to" in event) return event.to;
  return event.kind === "ElectedFollowing" ? event.leader : undefined;
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

/** The first line of a process: who this is, and what its disk holds. */
export function headerOf(
  { log, self, servers, voters, acceptedEpoch, currentEpoch }: NodeState,
  incarnation: number,
  spec: TraceHeader["spec"],
): TraceHeader {
  const from = Math.max(log.baseLength, log.length - HEADER_ENTRIES);
  const entries = log.slice(from, log.length);
  return {
    v: 1,
    kind: "zabkeeper-trace",
    server: self,
    incarnation,
    servers: [...servers],
    voters: [...voters],
    spec,
    base: {
      len: log.length,
      last: zxidText(log.lastZxid),
      acceptedEpoch,
      currentEpoch,
      from: zxidText(log.zxidAt(from) ?? log.baseZxid),
      log: entries.map((txn) => [zxidText(txn.zxid), digestOf(txn)] as const),
    },
  };
}
