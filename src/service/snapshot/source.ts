import { type SnapshotNode, type SnapshotSource } from "#codec";
import type { State } from "../state.js";
import { persistedStatOf } from "../tree/stat.js";
import type { Tree } from "../tree/tree.js";

/**
 * What a snapshot of this state is made of. Sessions and ACL lists are those of this moment; nodes
 * are read one by one while the tree may go on changing, and each is complete in itself.
 */
export function snapshotSource({ tree, sessions }: State): SnapshotSource {
  const alive: SnapshotSource["sessions"][number][] = [];
  sessions.forEach((timeout, sessionHi, sessionLo) => {
    alive.push({ sessionHi, sessionLo, timeout });
  });
  const acls = tree.acls.entries().map(({ key, acl }) => ({ key, acl }));
  return { sessions: alive, acls, nodes: { [Symbol.iterator]: () => nodes(tree) } };
}

/** The data of each node is a view that is good until the next node is asked for. */
function* nodes(tree: Tree): Generator<SnapshotNode, void, undefined> {
  for (const node of tree.walk()) {
    yield {
      path: node.path,
      data: tree.values.view(node),
      aclKey: node.acl.key,
      stat: persistedStatOf(node),
    };
  }
}
