/** One line of evidence for each step, in the trace format. */
import {
  adler32,
  encodeEvent,
  encodeHeader,
  parametersOf,
  type Carried,
  type TraceDiskOperation,
  type TraceEvent,
  type TraceHeader,
  type TraceMessage,
  type TraceParameters,
  type TracePost,
  type TraceRole,
} from "#codec";
import type {
  DiskOperation,
  Event,
  History,
  Message,
  NodeState,
  Notification,
  ServerId,
  Txn,
  Zxid,
} from "#state-machine";
import type { Outgoing } from "./election/links.js";
import { fromPacket, type Posted, type TakenStep } from "./election/voting.js";
import type { LinkName } from "./election/links.js";
import { bodyOf, type Payload } from "./payload.js";
import type { Evidence } from "./ports.js";
import type { Posting, RecordedStep } from "./replica.js";

/** Entries of the log that a header lists at most. */
const HEADER_ENTRIES = 1_000;

const NOTHING: readonly never[] = [];

/** What identifies the content of a txn in evidence: 8 hexadecimal digits of its bytes' digest. */
function digest(txn: Txn): string {
  const carried = txn.val as Payload;
  carried.digest ??= (adler32(bodyOf(txn)) >>> 0).toString(16).padStart(8, "0");
  return carried.digest;
}

function text({ epoch, counter }: Zxid): string {
  return `${epoch}:${counter}`;
}

function message(m: Message): TraceMessage {
  switch (m.type) {
    case "ACKEPOCH":
      return { type: m.type, counts: m.counts, epoch: m.epoch, zxid: text(m.zxid) };
    case "ACK":
    case "TRUNC":
    case "COMMIT":
      return { type: m.type, zxid: text(m.zxid) };
    case "SNAP":
      return { type: m.type, last: text(m.history.lastZxid) };
    case "PROPOSAL":
    case "INFORM":
      return { type: m.type, zxid: text(m.txn.zxid), val: digest(m.txn) };
    default:
      return m;
  }
}

function carried({ connection, ordinal, message: m }: Posting): Carried {
  return { c: connection, n: ordinal, m: message(m) };
}

function notified({ link, notification: { vote, round, state } }: Posted): Carried {
  const { leader, epoch } = vote;
  const zxid = text(vote.zxid);
  return {
    c: link.name,
    n: link.ordinal,
    m: { type: "NOTIFICATION", leader, zxid, epoch, round, state },
  };
}

function operation(d: DiskOperation): TraceDiskOperation {
  switch (d.op) {
    case "append":
      return { op: "append", zxid: text(d.arg.zxid) };
    case "replace":
      return { op: "replace", len: d.arg.length, last: text(d.arg.lastZxid) };
    default:
      return { op: d.op, epoch: d.arg };
  }
}

/** The server that an event came from or is about. */
function peer(event: Event): ServerId | undefined {
  if ("from" in event) return event.from;
  if ("to" in event) return event.to;
  return event.kind === "ElectedFollowing" ? event.leader : undefined;
}

/** The parameters of a step by their names in the spec. */
function parameters(action: string, event: Event, self: ServerId): TraceParameters {
  const other = peer(event);
  const own = action === "FollowLeader" ? "f" : (parametersOf("Zab", action)?.[0] ?? "s");
  const p: Record<string, unknown> = {};
  for (const name of parametersOf("Zab", action) ?? NOTHING) {
    if (name === own) p[name] = self;
    else if (name === "mode") p[name] = event.kind === "SyncLearner" ? event.mode : undefined;
    else if (name === "v") p[name] = undefined;
    else p[name] = other;
  }
  return p as TraceParameters;
}

function historyPost(
  post: Record<string, unknown>,
  prefix: "mem" | "dur",
  before: History,
  after: History,
): void {
  if (before === after) return;
  if (before.length !== after.length) post[`${prefix}Len`] = after.length;
  const last = text(after.lastZxid);
  if (last !== text(before.lastZxid)) post[`${prefix}Last`] = last;
}

/** The fields of the acting server that changed. */
function changes(before: NodeState, after: NodeState): TracePost {
  const post: Record<string, unknown> = {};
  if (before.role !== after.role) post.role = after.role;
  if (before.phase !== after.phase) post.phase = after.phase;
  if (before.acceptedEpoch !== after.acceptedEpoch) post.acceptedEpoch = after.acceptedEpoch;
  if (before.currentEpoch !== after.currentEpoch) post.currentEpoch = after.currentEpoch;
  if (before.committed !== after.committed) post.committed = after.committed;
  historyPost(post, "mem", before.memLog, after.memLog);
  historyPost(post, "dur", before.log, after.log);
  if (before.proposedEpoch !== after.proposedEpoch) post.proposedEpoch = after.proposedEpoch;
  const queueLen = after.diskQueue.length;
  if (before.diskQueue.length !== queueLen) post.queueLen = queueLen;
  return post as TracePost;
}

/** Who and what a recording is of. */
export interface RecorderOptions {
  readonly evidence: Evidence;
  readonly incarnation: number;
  readonly spec: { readonly Zab: string; readonly Election: string };
}

/** Writes one server's evidence. Its lines leave the process before the effects of their steps. */
export class Recorder {
  readonly #evidence: Evidence;
  readonly #self: ServerId;
  #q = 0;

  constructor(state: NodeState, { evidence, incarnation, spec }: RecorderOptions) {
    this.#evidence = evidence;
    this.#self = state.self;
    evidence.append(encodeHeader(header(state, incarnation, spec)));
  }

  /** A step of Zab.tla, or an event that was dropped. */
  step(taken: RecordedStep): void {
    const { action, event, before, after, read, sent, written, opened } = taken;
    this.#q += 1;
    const line: { -readonly [K in keyof TraceEvent]: TraceEvent[K] } = {
      q: this.#q,
      a: action,
      p: action === null ? {} : parameters(action, event, this.#self),
      out: sent.length === 0 ? NOTHING : sent.map(carried),
      disk: written.length === 0 ? NOTHING : written.map(operation),
      post: changes(before, after),
    };
    if (action === "LeaderProcessRequest") {
      line.p = { l: this.#self, v: digest(after.memLog.at(after.memLog.length) as Txn) };
    }
    if (opened !== null) line.conn = { c: opened };
    if (read !== null) line.in = carried(read);
    if (action === null) line.why = `${event.kind} fits no action`;
    this.#evidence.append(encodeEvent(line));
  }

  /** A step of Election.tla. */
  election({ event, before, step, read, sent }: TakenStep): void {
    if (step.action === null || event.kind === "EpochEstablished") return;
    const p = event.kind === "Notification" ? { s: this.#self, f: event.from } : { s: this.#self };
    const post: { role?: TraceRole; round?: number } = {};
    if (before.role !== step.state.role) post.role = step.state.role;
    if (before.round !== step.state.round) post.round = step.state.round;
    this.#election(step.action, p, read, sent, post);
  }

  /** The last notification was sent again, on a connection that is new. */
  repeated(to: ServerId, packet: Outgoing, link: LinkName): void {
    const notification = fromPacket({ ...packet, version: 2 });
    if (notification === null) return;
    const posted: { link: LinkName; notification: Notification } = { link, notification };
    this.#election("RepeatLast", { s: this.#self, f: to }, null, [posted], {});
  }

  #election(
    action: string,
    p: TraceParameters,
    read: Posted | null,
    sent: readonly Posted[],
    post: TracePost,
  ): void {
    this.#q += 1;
    this.#evidence.append(
      encodeEvent({
        q: this.#q,
        spec: "Election",
        a: action,
        p,
        ...(read === null ? {} : { in: notified(read) }),
        out: sent.map(notified),
        disk: NOTHING,
        post,
      }),
    );
  }
}

/** The first line: who this is, and what recovery found on disk. */
function header(state: NodeState, incarnation: number, spec: RecorderOptions["spec"]): TraceHeader {
  const { log, self, servers, voters, acceptedEpoch, currentEpoch } = state;
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
      last: text(log.lastZxid),
      acceptedEpoch,
      currentEpoch,
      from: text(log.zxidAt(from) ?? log.baseZxid),
      log: entries.map((txn) => [text(txn.zxid), digest(txn)] as const),
    },
  };
}
