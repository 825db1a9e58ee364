import { errorCode, type ErrorName, errorName, errorText } from "#codec";

/** Names of ZooKeeper's error codes, and UNKNOWN for a code that it does not have. */
export type ZooKeeperErrorName = ErrorName | "UNKNOWN";

/**
 * An operation that failed, on the server or on the way to it.
 *
 * CONNECTIONLOSS says that the connection went away first: the operation may or
 * may not have happened. SESSIONEXPIRED says that the session is over and a new
 * client is needed.
 */
export class ZooKeeperError extends Error {
  override readonly name: ZooKeeperErrorName;
  /** ZooKeeper's number, e.g. −101 for NONODE. */
  readonly code: number;
  /** As the caller named it; null when the operation had none. */
  readonly path: string | null;

  constructor(code: number, path: string | null, message?: string) {
    super(message ?? (path === null ? errorText(code) : `${errorText(code)} for ${path}`));
    this.code = code;
    this.name = errorName(code) ?? "UNKNOWN";
    this.path = path;
  }
}

export function connectionLoss(path: string | null, reason: string): ZooKeeperError {
  const what = path === null ? "" : ` for ${path}`;
  return new ZooKeeperError(errorCode.CONNECTIONLOSS, path, `ConnectionLoss${what} (${reason})`);
}

/** The operation cannot even be tried: the session is over. */
export function sessionOver(path: string | null, why: "expired" | "closed"): ZooKeeperError {
  const message = why === "closed" ? "the client is closed" : undefined;
  return new ZooKeeperError(errorCode.SESSIONEXPIRED, path, message);
}
