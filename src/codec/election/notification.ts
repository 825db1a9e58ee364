import { Reader } from "../jute/reader.js";
import { finishRead } from "../jute/record.js";
import type { Decoded } from "../jute/result.js";
import type { Writer } from "../jute/writer.js";
import type { Zxid } from "../jute/zxid.js";
import { readElectionLong } from "./election-long.js";

/** What a server is doing; their order is their number on the wire. */
export const peerStates = ["LOOKING", "FOLLOWING", "LEADING", "OBSERVING"] as const;

export type PeerState = (typeof peerStates)[number];

/** A vote, and who holds it in which round. */
export interface Notification {
  /** What the sender is doing. */
  readonly state: PeerState;
  /** The candidate; `NO_CANDIDATE` from a server that may not vote. */
  readonly leader: number;
  /** The candidate's last zxid. */
  readonly zxid: Zxid;
  /** The sender's round. */
  readonly electionEpoch: number;
  /** The candidate's current epoch. */
  readonly peerEpoch: number;
  /** 2 and up carry a configuration; 0 stands for forms too old to say. */
  readonly version: number;
  /** The sender's configuration text; null when the form has none. */
  readonly config: string | null;
}

/** The version we speak: a configuration follows. */
const NOTIFICATION_VERSION = 2;

/** State, leader, zxid and round: the oldest form, and the least that is one. */
const SIZE_28 = 28;

/** With the candidate's epoch, and a version nobody reads. */
const SIZE_40 = 40;

/** Appends a notification with its length, always in the current form. */
export function appendNotification(out: Writer, n: Omit<Notification, "version">): void {
  const at = out.reserveInt();
  out.int(peerStates.indexOf(n.state));
  out.long(n.leader);
  out.zxid(n.zxid);
  out.long(n.electionEpoch);
  out.long(n.peerEpoch);
  out.int(NOTIFICATION_VERSION);
  out.str(n.config ?? "");
  out.patchInt(at, out.length - at - 4);
}

/**
 * Reads one of the three forms; the length tells which. A message that is none
 * of them is to be skipped, and its connection kept.
 */
export function decodeNotification(message: Buffer): Decoded<Notification> {
  const r = new Reader(message);
  return finishRead("Notification", r, readNotification(r));
}

function readNotification(r: Reader): Notification {
  const size = r.left;
  const state = readState(r);
  const leader = readElectionLong(r);
  const zxid = r.zxid();
  const electionEpoch = readElectionLong(r);
  const peerEpoch = size === SIZE_28 ? zxid.epoch | 0 : readElectionLong(r);
  const version = size === SIZE_28 || size === SIZE_40 ? 0 : r.int();
  const config = version > 1 ? r.str() : null;
  return { state, leader, zxid, electionEpoch, peerEpoch, version, config };
}

function readState(r: Reader): PeerState {
  const number = r.int();
  const state = peerStates[number];
  if (state !== undefined) return state;
  r.pos -= 4;
  r.fail(`state ${number}, 0 to ${peerStates.length - 1} wanted`);
  return "LOOKING";
}
