/** Messages, as they are compared and as a report shows them. */
import type { TraceMessage } from "#codec";

/**
 * What a message carries from one server to the other. A promise that does not count has no room
 * for the epoch: -1 stands in its place.
 */
export function onTheWire(m: TraceMessage): string {
  return JSON.stringify(m.type === "ACKEPOCH" && !m.counts ? { ...m, epoch: -1 } : m);
}

/** A message as a report shows it. */
export function messageText({ type, ...fields }: TraceMessage): string {
  const shown = Object.entries(fields).map(([key, value]) => `${key} ${String(value)}`);
  return shown.length === 0 ? type : `${type}(${shown.join(", ")})`;
}
