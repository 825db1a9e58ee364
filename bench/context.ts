import type { Options } from "./options.js";
import type { Product } from "./product.js";
import type { Samples } from "./samples.js";

/** What every part of the benchmark is given. */
export interface Context {
  readonly options: Options;
  readonly samples: Samples;
  readonly ours: Product;
  readonly apache: Product;
  /** A line of progress, for people. */
  readonly say: (line: string) => void;
  /** Whether there is time for another round. */
  readonly hasTime: () => boolean;
}

/** The two products, the other one first in every second round: none always runs on a warm disk. */
export function inTurn({ ours, apache }: Context, round: number): readonly Product[] {
  return round % 2 === 0 ? [ours, apache] : [apache, ours];
}
