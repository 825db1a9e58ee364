/** What is known of each zxid: as many as txns, and those of one epoch lie side by side. */
export class ByZxid<T> {
  readonly #epochs = new Map<string, T[]>();

  get(zxid: string): T | undefined {
    const colon = zxid.indexOf(":");
    return this.#epochs.get(zxid.slice(0, colon))?.[Number(zxid.slice(colon + 1))];
  }

  set(zxid: string, known: T): void {
    const colon = zxid.indexOf(":");
    const epoch = zxid.slice(0, colon);
    const own = this.#epochs.get(epoch) ?? [];
    this.#epochs.set(epoch, own);
    own[Number(zxid.slice(colon + 1))] = known;
  }
}
