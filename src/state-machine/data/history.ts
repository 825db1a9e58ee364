import { Seq } from "./seq.js";
import { sameZxid, compareZxid, Zero, type Zxid } from "./zxid.js";

/**
 * What a txn carries. The core never looks inside: the running server puts the bytes of the
 * request here, an explorer a serial number. Two txns of one zxid carry the same content
 * (property LogMatching), so the core compares txns by zxid.
 */
export type Val = unknown;

/** One entry of a history. */
export interface Txn {
  readonly zxid: Zxid;
  readonly val: Val;
}

/**
 * A history of txns, of which a prefix may have been forgotten because a snapshot holds it.
 * Positions are counted from 1, as in the spec, and keep their number when a prefix is forgotten:
 * `length` is what the spec calls `Len`. Sorted by zxid; contiguous within an epoch.
 */
export class History {
  /** How many entries at the front are forgotten. */
  readonly baseLength: number;
  /** The zxid of the last forgotten entry; Zero when nothing is forgotten. */
  readonly baseZxid: Zxid;
  readonly #entries: Seq<Txn>;

  private constructor(baseLength: number, baseZxid: Zxid, entries: Seq<Txn>) {
    this.baseLength = baseLength;
    this.baseZxid = baseZxid;
    this.#entries = entries;
  }

  static readonly empty = new History(0, Zero, Seq.of());

  /** A history that begins behind a snapshot: `length` entries, the last one at `zxid`. */
  static behind(length: number, zxid: Zxid): History {
    return new History(length, zxid, Seq.of());
  }

  get length(): number {
    return this.baseLength + this.#entries.length;
  }

  /** The zxid of the last entry; Zero when empty. @spec Zab!LastZxid 3aaf990a3fb4 */
  get lastZxid(): Zxid {
    return this.#entries.last?.zxid ?? this.baseZxid;
  }

  /** The entry at `index`, counted from 1; undefined when forgotten or beyond the end. */
  at(index: number): Txn | undefined {
    return this.#entries.at(index - this.baseLength - 1);
  }

  /** The zxid at `index`; that of the base at its length; undefined when unknown. */
  zxidAt(index: number): Zxid | undefined {
    return index === this.baseLength ? this.baseZxid : this.at(index)?.zxid;
  }

  append(txn: Txn): History {
    return new History(this.baseLength, this.baseZxid, this.#entries.append(txn));
  }

  /** The first `length` entries; `length` must not lie below the base. */
  take(length: number): History {
    return new History(
      this.baseLength,
      this.baseZxid,
      this.#entries.take(Math.max(0, length - this.baseLength)),
    );
  }

  /** The entries after position `from` up to and including position `to`, in order. */
  slice(from: number, to: number): Txn[] {
    const entries: Txn[] = [];
    for (let index = Math.max(from, this.baseLength) + 1; index <= to; index += 1) {
      const txn = this.at(index);
      if (txn === undefined) break;
      entries.push(txn);
    }
    return entries;
  }

  /**
   * The position of the entry at `zxid`, that of the base included; -1 when no such entry is held.
   * Entries of one epoch are contiguous, so the distance to the last one usually is the answer.
   * @spec Zab!IndexOf ad483fd20c0c
   */
  indexOf(zxid: Zxid): number {
    const last = this.lastZxid;
    if (zxid.epoch === last.epoch) {
      const guess = this.length - (last.counter - zxid.counter);
      const found = guess >= this.baseLength ? this.zxidAt(guess) : undefined;
      if (found !== undefined && sameZxid(found, zxid)) return guess;
    }
    const index = this.lastIndexUpTo(zxid);
    const found = this.zxidAt(index);
    return found !== undefined && sameZxid(found, zxid) ? index : -1;
  }

  /** The position of the last entry whose zxid is not after `zxid`; the base's when there is none. */
  lastIndexUpTo(zxid: Zxid): number {
    let low = this.baseLength;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (compareZxid((this.at(middle) as Txn).zxid, zxid) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Forgets the entries up to and including position `length`, which must be held. */
  forget(length: number): History {
    const zxid = this.zxidAt(length);
    if (zxid === undefined || length <= this.baseLength) return this;
    return new History(length, zxid, this.#entries.drop(length - this.baseLength));
  }

  /** Whether `other` begins with this history. @spec Zab!IsPrefix a0a0eb7fd7bb */
  isPrefixOf(other: History): boolean {
    if (this.length > other.length) return false;
    if (this.baseLength === other.baseLength && this.#entries.sharesCellsWith(other.#entries)) {
      return true;
    }
    const from = Math.max(this.baseLength, other.baseLength);
    if (from > this.length) return false;
    for (let index = from; index <= this.length; index += 1) {
      const mine = this.zxidAt(index);
      const theirs = other.zxidAt(index);
      if (mine === undefined || theirs === undefined || !sameZxid(mine, theirs)) return false;
    }
    return true;
  }
}
