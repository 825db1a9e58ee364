import type { HostAndPort } from "./connect-string.js";

/** ms between two rounds through all servers, doubled from round to round up to the bound. */
const FIRST_DELAY = 50;
const MAX_DELAY = 1_000;

/** Which server to try next, and how long to wait before. */
export class HostCycle {
  private readonly hosts: readonly HostAndPort[];
  private at: number;
  private failures = 0;

  /** Starts anywhere, so that many clients spread over the servers. */
  constructor(hosts: readonly HostAndPort[], start = Math.floor(Math.random() * hosts.length)) {
    if (hosts.length === 0) throw new Error("a client needs at least one server");
    this.hosts = hosts;
    this.at = start;
  }

  get length(): number {
    return this.hosts.length;
  }

  next(): HostAndPort {
    const host = this.hosts[this.at % this.hosts.length];
    this.at += 1;
    this.failures += 1;
    return host as HostAndPort;
  }

  /** The last one tried has accepted the session. */
  connected(): void {
    this.failures = 0;
  }

  /** ms to wait: none while a server of this round is untried, then longer each round. */
  delay(): number {
    if (this.failures % this.hosts.length !== 0) return 0;
    const round = this.failures / this.hosts.length;
    const longest = Math.min(MAX_DELAY, FIRST_DELAY * 2 ** Math.min(round, 10));
    return longest * (0.5 + Math.random() / 2);
  }
}
