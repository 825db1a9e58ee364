import { errorCode } from "#codec";
import type { State } from "../state.js";
import type { TreeNode } from "../tree/node.js";
import { statOf } from "../tree/stat.js";
import { isAfter } from "../tree/stamp.js";
import type { NewNode } from "../tree/tree.js";
import type { Outcome, TxnContext } from "./applied.js";

/** The part of the create transactions that they all have. */
export interface Creation extends NewNode {
  /** The parent's stored cversion after it; −1 in logs too old to say. */
  readonly parentCVersion: number;
}

/**
 * create, create2, createContainer and createTTL. In a replay the node may be there already: it
 * stays, with the list of this transaction, because a fuzzy snapshot may have missed that list.
 * Its parent learns of the creation all the same: the snapshot may hold the parent as it was
 * before, and a counter left behind would give a sequential name out twice. (ZooKeeper does this
 * for the first of the four only.)
 */
export function applyCreate(
  { tree, watches }: State,
  txn: TxnContext,
  creation: Creation,
  outcome: Outcome,
): void {
  const { path } = creation;
  outcome.path = path;
  const parent = tree.parentOf(path);
  if (parent === undefined) {
    outcome.err = errorCode.NONODE;
    return;
  }
  const present = tree.get(path);
  if (present !== undefined) {
    tree.setAcl(present, creation.acl);
    raise(parent, creation.parentCVersion, txn);
    outcome.err = errorCode.NODEEXISTS;
    return;
  }
  const { parentCVersion } = creation;
  raise(parent, parentCVersion === -1 ? (parent.cversion + 1) | 0 : parentCVersion, txn);
  const node = tree.add(parent, creation, txn.stamp);
  outcome.stat = statOf(node);
  watches.created(node, parent, txn.zxid);
}

/**
 * The parent has had one child more. A replayed creation finds it further on already; "further"
 * is seen as on a circle, because the counter goes on below zero after its largest value.
 */
function raise(parent: TreeNode, cversion: number, { stamp }: TxnContext): void {
  if (((cversion - parent.cversion) | 0) <= 0) return;
  parent.cversion = cversion;
  if (isAfter(stamp, parent.childrenChanged)) parent.childrenChanged = stamp;
}
