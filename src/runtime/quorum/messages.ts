/** Protocol messages as quorum packets: the one place where the spec's fields meet the wire's. */
import {
  appendPacket,
  decode,
  decodeTxn,
  describeDecodeError,
  learnerInfoCodec,
  ackEpochCodec,
  packetName,
  packetType,
  QUORUM_PROTOCOL,
  type QuorumPacket,
  type Writer,
} from "#codec";
import {
  compareZxid,
  History,
  sameZxid,
  type Message,
  type NodeState,
  type Zxid,
} from "#state-machine";
import { bodyOf, payload } from "../payload.js";

/** What a message needs to become a packet, beyond its own fields. */
export interface PacketContext {
  /** The sender's number. */
  readonly self: number;
  readonly observer: boolean;
  /** The text of the ensemble's configuration, for NEWLEADER. */
  readonly configText: string;
  /** The zxid that DIFF leads to: the last one the leader has committed. */
  readonly lastCommitted: Zxid;
}

const NO_ZXID: Zxid = { epoch: 0xffffffff, counter: 0xffffffff };

function at(epoch: number): Zxid {
  return { epoch, counter: 0 };
}

function int(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => data.writeInt32BE(value, 4 * index));
  return data;
}

/** FOLLOWERINFO's data: who speaks, which protocol, which configuration. */
function learnerInfo(self: number): Buffer {
  return Buffer.concat([int(0, self), int(QUORUM_PROTOCOL), int(0, 0)]);
}

/** Appends a protocol message as a packet; of SNAP that alone: its stream follows by itself. */
export function appendMessage(out: Writer, message: Message, context: PacketContext): void {
  switch (message.type) {
    case "FOLLOWERINFO": {
      const type = context.observer ? packetType.OBSERVERINFO : packetType.FOLLOWERINFO;
      return appendPacket(out, type, at(message.epoch), learnerInfo(context.self));
    }
    case "ACKEPOCH":
      return appendPacket(
        out,
        packetType.ACKEPOCH,
        message.zxid,
        int(message.counts ? message.epoch : -1),
      );
    case "ACK":
      return appendPacket(out, packetType.ACK, message.zxid);
    case "LEADERINFO":
      return appendPacket(out, packetType.LEADERINFO, at(message.epoch), int(QUORUM_PROTOCOL));
    case "DIFF":
      return appendPacket(out, packetType.DIFF, context.lastCommitted);
    case "TRUNC":
      return appendPacket(out, packetType.TRUNC, message.zxid);
    case "SNAP":
      return appendPacket(out, packetType.SNAP, message.history.lastZxid);
    case "PROPOSAL":
      return appendPacket(out, packetType.PROPOSAL, message.txn.zxid, bodyOf(message.txn));
    case "INFORM":
      return appendPacket(out, packetType.INFORM, message.txn.zxid, bodyOf(message.txn));
    case "COMMIT":
      return appendPacket(out, packetType.COMMIT, message.zxid);
    case "NEWLEADER":
      return appendPacket(
        out,
        packetType.NEWLEADER,
        at(message.epoch),
        Buffer.from(context.configText),
      );
    case "UPTODATE":
      return appendPacket(out, packetType.UPTODATE, NO_ZXID);
    default:
      message satisfies never;
  }
}

/** A protocol message, a packet outside the protocol, or the reason why it is neither. */
export type ReadPacket =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "plumbing" }
  | { readonly kind: "wrong"; readonly reason: string };

const plumbing: ReadPacket = { kind: "plumbing" };

function wrong(reason: string): ReadPacket {
  return { kind: "wrong", reason };
}

function is(message: Message): ReadPacket {
  return { kind: "message", message };
}

/** Reads what a learner sent to its leader. */
export function readFromLearner(packet: QuorumPacket): ReadPacket {
  switch (packet.type) {
    case packetType.ACK:
      return is({ type: "ACK", zxid: packet.zxid });
    case packetType.FOLLOWERINFO:
    case packetType.OBSERVERINFO:
      return is({ type: "FOLLOWERINFO", epoch: packet.zxid.epoch });
    case packetType.ACKEPOCH: {
      const data = packet.data === null ? null : decode(ackEpochCodec, packet.data);
      if (data === null || !data.ok) return wrong("ACKEPOCH without an epoch in its data");
      const epoch = data.value.currentEpoch;
      return is({
        type: "ACKEPOCH",
        counts: epoch !== -1,
        epoch: Math.max(epoch, 0),
        zxid: packet.zxid,
      });
    }
    case packetType.PING:
    case packetType.REQUEST:
    case packetType.REVALIDATE:
      return plumbing;
    default:
      return wrong(`${packetName(packet.type)} from a learner`);
  }
}

/** Why the bytes of a proposal can never be applied, or null: nothing else may reach the log. */
function faultOf(body: Buffer, zxid: Zxid): string | null {
  const txn = decodeTxn(body);
  if (!txn.ok) return describeDecodeError(txn.error);
  return sameZxid(txn.value.header.zxid, zxid) ? null : "its txn has another zxid than the packet";
}

/** Reads what a leader sent to one of its learners; SNAP's stream is read by somebody else. */
export function readFromLeader(packet: QuorumPacket): ReadPacket {
  switch (packet.type) {
    case packetType.PROPOSAL:
    case packetType.INFORM: {
      if (packet.data === null) return wrong(`${packetName(packet.type)} without data`);
      const fault = faultOf(packet.data, packet.zxid);
      if (fault !== null) return wrong(`${packetName(packet.type)}: ${fault}`);
      const txn = { zxid: packet.zxid, val: payload(packet.data) };
      return is({ type: packet.type === packetType.INFORM ? "INFORM" : "PROPOSAL", txn });
    }
    case packetType.COMMIT:
      return is({ type: "COMMIT", zxid: packet.zxid });
    case packetType.LEADERINFO:
      return is({ type: "LEADERINFO", epoch: packet.zxid.epoch });
    case packetType.DIFF:
      return is({ type: "DIFF" });
    case packetType.TRUNC:
      return is({ type: "TRUNC", zxid: packet.zxid });
    case packetType.SNAP:
      return is({ type: "SNAP", history: History.behind(0, packet.zxid) });
    case packetType.NEWLEADER:
      return is({ type: "NEWLEADER", epoch: packet.zxid.epoch });
    case packetType.UPTODATE:
      return is({ type: "UPTODATE" });
    case packetType.PING:
    case packetType.REVALIDATE:
    case packetType.SYNC:
      return plumbing;
    default:
      return wrong(`${packetName(packet.type)} from a leader`);
  }
}

/** The number of the server behind a FOLLOWERINFO or OBSERVERINFO; null when it is neither. */
export function introduction(packet: QuorumPacket): { sid: number; observer: boolean } | null {
  const observer = packet.type === packetType.OBSERVERINFO;
  if (!observer && packet.type !== packetType.FOLLOWERINFO) return null;
  const info = packet.data === null ? null : decode(learnerInfoCodec, packet.data);
  return info === null || !info.ok ? null : { sid: info.value.serverId, observer };
}

/**
 * A position `<e, 0>` in a learner's ACKEPOCH, which Java learners may name after a snapshot, is
 * the last real zxid before it. Our own learners never send it.
 */
export function asHeld(state: NodeState, message: Message): Message {
  if (message.type !== "ACKEPOCH" || message.zxid.counter !== 0 || message.zxid.epoch === 0) {
    return message;
  }
  const { memLog } = state;
  const held = memLog.zxidAt(memLog.lastIndexUpTo(message.zxid));
  return held === undefined || compareZxid(held, message.zxid) > 0
    ? message
    : { ...message, zxid: held };
}
