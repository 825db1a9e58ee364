import type { ServerId } from "#state-machine";

/** A permutation of the servers: `to[s]` is the new name of s, `from` its inverse. */
export interface Renaming {
  readonly to: readonly ServerId[];
  readonly from: readonly ServerId[];
}

/** The renamings that keep each of these sets together, the identity first. */
export function renamings(servers: number, sets: readonly (readonly ServerId[])[]): Renaming[] {
  let maps: ServerId[][] = [Array.from({ length: servers + 1 }, (_, s) => s)];
  for (const set of sets) {
    maps = permutations(set).flatMap((image) =>
      maps.map((map) => map.map((t, s) => (set.includes(s) ? (image[set.indexOf(s)] ?? t) : t))),
    );
  }
  return maps.map((to) => ({ to, from: to.map((_, s) => to.indexOf(s)) }));
}

function permutations(set: readonly ServerId[]): ServerId[][] {
  if (set.length === 0) return [[]];
  return set.flatMap((first) =>
    permutations(set.filter((s) => s !== first)).map((rest) => [first, ...rest]),
  );
}
