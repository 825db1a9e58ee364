import {
  decode,
  decodePingSessions,
  forwardedRequestCodec,
  opCode,
  packetType,
  sessionTimeoutCodec,
  type Id,
  type QuorumPacket,
} from "#codec";
import { Zero, type Zxid } from "#state-machine";
import type { LearnerLink } from "./learner-link.js";
import type { Ordering } from "./ordering.js";

const NO_ZXID: Zxid = { epoch: 0xffffffff, counter: 0xffffffff };
const NOTHING = Buffer.alloc(0);

/** What a learner sends to its leader that is not in the spec: pings, sessions, requests. */
export function plumbing(ordering: Ordering, link: LearnerLink, packet: QuorumPacket): void {
  const data = packet.data ?? NOTHING;
  if (packet.type === packetType.PING) pinged(ordering, link, data);
  else if (packet.type === packetType.REVALIDATE) revalidated(ordering, link, data);
  else requested(ordering, link, data, packet.authinfo ?? []);
}

function pinged(ordering: Ordering, { channel }: LearnerLink, data: Buffer): void {
  const sessions = decodePingSessions(data);
  if (sessions.ok) ordering.touchAll(sessions.value);
  else channel.close("PING whose data is no list of sessions");
}

function revalidated(ordering: Ordering, { sid, channel }: LearnerLink, data: Buffer): void {
  const decoded = decode(sessionTimeoutCodec, data);
  if (!decoded.ok) return channel.close("REVALIDATE without a session in its data");
  const { sessionHi, sessionLo, timeout } = decoded.value;
  const valid = ordering.claim(sessionHi, sessionLo, timeout, sid);
  const reply = Buffer.alloc(9);
  reply.writeInt32BE(sessionHi, 0);
  reply.writeInt32BE(sessionLo, 4);
  reply[8] = valid ? 1 : 0;
  channel.sendPacket(packetType.REVALIDATE, NO_ZXID, reply);
}

function requested(
  ordering: Ordering,
  { sid, channel }: LearnerLink,
  data: Buffer,
  ids: readonly Id[],
): void {
  const decoded = decode(forwardedRequestCodec, data);
  if (!decoded.ok) return channel.close("REQUEST that does not parse");
  const { type, body } = decoded.value;
  if (type === opCode.createSession && body.length < 4) {
    return channel.close("REQUEST for a session without a timeout");
  }
  ordering.forwarded(decoded.value, ids, sid, () => {
    channel.sendPacket(packetType.SYNC, Zero, null);
  });
}
