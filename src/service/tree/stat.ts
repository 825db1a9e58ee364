import type { Stat, StatPersisted } from "#codec";
import type { TreeNode } from "./node.js";
import { isSessionOwner } from "./owner.js";

/**
 * What a client is told about a node. The cversion it sees counts deletions of children too, and
 * the owner of containers and of nodes with a time to live is hidden from it.
 */
export function statOf(node: TreeNode): Stat {
  const owned = isSessionOwner(node.ownerHi, node.ownerLo);
  return {
    czxid: node.created,
    mzxid: node.modified,
    ctime: node.created.time,
    mtime: node.modified.time,
    version: node.version,
    cversion: (2 * node.cversion - node.childCount) | 0,
    aversion: node.aversion,
    ephemeralOwnerHi: owned ? node.ownerHi : 0,
    ephemeralOwnerLo: owned ? node.ownerLo : 0,
    dataLength: Math.max(0, node.length),
    numChildren: node.childCount,
    pzxid: node.childrenChanged,
  };
}

/** What a snapshot stores about a node. */
export function persistedStatOf(node: TreeNode): StatPersisted {
  return {
    czxid: node.created,
    mzxid: node.modified,
    ctime: node.created.time,
    mtime: node.modified.time,
    version: node.version,
    cversion: node.cversion,
    aversion: node.aversion,
    ephemeralOwnerHi: node.ownerHi,
    ephemeralOwnerLo: node.ownerLo,
    pzxid: node.childrenChanged,
  };
}
