/** What a server counts for its four-letter words. */
export class ServerStats {
  received = 0;
  sent = 0;
  #requests = 0;
  #total = 0;
  #min = 0;
  #max = 0;
  /** Sizes of proposals in bytes; -1 while there was none. */
  lastProposal = -1;
  minProposal = -1;
  maxProposal = -1;

  /** One request was answered, `latency` ms after it was read. */
  answered(latency: number): void {
    this.sent += 1;
    const ms = Math.max(0, Math.round(latency));
    this.#min = this.#requests === 0 ? ms : Math.min(this.#min, ms);
    this.#max = Math.max(this.#max, ms);
    this.#requests += 1;
    this.#total += ms;
  }

  proposed(size: number): void {
    this.lastProposal = size;
    this.minProposal = this.minProposal < 0 ? size : Math.min(this.minProposal, size);
    this.maxProposal = Math.max(this.maxProposal, size);
  }

  get latency(): { readonly min: number; readonly avg: number; readonly max: number } {
    const avg = this.#requests === 0 ? 0 : this.#total / this.#requests;
    return { min: this.#min, avg, max: this.#max };
  }
}

/** A mean as ZooKeeper prints it: at most four decimals, at least one. */
export function decimals(value: number): string {
  const text = String(Math.round(value * 10_000) / 10_000);
  return text.includes(".") ? text : `${text}.0`;
}
