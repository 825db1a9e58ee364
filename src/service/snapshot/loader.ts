import type { Acl, SnapshotSink, StatPersisted } from "#codec";
import { SessionMap } from "../sessions/session-map.js";
import { TreeNode } from "../tree/node.js";
import type { Stamp } from "../tree/stamp.js";
import { Tree } from "../tree/tree.js";

/**
 * Builds a tree and a session table from a snapshot while it is being read. Nothing of it is in
 * use before the whole of it is there; whoever reads decides that.
 */
export class SnapshotLoader implements SnapshotSink {
  readonly tree = new Tree();
  readonly sessions = new SessionMap<number>();
  /** Why this is no tree, or null. */
  error: string | null = null;

  session(hi: number, lo: number, timeout: number): void {
    this.sessions.set(hi, lo, timeout);
  }

  acl(key: number, acl: readonly Acl[]): void {
    this.tree.acls.load(key, acl);
  }

  node(path: string, data: Buffer | null, aclKey: number, stat: StatPersisted): void {
    const { tree } = this;
    if (path === "") return this.#restore(tree.root, data, aclKey, stat);
    const parent = tree.parentOf(path);
    if (parent === undefined || tree.get(path) !== undefined) {
      this.error ??= `node ${path} ${parent === undefined ? "has no parent" : "is there twice"}`;
      return;
    }
    const { ephemeralOwnerHi, ephemeralOwnerLo } = stat;
    const acl = tree.acls.useKey(aclKey);
    const created = stampOf(stat.czxid, stat.ctime);
    const node = new TreeNode(path, parent, acl, ephemeralOwnerHi, ephemeralOwnerLo, created);
    fill(node, stat);
    tree.values.put(node, data);
    tree.attach(node);
  }

  /** Completes a tree that is not older than its reserved nodes; call it once, at the end. */
  finish(): void {
    this.tree.addReserved();
    this.tree.acls.dropUnused();
  }

  #restore(root: TreeNode, data: Buffer | null, aclKey: number, stat: StatPersisted): void {
    this.tree.acls.release(root.acl);
    root.acl = this.tree.acls.useKey(aclKey);
    root.created = stampOf(stat.czxid, stat.ctime);
    fill(root, stat);
    this.tree.setData(root, data);
  }
}

function fill(node: TreeNode, stat: StatPersisted): void {
  const { created } = node;
  node.version = stat.version;
  node.cversion = stat.cversion;
  node.aversion = stat.aversion;
  node.modified = shared(created, stat.mzxid, stat.mtime);
  node.childrenChanged = shared(created, stat.pzxid, created.time);
}

/** The stamp of the node's creation when it says the same: most nodes then have one stamp. */
function shared(created: Stamp, zxid: StatPersisted["mzxid"], time: number): Stamp {
  const same = zxid.epoch === created.epoch && zxid.counter === created.counter;
  return same && time === created.time ? created : stampOf(zxid, time);
}

function stampOf({ epoch, counter }: StatPersisted["mzxid"], time: number): Stamp {
  return { epoch, counter, time };
}
