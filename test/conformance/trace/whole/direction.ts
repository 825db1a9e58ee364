/** Which way a message goes: it is known by its connection, its direction and its ordinal. */
import type { Ends } from "../../../../dist/conformance/trace/connection.js";

export type Direction = "down" | "up";

/** Where a message goes that `sender` sends; null when it is at neither end. */
export function directionFrom({ leader, learner }: Ends, sender: number): Direction | null {
  if (sender === leader) return "down";
  return sender === learner ? "up" : null;
}

export const opposite = (direction: Direction): Direction => (direction === "down" ? "up" : "down");
