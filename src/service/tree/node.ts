import type { AclEntry } from "../acl/acl-table.js";
import type { Stamp } from "./stamp.js";
import type { Holder, Page } from "./value-store.js";

/**
 * A node of the tree. Every node has the same shape and refers to shared objects for what many
 * nodes have in common. Children are a list through the nodes themselves, newest first: it costs
 * a leaf nothing and a large parent no hash table.
 */
export class TreeNode implements Holder {
  /** The root's is "". */
  readonly path: string;
  readonly parent: TreeNode | null;
  page: Page | null = null;
  offset = 0;
  length = -1;
  acl: AclEntry;
  version = 0;
  /** As stored: it counts the children ever created. */
  cversion = 0;
  aversion = 0;
  /** As stored, see `owner.ts`. */
  readonly ownerHi: number;
  readonly ownerLo: number;
  created: Stamp;
  modified: Stamp;
  /** The last creation or deletion of a child; of the node itself before there was one. */
  childrenChanged: Stamp;
  childCount = 0;
  firstChild: TreeNode | null = null;
  next: TreeNode | null = null;
  previous: TreeNode | null = null;
  /** No longer in the tree. `next` and `parent` still lead a walk that stands here back to it. */
  gone = false;

  constructor(
    path: string,
    parent: TreeNode | null,
    acl: AclEntry,
    ownerHi: number,
    ownerLo: number,
    created: Stamp,
  ) {
    this.path = path;
    this.parent = parent;
    this.acl = acl;
    this.ownerHi = ownerHi;
    this.ownerLo = ownerLo;
    this.created = created;
    this.modified = created;
    this.childrenChanged = created;
  }

  /** The name its parent knows it by. */
  get name(): string {
    return this.path.slice((this.parent?.path.length ?? 0) + 1);
  }
}

/** Puts a node in front of its parent's children. */
export function link(node: TreeNode): void {
  const { parent } = node;
  if (parent === null) return;
  node.next = parent.firstChild;
  if (node.next !== null) node.next.previous = node;
  parent.firstChild = node;
  parent.childCount += 1;
}

/**
 * Takes a node out of its parent's children. Its own `next` stays: new children only ever come in
 * at the front, so that it still leads to every older sibling.
 */
export function unlink(node: TreeNode): void {
  const { parent, next, previous } = node;
  node.gone = true;
  if (parent === null) return;
  if (previous === null) parent.firstChild = next;
  else previous.next = next;
  if (next !== null) next.previous = previous;
  node.previous = null;
  parent.childCount -= 1;
}
