/** Rows of one block; a power of two, and of the rows that are taken at a time a multiple. */
export const BLOCK_ROWS = 1024;

/** What one searcher adds to a level: rows in shared blocks, its own numbers in them. */
export interface Segment {
  readonly blocks: readonly SharedArrayBuffer[];
  readonly rows: number;
}

/** Rows that are appended one by one. */
export class SegmentWriter {
  readonly #cells: number;
  readonly #blocks: SharedArrayBuffer[] = [];
  #rows = 0;
  #block: Int32Array = new Int32Array(0);

  /** @param cells the cells of one row */
  constructor(cells: number) {
    this.#cells = cells;
  }

  get segment(): Segment {
    return { blocks: this.#blocks, rows: this.#rows };
  }

  /** Appends the cells at `from`, and `last` behind them. */
  append(cells: Int32Array, from: number, last: number): void {
    const row = this.#rows % BLOCK_ROWS;
    if (row === 0) {
      const buffer = new SharedArrayBuffer(BLOCK_ROWS * this.#cells * 4);
      this.#blocks.push(buffer);
      this.#block = new Int32Array(buffer);
    }
    const at = row * this.#cells;
    const copied = this.#cells - 1;
    for (let k = 0; k < copied; k += 1) this.#block[at + k] = cells[from + k] as number;
    this.#block[at + copied] = last;
    this.#rows += 1;
  }
}

/** How many bytes a segment takes. */
export function segmentBytes({ blocks }: Segment): number {
  return blocks.reduce((sum, block) => sum + block.byteLength, 0);
}
