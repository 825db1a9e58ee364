// Promise: the situations that a model must reach are noted without TLC's registers.
import { itemsOf, Sequence, type Value } from "../tla/index.js";

/** The module that keeps the count, in spec/models. */
export const SEEN = "Seen";

/** It prints a situation each time it is there, and not only the first time. */
export const SEEN_HERE = [
  `---- MODULE ${SEEN} ----`,
  "EXTENDS Naturals, TLC",
  'Seen(register, name, P) == IF P THEN PrintT(<<"WITNESS", name>>) ELSE TRUE',
  "NothingSeen(n) == TRUE",
  "====",
].join("\n");

/** The names of the situations that were printed. */
export class Witnesses {
  readonly names = new Set<string>();

  /** What PrintT is given. */
  readonly print = (value: Value): void => {
    if (!(value instanceof Sequence)) return;
    const [head, name] = itemsOf(value);
    if (head === "WITNESS" && typeof name === "string") this.names.add(name);
  };

  /** The first of those wanted that has not been seen, or null. */
  missing(wanted: readonly string[]): string | null {
    return wanted.find((name) => !this.names.has(name)) ?? null;
  }
}
