/** Evidence as TLA+ text. Tuples, not records: TLC's parser takes twice the memory for those. */
import type { TraceMessage } from "#codec";

export function tuple(parts: readonly string[]): string {
  return `<<${parts.join(", ")}>>`;
}

export function text(value: string): string {
  return `"${value}"`;
}

/** `epoch:counter` as a pair. */
export function zxid(value: string): string {
  return `<<${value.replace(":", ", ")}>>`;
}

/** A field of Post: text, a number or a zxid. */
export function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  return value.includes(":") ? zxid(value) : text(value);
}

/** A message in the shape of Described in TraceZab.tla and TraceElection.tla. */
export function message(m: TraceMessage): string {
  const type = text(m.type);
  switch (m.type) {
    case "PROPOSAL":
    case "INFORM":
      return tuple([type, zxid(m.zxid), text(m.val)]);
    case "TRUNC":
    case "COMMIT":
    case "ACK":
      return tuple([type, zxid(m.zxid)]);
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return tuple([type, String(m.epoch)]);
    case "ACKEPOCH":
      return tuple([type, m.counts ? "TRUE" : "FALSE", String(m.epoch), zxid(m.zxid)]);
    case "SNAP":
      return tuple([type, zxid(m.last)]);
    case "NOTIFICATION": {
      const { leader, epoch, round, state } = m;
      const rest = [String(epoch), String(round), text(state)];
      return tuple([type, String(leader), zxid(m.zxid), ...rest]);
    }
    default:
      return tuple([type]);
  }
}
