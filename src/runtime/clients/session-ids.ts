/**
 * The ids a server gives to new sessions, as ZooKeeper's `SessionTrackerImpl` does: the low byte of
 * its number, then 40 bits of a clock in ms, then 16 bits that count. The clock is the wall's:
 * sessions outlive processes, so a restarted server must not begin where it began before.
 */
export class SessionIds {
  #hi: number;
  #lo: number;

  /** `serverId`: 1 for a standalone server, as ZooKeeper does; `now`: ms since 1970. */
  constructor(serverId: number, now: number) {
    const milliseconds = Math.floor(now);
    const high = Math.floor(milliseconds / 0x10000) % 0x1000000;
    this.#hi = ((serverId & 0xff) << 24) | high;
    this.#lo = (milliseconds % 0x10000) << 16;
  }

  /** The next id, as signed halves; never the marker of containers. */
  next(): { readonly hi: number; readonly lo: number } {
    if (this.#hi === -0x80000000 && this.#lo === 0) this.#lo = 1;
    const id = { hi: this.#hi, lo: this.#lo };
    this.#lo = (this.#lo + 1) | 0;
    if (this.#lo === 0) this.#hi = (this.#hi + 1) | 0;
    return id;
  }
}
