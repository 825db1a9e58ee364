import { errorCode, existsResponseCodec, perms, type WatchablePath } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import type { State } from "../state.js";
import { statOf } from "../tree/stat.js";
import type { Answer } from "./answer.js";
import type { ReadRequest } from "./request.js";

/** The watch is set before the node is looked for, so that it also waits for one to come. */
export function exists(
  { tree, watches }: State,
  { ids, watcher }: ReadRequest,
  { path, watch }: WatchablePath,
  answer: Answer,
): void {
  if (path.includes("\0")) return answer.code(errorCode.BADARGUMENTS);
  const node = tree.get(path);
  if (node !== undefined && !isAllowed(node.acl.acl, perms.READ, ids)) {
    return answer.code(errorCode.NOAUTH);
  }
  if (watch) watches.data.add(path, watcher);
  if (node === undefined) return answer.code(errorCode.NONODE);
  answer.record(existsResponseCodec, { stat: statOf(node) });
}
