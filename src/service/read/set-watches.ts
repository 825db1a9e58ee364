import { eventType, type SetWatches } from "#codec";
import type { State } from "../state.js";
import { isAfter } from "../tree/stamp.js";
import type { Watcher } from "../watches/watcher.js";
import type { Answer } from "./answer.js";
import type { ReadRequest } from "./request.js";

/**
 * Watches of a client that comes back: each is either set again or, when what it waited for has
 * happened since the client last heard anything, fires at once. Nobody's permissions are asked:
 * the client had the watch before.
 */
export function setWatches(
  state: State,
  { watcher }: ReadRequest,
  request: SetWatches,
  answer: Answer,
): void {
  for (const path of request.dataWatches) data(state, watcher, path, request);
  for (const path of request.existWatches) exist(state, watcher, path);
  for (const path of request.childWatches) child(state, watcher, path, request);
  answer.code(0);
}

function data({ tree, watches }: State, watcher: Watcher, path: string, seen: SetWatches): void {
  const node = tree.get(path);
  if (node === undefined) watches.catchUp(watcher, eventType.NodeDeleted, path);
  else if (isAfter(node.modified, seen.relativeZxid)) {
    watches.catchUp(watcher, eventType.NodeDataChanged, path);
  } else watches.data.add(path, watcher);
}

function exist({ tree, watches }: State, watcher: Watcher, path: string): void {
  if (tree.get(path) === undefined) watches.data.add(path, watcher);
  else watches.catchUp(watcher, eventType.NodeCreated, path);
}

function child({ tree, watches }: State, watcher: Watcher, path: string, seen: SetWatches): void {
  const node = tree.get(path);
  if (node === undefined) watches.catchUp(watcher, eventType.NodeDeleted, path);
  else if (isAfter(node.childrenChanged, seen.relativeZxid)) {
    watches.catchUp(watcher, eventType.NodeChildrenChanged, path);
  } else watches.child.add(path, watcher);
}
