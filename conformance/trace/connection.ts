/** Which servers a connection is between. */

/** Which end of a connection is which. */
export interface Ends {
  readonly leader: number;
  readonly learner: number;
}

const PATTERN = /^(\d+)-(\d+)#/;

/** The ends of a quorum connection; null for one of the election. */
export function endsOf(connection: string): Ends | null {
  const found = PATTERN.exec(connection);
  return found === null ? null : { leader: Number(found[1]), learner: Number(found[2]) };
}
