/** The identity of messages: connection, direction, ordinal. */

/** Which end of a connection is which. */
export interface Ends {
  readonly leader: number;
  readonly learner: number;
}

export type Direction = "down" | "up";

const PATTERN = /^(\d+)-(\d+)#/;

/** The ends of a quorum connection; null for one of the election. */
export function endsOf(connection: string): Ends | null {
  const found = PATTERN.exec(connection);
  return found === null ? null : { leader: Number(found[1]), learner: Number(found[2]) };
}

/** Where a message goes that `sender` sends; null when it is at neither end. */
export function directionFrom({ leader, learner }: Ends, sender: number): Direction | null {
  if (sender === leader) return "down";
  return sender === learner ? "up" : null;
}

export const opposite = (direction: Direction): Direction => (direction === "down" ? "up" : "down");
