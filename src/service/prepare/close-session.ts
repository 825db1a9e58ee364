import type { CloseSessionTxn, Zxid } from "#codec";
import type { Outstanding } from "./outstanding.js";
import { removeChild } from "./remove-child.js";

/**
 * How many bytes of paths the txn names. A session may own more than any record may hold; what
 * is not named goes with its owner when the txn is applied.
 */
const MAX_LISTED = 256 * 1024;

/** A session ends together with every ephemeral it will have by then. */
export function prepareCloseSession(
  outstanding: Outstanding,
  sessionHi: number,
  sessionLo: number,
  zxid: Zxid,
): CloseSessionTxn {
  const owned = outstanding.ephemeralsOf(sessionHi, sessionLo);
  const paths2Delete: string[] = [];
  let listed = 0;
  for (const path of owned) {
    removeChild(outstanding, zxid, path);
    listed += Buffer.byteLength(path);
    if (listed <= MAX_LISTED) paths2Delete.push(path);
  }
  return { paths2Delete };
}
