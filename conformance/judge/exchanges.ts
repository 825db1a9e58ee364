/** The messages of a run that were sent last, and where they were sent and received. */
import type { Carried } from "#codec";
import type { Exchange } from "../verdict/explanation.js";
import { endsOf } from "../trace/connection.js";
import { messageText } from "../trace/message.js";
import { learnerOf } from "../trace/node.js";
import type { Step } from "../trace/step.js";
import type { Place } from "../trace/run.js";
import { voicesOf } from "../trace/voices.js";

/** Lines kept, up to twice as many for a while, and of their messages the ones shown. */
const KEPT = 800;
const SHOWN = 8;

interface Kept {
  readonly from: number;
  readonly to: number;
  readonly carried: Carried;
  readonly sent: Place;
  received: Place | null;
}

export class Exchanges {
  /** The last lines that sent or received something: what that was is worked out when asked. */
  #lines: Step["node"][] = [];

  take({ kind, node }: Step): void {
    const { event } = node;
    if (kind === "break" || event === null) return;
    if (event.in === undefined && event.out.length === 0) return;
    this.#lines.push(node);
    if (this.#lines.length > 2 * KEPT) this.#lines = this.#lines.slice(-KEPT);
  }

  /** By connection, sender and number, in the order sent. */
  #messages(): Iterable<Kept> {
    const kept = new Map<string, Kept>();
    for (const { event, server, place } of this.#lines) {
      if (event?.in !== undefined) {
        const known = kept.get(keyOf(event.in, peerOf(event.in.c, server)));
        if (known !== undefined) known.received = place;
      }
      for (const carried of event?.out ?? []) {
        const to = peerOf(carried.c, server);
        const sent = { from: server, to, carried, sent: place, received: null };
        kept.set(keyOf(carried, server), sent);
      }
    }
    return kept.values();
  }

  /** The last messages between the servers that a step concerns. */
  concerning({ node, learner }: Step): Exchange[] {
    const { event, server } = node;
    const connection = event?.in?.c ?? event?.conn?.c ?? "";
    const peers = [learner, learnerOf(node), event?.p.l, peerOf(connection, server)];
    const others = peers.filter((peer) => peer !== undefined && peer !== server && peer !== 0);
    const between = ({ from, to }: Kept) =>
      (from === server && (others.length === 0 || others.includes(to))) ||
      (to === server && (others.length === 0 || others.includes(from)));
    return [...this.#messages()]
      .filter(between)
      .slice(-SHOWN)
      .map(({ from, to, carried, sent, received }) => {
        return { from, to, text: messageText(carried.m), sent, received };
      });
  }
}

const keyOf = ({ c, n }: Carried, from: number): string => `${c} ${String(from)} ${String(n)}`;

/** The server at the other end of a connection; 0 where its name says nothing. */
function peerOf(connection: string, server: number): number {
  const ends = endsOf(connection);
  if (ends !== null) return ends.leader === server ? ends.learner : ends.leader;
  const voices = voicesOf(connection);
  if (voices === null) return 0;
  return voices.from === server ? voices.to : voices.from;
}
