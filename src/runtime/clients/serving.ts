/** What the parts of the clients' side share. */
import type { Zxid as CodecZxid } from "#codec";
import type { Service } from "#service";
import type { Timers } from "../ports.js";
import type { Turn } from "../turn.js";
import type { Authority } from "./authority.js";
import type { SessionIds } from "./session-ids.js";
import type { ServerStats } from "./stats.js";

/** What the clients' side of a server is configured with. */
export interface ClientsOptions {
  readonly turn: Turn;
  readonly timers: Timers;
  readonly stats: ServerStats;
  readonly sessionIds: SessionIds;
  readonly words: ReadonlySet<string>;
  /** Longest request in bytes: jute.maxbuffer. */
  readonly maxFrame: number;
  /** Connections of one address; 0 for any number. */
  readonly maxPerAddress: number;
  readonly minSessionTimeout: number;
  readonly maxSessionTimeout: number;
  /** Text that answers a four-letter word; `local`: asked from this machine. */
  answer(word: string, local: boolean): string;
  log(line: string): void;
}

export const NO_ZXID: CodecZxid = { epoch: 0xffffffff, counter: 0xffffffff };

/** Who orders the writes, and who answers the reads, while a server serves. */
export interface Serving {
  readonly authority: Authority;
  readonly service: Service;
}
