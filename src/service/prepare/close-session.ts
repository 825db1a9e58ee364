import type { CloseSessionTxn, Zxid } from "#codec";
import type { Outstanding } from "./outstanding.js";
import { removeChild } from "./remove-child.js";

/** A session ends together with every ephemeral it will have by then. */
export function prepareCloseSession(
  outstanding: Outstanding,
  sessionHi: number,
  sessionLo: number,
  zxid: Zxid,
): CloseSessionTxn {
  const paths2Delete = outstanding.ephemeralsOf(sessionHi, sessionLo);
  for (const path of paths2Delete) removeChild(outstanding, zxid, path);
  return { paths2Delete };
}
