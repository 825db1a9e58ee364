import type { Dictionary } from "../components/dictionary.js";

/**
 * The 64-bit fingerprint of a state up to the renaming of its servers: for each renaming the sum
 * of the components' hashes, lane by lane, and of these sums the least. Where a state is one of
 * several that are alike, all have the same fingerprint, and nothing has to be renamed for it.
 */
export class Fingerprint {
  /** The two lanes of the last fingerprint; neither is 0, so that a free slot can be told. */
  high = 0;
  low = 0;
  readonly #dictionary: Dictionary;
  readonly #width: number;
  readonly #renamings: number;

  constructor(dictionary: Dictionary, width: number) {
    this.#dictionary = dictionary;
    this.#width = width;
    this.#renamings = dictionary.renamings.length;
  }

  of(rows: Int32Array, from: number): void {
    const { hashes } = this.#dictionary;
    const end = from + this.#width;
    const stride = this.#renamings * 2;
    let bestHigh = 0;
    let bestLow = 0;
    for (let r = 0; r < stride; r += 2) {
      let high = 0;
      let low = 0;
      for (let k = from; k < end; k += 1) {
        const at = (rows[k] as number) * stride + r;
        high = (high + (hashes[at] as number)) | 0;
        low = (low + (hashes[at + 1] as number)) | 0;
      }
      if (r === 0 || high < bestHigh || (high === bestHigh && low < bestLow)) {
        bestHigh = high;
        bestLow = low;
      }
    }
    this.high = bestHigh === 0 ? 1 : bestHigh;
    this.low = bestLow === 0 ? 1 : bestLow;
  }
}
