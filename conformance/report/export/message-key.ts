/** The channel of a message as a line names it: who sends on which connection. */
import type { Carried } from "#codec";

const ENDS = /^(?:e:)?(\d+)-(\d+)#/;

/** The server at the other end of a connection; null when it has no such end. */
export function peerOf(connection: string, server: number): number | null {
  const ends = ENDS.exec(connection)?.slice(1).map(Number) ?? [];
  return ends.includes(server) ? (ends.find((end) => end !== server) ?? null) : null;
}

/** The same for the line that sends a message and for the one that receives it. */
export function channelKey(sender: number, { c }: Carried): string {
  return `${String(sender)} ${c}`;
}
