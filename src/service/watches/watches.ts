import { type Acl, eventType, perms, type Zxid } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import type { TreeNode } from "../tree/node.js";
import { publicPath } from "../tree/path.js";
import type { OnEvent, Watcher } from "./watcher.js";
import { WatchTable } from "./watch-table.js";

/**
 * The two tables of watches and what fires them. Who may not read the node hears nothing, and its
 * watch is gone all the same.
 */
export class Watches {
  /** For the creation, change and deletion of a node. */
  readonly data = new WatchTable();
  /** For changes of the list of a node's children. */
  readonly child = new WatchTable();
  readonly #onEvent: OnEvent;

  constructor(onEvent: OnEvent) {
    this.#onEvent = onEvent;
  }

  get size(): number {
    return this.data.size + this.child.size;
  }

  remove(watcher: Watcher): void {
    this.data.remove(watcher);
    this.child.remove(watcher);
  }

  created(node: TreeNode, parent: TreeNode, zxid: Zxid): void {
    if (this.size === 0) return;
    this.#fire(this.data, eventType.NodeCreated, node.path, node.acl.acl, zxid);
    this.#childrenChanged(parent, zxid);
  }

  /** A connection that waited for the node in both tables hears of its end once. */
  deleted(node: TreeNode, parent: TreeNode, zxid: Zxid): void {
    if (this.size === 0) return;
    const { path, acl } = node;
    const told = this.#fire(this.data, eventType.NodeDeleted, path, acl.acl, zxid);
    this.#fire(this.child, eventType.NodeDeleted, path, acl.acl, zxid, told);
    this.#childrenChanged(parent, zxid);
  }

  /** `path` as the transaction has it. */
  dataChanged(node: TreeNode, path: string, zxid: Zxid): void {
    if (this.data.size === 0) return;
    this.#fire(this.data, eventType.NodeDataChanged, path, node.acl.acl, zxid);
  }

  /** Tells a watcher what it missed; who asks for that has seen the node before. */
  catchUp(watcher: Watcher, type: number, path: string): void {
    this.#onEvent(watcher, type, path, null);
  }

  #childrenChanged(parent: TreeNode, zxid: Zxid): void {
    const path = publicPath(parent.path);
    this.#fire(this.child, eventType.NodeChildrenChanged, path, parent.acl.acl, zxid);
  }

  #fire(
    table: WatchTable,
    type: number,
    path: string,
    acl: readonly Acl[],
    zxid: Zxid,
    except?: ReadonlySet<Watcher>,
  ): ReadonlySet<Watcher> {
    const watchers = table.take(path);
    for (const watcher of watchers) {
      if (except?.has(watcher) === true) continue;
      if (isAllowed(acl, perms.READ, watcher.ids)) this.#onEvent(watcher, type, path, zxid);
    }
    return watchers;
  }
}
