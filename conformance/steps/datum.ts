/** Evidence as values of TLA+, before any judge has made its own of them. */
import type { TraceMessage } from "#codec";

/** Text, a number, a boolean, or a tuple of those. */
export type Datum = string | number | boolean | readonly Datum[];

/** `epoch:counter` as a pair. */
export function zxid(value: string): Datum {
  const colon = value.indexOf(":");
  return [Number(value.slice(0, colon)), Number(value.slice(colon + 1))];
}

/** A field of Post: text, a number or a zxid. */
export function field(value: string | number): Datum {
  if (typeof value === "number") return value;
  return value.includes(":") ? zxid(value) : value;
}

/** A message in the shape of Described in StepZab.tla and StepElection.tla. */
export function message(m: TraceMessage): Datum {
  switch (m.type) {
    case "PROPOSAL":
    case "INFORM":
      return [m.type, zxid(m.zxid), m.val];
    case "TRUNC":
    case "COMMIT":
    case "ACK":
      return [m.type, zxid(m.zxid)];
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return [m.type, m.epoch];
    case "ACKEPOCH":
      return [m.type, m.counts, m.epoch, zxid(m.zxid)];
    case "SNAP":
      return [m.type, zxid(m.last)];
    case "NOTIFICATION":
      return [m.type, m.leader, zxid(m.zxid), m.epoch, m.round, m.state];
    default:
      return [m.type];
  }
}
