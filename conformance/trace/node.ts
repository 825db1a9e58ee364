import type { TraceEvent, TraceHeader } from "#codec";
import type { Place } from "./run.js";

/** A recorded field that contradicts other evidence: what a step says, and what it should say. */
export interface Contradiction {
  readonly name: string;
  readonly recorded: string;
  readonly expected: string;
}

/** One line of evidence in the order of its server. */
export interface Node {
  readonly kind: "event" | "refused" | "restart";
  readonly place: Place;
  readonly server: number;
  /** Of a restart: the header it stands for. */
  readonly header: TraceHeader | null;
  /** Null for a restart. */
  readonly event: TraceEvent | null;
  readonly contradictions: Contradiction[];
  /** The line that sent the message consumed here. */
  sender: Place | null;
}

export function node(
  kind: Node["kind"],
  place: Place,
  server: number,
  evidence: { readonly header?: TraceHeader; readonly event?: TraceEvent },
): Node {
  const { header = null, event = null } = evidence;
  return { kind, place, server, header, event, contradictions: [], sender: null };
}

/** The acting server's peer, or itself: the server on whose connection the step works. */
export function learnerOf({ event, server }: Node): number {
  return event?.p.f ?? event?.p.o ?? server;
}
