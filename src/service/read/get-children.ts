import {
  errorCode,
  getChildren2ResponseCodec,
  getChildrenResponseCodec,
  perms,
  type WatchablePath,
} from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import type { State } from "../state.js";
import type { TreeNode } from "../tree/node.js";
import { statOf } from "../tree/stat.js";
import type { Answer } from "./answer.js";
import type { ReadRequest } from "./request.js";

/** getChildren, and with `withStat` getChildren2. The names are in no order. */
export function getChildren(
  { tree, watches }: State,
  { ids, watcher }: ReadRequest,
  { path, watch }: WatchablePath,
  answer: Answer,
  withStat: boolean,
): void {
  const node = tree.get(path);
  if (node === undefined) return answer.code(errorCode.NONODE);
  if (!isAllowed(node.acl.acl, perms.READ, ids)) return answer.code(errorCode.NOAUTH);
  if (watch) watches.child.add(path, watcher);
  const children = childNames(node);
  if (withStat) answer.record(getChildren2ResponseCodec, { children, stat: statOf(node) });
  else answer.record(getChildrenResponseCodec, { children });
}

function childNames(node: TreeNode): string[] {
  const names: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.next) names.push(child.name);
  return names;
}
