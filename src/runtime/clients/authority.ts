import type { WriteRequest } from "#service";

/**
 * Whoever orders the writes of this server's clients: the leader itself, the connection to it, or
 * a standalone server. Results come back as applied txns, matched by session and cxid.
 */
export interface Authority {
  createSession(hi: number, lo: number, timeout: number): void;
  closeSession(hi: number, lo: number, cxid: number): void;
  write(request: WriteRequest): void;
  /** Calls `done` once everything committed before this call is applied here. */
  sync(request: WriteRequest, done: () => void): void;
  /** Whether the session is alive; it then belongs to this server. */
  revalidate(hi: number, lo: number, timeout: number, done: (valid: boolean) => void): void;
  /** Something was heard of the session. */
  touch(hi: number, lo: number, timeout: number): void;
}
