import { errorCode, type SetDataTxn } from "#codec";
import type { State } from "../state.js";
import { statOf } from "../tree/stat.js";
import type { Outcome, TxnContext } from "./applied.js";

/** setData and reconfig. The version is the record's, even where a replay lowers it for a while. */
export function applySetData(
  { tree, watches }: State,
  { stamp, zxid }: TxnContext,
  { path, data, version }: SetDataTxn,
  outcome: Outcome,
): void {
  outcome.path = path;
  const node = tree.get(path);
  if (node === undefined) {
    outcome.err = errorCode.NONODE;
    return;
  }
  tree.setData(node, data);
  node.version = version;
  node.modified = stamp;
  outcome.stat = statOf(node);
  watches.dataChanged(node, path, zxid);
}
