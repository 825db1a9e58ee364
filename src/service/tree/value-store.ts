/** Memory that values of one size class share, or that one large value has to itself. */
export interface Page {
  readonly bytes: Buffer;
  /** Bytes between two values; 0 when the page belongs to one large value. */
  readonly slot: number;
  /** Where the part never used begins. */
  fresh: number;
  /** Offsets given back. */
  readonly free: number[];
  /** Values in it. */
  live: number;
  /** Whether it is among the pages with room. */
  open: boolean;
}

/** Where the bytes of a value are. The store alone writes these fields. */
export interface Holder {
  page: Page | null;
  offset: number;
  /** Bytes; −1 for null, which is not the same as empty. */
  length: number;
}

const PAGE_SIZE = 65_536;
const STEP = 16;
/** Values longer than this have a page to themselves. */
const LARGEST_SLOT = 4096;

/** Slot sizes: steps of 16 bytes up to 512, then four to each doubling. */
const slots: readonly number[] = slotSizes();

/** For each length in steps of 16, rounded up, the index of the slot it takes. */
const slotIndex: readonly number[] = Array.from({ length: LARGEST_SLOT / STEP + 1 }, (_, steps) =>
  slots.findIndex((size) => size >= steps * STEP),
);

function slotSizes(): number[] {
  const sizes: number[] = [];
  for (let size = STEP; size <= 512; size += STEP) sizes.push(size);
  for (let base = 512; base < LARGEST_SLOT; base *= 2)
    for (let quarter = 5; quarter <= 8; quarter += 1) sizes.push((base / 4) * quarter);
  return sizes;
}

/**
 * The data of all nodes, outside the JavaScript heap and in few large pieces.
 *
 * A Buffer of its own costs a small value more than its bytes, and a view would keep the network
 * chunk alive that it arrived in. So values are copied into pages of equal slots, and the slot of
 * a value that goes is taken by the next one of its size class; nothing is ever moved.
 */
export class ValueStore {
  /** Bytes of all values. */
  size = 0;
  /** Bytes of all pages. */
  reserved = 0;
  readonly #open: Page[][] = slots.map(() => []);

  /** Puts a value where another one, or none, was. */
  replace(holder: Holder, data: Uint8Array | null): void {
    this.release(holder);
    this.put(holder, data);
  }

  put(holder: Holder, data: Uint8Array | null): void {
    const length = data === null ? -1 : data.length;
    holder.length = length;
    if (data === null || length === 0) return;
    this.size += length;
    if (length > LARGEST_SLOT) {
      holder.page = this.#newPage(length, 0);
      holder.offset = 0;
    } else this.#takeSlot(holder, slotIndex[Math.ceil(length / STEP)] as number);
    holder.page?.bytes.set(data, holder.offset);
  }

  /** Gives the bytes of a value back. */
  release(holder: Holder): void {
    const { page } = holder;
    if (page === null) return;
    this.size -= holder.length;
    holder.page = null;
    if (page.slot === 0) this.reserved -= page.bytes.length;
    else this.#giveBack(page, holder.offset, this.#openPages(page.slot));
  }

  /** The bytes of a value, valid until it changes. */
  view(holder: Holder): Buffer | null {
    if (holder.length < 0) return null;
    if (holder.page === null) return EMPTY;
    return holder.page.bytes.subarray(holder.offset, holder.offset + holder.length);
  }

  #takeSlot(holder: Holder, index: number): void {
    const pages = this.#open[index] as Page[];
    let page = pages.at(-1);
    if (page === undefined) {
      page = this.#newPage(PAGE_SIZE, slots[index] as number);
      pages.push(page);
    }
    holder.page = page;
    holder.offset = page.free.pop() ?? this.#fresh(page);
    page.live += 1;
    if (page.free.length === 0 && page.fresh + page.slot > PAGE_SIZE) {
      page.open = false;
      pages.pop();
    }
  }

  #fresh(page: Page): number {
    const at = page.fresh;
    page.fresh += page.slot;
    return at;
  }

  #giveBack(page: Page, offset: number, pages: Page[]): void {
    page.live -= 1;
    page.free.push(offset);
    if (!page.open) {
      page.open = true;
      pages.push(page);
    }
    if (page.live > 0) return;
    page.free.length = 0;
    page.fresh = 0;
    if (pages.length === 1) return;
    pages.splice(pages.indexOf(page), 1);
    this.reserved -= PAGE_SIZE;
  }

  #openPages(slot: number): Page[] {
    return this.#open[slotIndex[slot / STEP] as number] as Page[];
  }

  #newPage(size: number, slot: number): Page {
    this.reserved += size;
    const bytes = Buffer.allocUnsafeSlow(size);
    return { bytes, slot, fresh: 0, free: [], live: 0, open: slot > 0 };
  }
}

const EMPTY = Buffer.alloc(0);
