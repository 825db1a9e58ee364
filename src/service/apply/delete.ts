import { errorCode } from "#codec";
import type { State } from "../state.js";
import { isReserved } from "../tree/path.js";
import { isAfter } from "../tree/stamp.js";
import type { Outcome, TxnContext } from "./applied.js";

/** delete and deleteContainer, and each ephemeral of a session that ends. */
export function applyDelete(
  { tree, watches }: State,
  { stamp, zxid }: TxnContext,
  path: string,
  outcome: Outcome,
): void {
  outcome.path = path;
  const parent = tree.parentOf(path);
  if (parent !== undefined && isAfter(stamp, parent.childrenChanged)) {
    parent.childrenChanged = stamp;
  }
  const node = tree.get(path);
  if (node === undefined || parent === undefined || isReserved(path)) {
    outcome.err = errorCode.NONODE;
    return;
  }
  tree.remove(node);
  watches.deleted(node, parent, zxid);
}
