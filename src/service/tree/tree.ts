import { type Acl, perms } from "#codec";
import { AclTable } from "../acl/acl-table.js";
import { SessionMap } from "../sessions/session-map.js";
import { link, TreeNode, unlink } from "./node.js";
import { isSessionOwner } from "./owner.js";
import { parentOf, reserved } from "./path.js";
import { PathMap } from "./path-map.js";
import { NO_STAMP, type Stamp } from "./stamp.js";
import { ValueStore } from "./value-store.js";

/** What a new node needs beyond its place. */
export interface NewNode {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[] | null;
  /** As stored, see `owner.ts`. */
  readonly ownerHi: number;
  readonly ownerLo: number;
}

/** What everybody may read and nobody write. */
const READ_ONLY: readonly Acl[] = [{ perms: perms.READ, id: { scheme: "world", id: "anyone" } }];

/**
 * The nodes by path, with the indexes that follow from them. It keeps itself consistent and knows
 * no rules: what may change, and what a change does to versions, is for `prepare` and `apply`.
 */
export class Tree {
  readonly root: TreeNode;
  readonly acls = new AclTable();
  readonly values = new ValueStore();
  /** The ephemerals of each session that has any. */
  readonly ephemerals = new SessionMap<Set<TreeNode>>();
  ephemeralsCount = 0;
  readonly #nodes = new PathMap<TreeNode>();
  /** Characters of all paths. */
  #pathSize = 1;

  /** A tree of the root alone, which answers to "" and to "/". */
  constructor() {
    this.root = new TreeNode("", null, this.acls.use(null), 0, 0, NO_STAMP);
    this.values.put(this.root, EMPTY);
    this.#nodes.set("", this.root);
    this.#nodes.set(reserved.root, this.root);
  }

  /** As ZooKeeper counts: the root has two names and counts twice. */
  get nodeCount(): number {
    return this.#nodes.size;
  }

  /** Lengths of all paths and all data. */
  get approximateDataSize(): number {
    return this.#pathSize + this.values.size;
  }

  get(path: string): TreeNode | undefined {
    return this.#nodes.get(path);
  }

  /** The node below which this path is or would be. */
  parentOf(path: string): TreeNode | undefined {
    const parent = parentOf(path);
    return parent === null ? undefined : this.#nodes.get(parent);
  }

  /** Adds a node below a parent that has no child of this name. */
  add(parent: TreeNode, node: NewNode, created: Stamp): TreeNode {
    const acl = this.acls.use(node.acl);
    const child = new TreeNode(node.path, parent, acl, node.ownerHi, node.ownerLo, created);
    this.values.put(child, node.data);
    this.attach(child);
    return child;
  }

  /** Puts a complete node where its path and its parent say. */
  attach(node: TreeNode): void {
    link(node);
    this.#nodes.set(node.path, node);
    this.#pathSize += node.path.length;
    if (!isSessionOwner(node.ownerHi, node.ownerLo)) return;
    let owned = this.ephemerals.get(node.ownerHi, node.ownerLo);
    if (owned === undefined) {
      owned = new Set();
      this.ephemerals.set(node.ownerHi, node.ownerLo, owned);
    }
    owned.add(node);
    this.ephemeralsCount += 1;
  }

  /**
   * Takes a node out. Only a replayed deletion can meet children: they were created after it, so
   * that the log creates them again.
   */
  remove(node: TreeNode): void {
    while (node.firstChild !== null) this.remove(node.firstChild);
    unlink(node);
    this.#nodes.delete(node.path);
    this.#pathSize -= node.path.length;
    this.values.release(node);
    this.acls.release(node.acl);
    const owned = this.ephemerals.get(node.ownerHi, node.ownerLo);
    if (owned?.delete(node) !== true) return;
    this.ephemeralsCount -= 1;
    if (owned.size === 0) this.ephemerals.delete(node.ownerHi, node.ownerLo);
  }

  setData(node: TreeNode, data: Uint8Array | null): void {
    this.values.replace(node, data);
  }

  setAcl(node: TreeNode, acl: readonly Acl[] | null): void {
    const before = node.acl;
    node.acl = this.acls.use(acl);
    this.acls.release(before);
  }

  /** Adds what is missing of the nodes every tree has: all of them, or one in an old snapshot. */
  addReserved(): void {
    for (const path of [reserved.zookeeper, reserved.config, reserved.quota]) {
      const parent = this.parentOf(path);
      if (parent === undefined || this.get(path) !== undefined) continue;
      const config = path === reserved.config;
      const acl = config ? READ_ONLY : null;
      const node = this.add(parent, { path, data: EMPTY, acl, ownerHi: 0, ownerLo: 0 }, NO_STAMP);
      if (config) node.aversion = -1;
    }
  }

  /** Every node, parents before children, see `nodeAfter`. */
  *walk(): Generator<TreeNode, void, undefined> {
    for (let node: TreeNode | null = this.root; node !== null; node = nodeAfter(node))
      if (!node.gone) yield node;
  }
}

/**
 * The next node of a walk that may rest while the tree changes. A node removed under the walk leads
 * on to its older siblings; a node created meanwhile is met or not, as in any fuzzy snapshot.
 */
function nodeAfter(node: TreeNode): TreeNode | null {
  if (node.firstChild !== null) return node.firstChild;
  for (let at: TreeNode | null = node; at !== null; at = at.parent)
    if (at.next !== null) return at.next;
  return null;
}

const EMPTY = Buffer.alloc(0);
