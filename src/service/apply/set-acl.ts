import { errorCode, type SetACLTxn } from "#codec";
import type { State } from "../state.js";
import { statOf } from "../tree/stat.js";
import type { Outcome } from "./applied.js";

/** setACL: nothing but the list and its version changes, and nobody is told. */
export function applySetAcl(
  { tree }: State,
  { path, acl, version }: SetACLTxn,
  outcome: Outcome,
): void {
  outcome.path = path;
  const node = tree.get(path);
  if (node === undefined) {
    outcome.err = errorCode.NONODE;
    return;
  }
  tree.setAcl(node, acl);
  node.aversion = version;
  outcome.stat = statOf(node);
}
