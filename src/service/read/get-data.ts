import { errorCode, getDataResponseCodec, perms, type WatchablePath } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import type { State } from "../state.js";
import { statOf } from "../tree/stat.js";
import type { Answer } from "./answer.js";
import type { ReadRequest } from "./request.js";

export function getData(
  { tree, watches }: State,
  { ids, watcher }: ReadRequest,
  { path, watch }: WatchablePath,
  answer: Answer,
): void {
  const node = tree.get(path);
  if (node === undefined) return answer.code(errorCode.NONODE);
  if (!isAllowed(node.acl.acl, perms.READ, ids)) return answer.code(errorCode.NOAUTH);
  if (watch) watches.data.add(path, watcher);
  answer.record(getDataResponseCodec, { data: tree.values.view(node), stat: statOf(node) });
}
