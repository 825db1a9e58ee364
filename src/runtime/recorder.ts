/** One line of evidence for each step, in the trace format. */
import {
  adler32,
  encodeEvent,
  encodeHeader,
  headerOf,
  notified,
  parametersOf,
  peerOf,
  voted,
  zxidText,
  type Carried,
  type TraceParameters,
  type TracePost,
} from "#codec";
import {
  sameZxid,
  type DiskOperation,
  type Event,
  type History,
  type Message,
  type NodeState,
  type Notification,
  type ServerId,
  type ServerSet,
  type Txn,
  type Zxid,
} from "#state-machine";
import type { LinkName, Outgoing } from "./election/links.js";
import { fromPacket, type Posted, type TakenStep } from "./election/voting.js";
import { bodyOf, type Payload } from "./payload.js";
import type { Evidence } from "./ports.js";
import type { Posting, RecordedStep } from "./replica.js";

const NOTHING: readonly never[] = [];

/** What identifies the content of a txn in evidence: 8 hexadecimal digits of its bytes' digest. */
function digest(txn: Txn): string {
  const carried = txn.val as Payload;
  carried.digest ??= (adler32(bodyOf(txn)) >>> 0).toString(16).padStart(8, "0");
  return carried.digest;
}

let lastZxid: Zxid = { epoch: 0, counter: 0 };
let lastText = "0:0";

/** A zxid as evidence writes it. One step mostly speaks of one zxid, and of the same object. */
function text(zxid: Zxid): string {
  if (zxid !== lastZxid) {
    lastZxid = zxid;
    lastText = zxidText(zxid);
  }
  return lastText;
}

/*
 * Lines are put together by hand, straight from what the core has: a server that records must
 * keep up with its load. A test holds them against the codec's own encoding.
 */

function messageText(m: Message): string {
  switch (m.type) {
    case "PROPOSAL":
    case "INFORM":
      return `{"type":"${m.type}","zxid":"${text(m.txn.zxid)}","val":"${digest(m.txn)}"}`;
    case "ACK":
    case "TRUNC":
    case "COMMIT":
      return `{"type":"${m.type}","zxid":"${text(m.zxid)}"}`;
    case "ACKEPOCH":
      return (
        `{"type":"ACKEPOCH","counts":${m.counts},"epoch":${m.epoch},` + `"zxid":"${text(m.zxid)}"}`
      );
    case "SNAP":
      return `{"type":"SNAP","last":"${text(m.history.lastZxid)}"}`;
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return `{"type":"${m.type}","epoch":${m.epoch}}`;
    default:
      return `{"type":"${m.type}"}`;
  }
}

function carriedText({ connection, ordinal, message }: Posting): string {
  return `{"c":"${connection}","n":${ordinal},"m":${messageText(message)}}`;
}

function operationText(d: DiskOperation): string {
  if (d.op === "append") return `{"op":"append","zxid":"${text(d.arg.zxid)}"}`;
  if (d.op !== "replace") return `{"op":"${d.op}","epoch":${d.arg}}`;
  return `{"op":"replace","len":${d.arg.length},"last":"${text(d.arg.lastZxid)}"}`;
}

function listText<T>(items: readonly T[], one: (item: T) => string): string {
  const first = items[0];
  if (first === undefined) return "[]";
  let list = `[${one(first)}`;
  for (let k = 1; k < items.length; k += 1) list += `,${one(items[k] as T)}`;
  return `${list}]`;
}

function historyText(prefix: "mem" | "dur", before: History, after: History): string {
  if (before === after) return "";
  const length = before.length === after.length ? "" : `,"${prefix}Len":${after.length}`;
  const last = after.lastZxid;
  if (sameZxid(last, before.lastZxid)) return length;
  return `${length},"${prefix}Last":"${text(last)}"`;
}

/** The fields of the acting server that changed. */
function postText(before: NodeState, after: NodeState): string {
  let post = "";
  if (before.role !== after.role) post += `,"role":"${after.role}"`;
  if (before.phase !== after.phase) post += `,"phase":"${after.phase}"`;
  if (before.acceptedEpoch !== after.acceptedEpoch) {
    post += `,"acceptedEpoch":${after.acceptedEpoch}`;
  }
  if (before.currentEpoch !== after.currentEpoch) post += `,"currentEpoch":${after.currentEpoch}`;
  if (before.committed !== after.committed) post += `,"committed":${after.committed}`;
  post += historyText("mem", before.memLog, after.memLog);
  post += historyText("dur", before.log, after.log);
  if (before.proposedEpoch !== after.proposedEpoch) {
    post += `,"proposedEpoch":${after.proposedEpoch}`;
  }
  const queueLen = after.diskQueue.length;
  if (before.diskQueue.length !== queueLen) post += `,"queueLen":${queueLen}`;
  return `{${post.slice(1)}}`;
}

/** The parameters of a step by their names in the spec. */
function parametersText(action: string, event: Event, self: ServerId, after: NodeState): string {
  if (event.kind === "ClientRequest") {
    return `{"l":${self},"v":"${digest(after.memLog.at(after.memLog.length) as Txn)}"}`;
  }
  const names = parametersOf("Zab", action) ?? NOTHING;
  let p = `"${names[0]}":${self}`;
  if (names[1] !== undefined) p += `,"${names[1]}":${peerOf(event)}`;
  if (event.kind === "SyncLearner") p += `,"mode":"${event.mode}"`;
  return `{${p}}`;
}

const postedOf = ({ link, notification }: Posted): Carried =>
  notified(link.name, link.ordinal, notification);

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
  readonly #voters: ServerSet;
  #q = 0;

  constructor(state: NodeState, { evidence, incarnation, spec }: RecorderOptions) {
    this.#evidence = evidence;
    this.#self = state.self;
    this.#voters = state.voters;
    evidence.append(encodeHeader(headerOf(state, { incarnation, spec }, digest)));
  }

  get #votes(): boolean {
    return this.#voters.includes(this.#self);
  }

  /** A step of Zab.tla, or an event that was dropped. */
  step({ action, event, before, after, read, sent, written, opened }: RecordedStep): void {
    this.#q += 1;
    const name = action === null ? "null" : `"${action}"`;
    const p = action === null ? "{}" : parametersText(action, event, this.#self, after);
    let line = `{"q":${this.#q},"a":${name},"p":${p}`;
    if (opened !== null) line += `,"conn":{"c":"${opened}"}`;
    if (read !== null) line += `,"in":${carriedText(read)}`;
    line += `,"out":${listText(sent, carriedText)},"disk":${listText(written, operationText)}`;
    line += `,"post":${postText(before, after)}`;
    if (action === null) line += `,"why":"${event.kind} fits no action"`;
    this.#evidence.append(`${line}}\n`);
  }

  /**
   * A step of Election.tla, which knows voters only. That an epoch is established is to be seen
   * in the line of Zab.tla by which this server begins to serve.
   */
  election({ event, before, step, read, sent }: TakenStep): void {
    if (step.action === null || event.kind === "EpochEstablished" || !this.#votes) return;
    const p = event.kind === "Notification" ? { s: this.#self, f: event.from } : { s: this.#self };
    this.#election(step.action, p, read, sent, voted(before, step.state));
  }

  /** The last notification was sent again, on a connection that is new. */
  repeated(to: ServerId, packet: Outgoing, link: LinkName): void {
    const notification = fromPacket({ ...packet, version: 2 });
    if (notification === null || !this.#votes || !this.#voters.includes(to)) return;
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
        ...(read === null ? {} : { in: postedOf(read) }),
        out: sent.map(postedOf),
        disk: NOTHING,
        post,
      }),
    );
  }
}
