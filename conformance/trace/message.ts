/** Messages, as they are compared and as a report shows them. */
import type { TraceMessage } from "#codec";

/**
 * What a message carries from one server to the other. A promise that does not count has no room
 * for the epoch: -1 stands in its place.
 */
export function onTheWire(m: TraceMessage): string {
  return JSON.stringify(m.type === "ACKEPOCH" && !m.counts ? { ...m, epoch: -1 } : m);
}

/** Whether two messages carry the same; most of those that do are equal field by field. */
export function carriesTheSame(one: TraceMessage, other: TraceMessage): boolean {
  return equalFields(one, other) || onTheWire(one) === onTheWire(other);
}

function equalFields(one: object, other: object): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  for (const name of names) {
    if (Reflect.get(one, name) !== Reflect.get(other, name)) return false;
  }
  return true;
}

/** A message as a report shows it. */
export function messageText({ type, ...fields }: TraceMessage): string {
  const shown = Object.entries(fields).map(([key, value]) => `${key} ${String(value)}`);
  return shown.length === 0 ? type : `${type}(${shown.join(", ")})`;
}
