import type { Node } from "./node.js";
import { placeText } from "./run.js";
import { CannotTell } from "./stop.js";

/** Lines of which none can be the next one, although nothing is missing. */
export function cycle(stuck: readonly Node[]): CannotTell {
  const places = stuck.map(nodeText).join(", ");
  const place = stuck[0]?.place ?? null;
  return new CannotTell(`each of these lines waits for another one of them: ${places}`, place);
}

/** A node as a report names it. */
export function nodeText({ place, kind, event }: Node): string {
  const action = kind === "restart" ? "Restart" : (event?.a ?? "an event that was dropped");
  return `${placeText(place)} ${action}`;
}
