/** What evidence says of a server's state and of the events that it is offered. */
import type { Event, NodeState, ServerId, Txn, Zxid } from "#state-machine";
import type { TraceHeader, ZxidText } from "./types.js";

/** Entries of the log that a header lists at most. */
const HEADER_ENTRIES = 1_000;

export const zxidText = ({ epoch, counter }: Zxid): ZxidText => `${epoch}:${counter}`;

/** The first line of a process: who this is, and what recovery found on disk. */
export function headerOf(
  { log, self, servers, voters, acceptedEpoch, currentEpoch }: NodeState,
  process: Pick<TraceHeader, "incarnation" | "spec">,
  digest: (txn: Txn) => string,
): TraceHeader {
  const from = Math.max(log.baseLength, log.length - HEADER_ENTRIES);
  const entries = log.slice(from, log.length);
  return {
    v: 1,
    kind: "zabkeeper-trace",
    server: self,
    incarnation: process.incarnation,
    servers: [...servers],
    voters: [...voters],
    spec: process.spec,
    base: {
      len: log.length,
      last: zxidText(log.lastZxid),
      acceptedEpoch,
      currentEpoch,
      from: zxidText(log.zxidAt(from) ?? log.baseZxid),
      log: entries.map((txn) => [zxidText(txn.zxid), digest(txn)] as const),
    },
  };
}

/** The server that an event came from or is about. */
export function peerOf(event: Event): ServerId | undefined {
  if ("from" in event) return event.from;
  if ("to" in event) return event.to;
  return event.kind === "ElectedFollowing" ? event.leader : undefined;
}
