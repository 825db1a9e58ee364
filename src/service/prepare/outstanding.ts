import type { Acl, Zxid } from "#codec";
import { SessionMap } from "../sessions/session-map.js";
import type { State } from "../state.js";
import { isSessionOwner } from "../tree/owner.js";
import { isAfter } from "../tree/stamp.js";

/** What a check needs to know about a node, as it will be after every write before this one. */
export interface NodeView {
  readonly path: string;
  readonly version: number;
  /** As stored. */
  readonly cversion: number;
  readonly aversion: number;
  readonly childCount: number;
  readonly ownerHi: number;
  readonly ownerLo: number;
  readonly acl: readonly Acl[];
}

/** A node after one write that has not been applied; `node` is null when that write deletes it. */
interface Change {
  readonly zxid: Zxid;
  readonly path: string;
  readonly node: NodeView | null;
}

/** Changes that were dropped from the front of the queue before it is moved up. */
const SLACK = 1024;

/**
 * The tree as it will be once every prepared write is applied (ZooKeeper's "outstanding changes").
 * Each change is kept until its transaction has reached the tree.
 */
export class Outstanding {
  readonly #source: { readonly state: State };
  /** The last change of each path. */
  readonly #byPath = new Map<string, Change>();
  #queue: Change[] = [];
  #first = 0;
  /** Ephemerals that sessions will have and do not have yet. */
  readonly #ephemerals = new SessionMap<Set<string>>();

  /** `source`: whoever has the tree, which a loaded snapshot replaces. */
  constructor(source: { readonly state: State }) {
    this.#source = source;
  }

  /** Changes not applied yet. */
  get size(): number {
    return this.#queue.length - this.#first;
  }

  /** The node as it will be, or null when there will be none. The root's path is "". */
  get(path: string): NodeView | null {
    const change = this.#byPath.get(path);
    if (change !== undefined) return change.node;
    const node = this.#source.state.tree.get(path);
    if (node === undefined) return null;
    return {
      path,
      version: node.version,
      cversion: node.cversion,
      aversion: node.aversion,
      childCount: node.childCount,
      ownerHi: node.ownerHi,
      ownerLo: node.ownerLo,
      acl: node.acl.acl,
    };
  }

  /** The write with this zxid makes the node what `node` says. */
  put(zxid: Zxid, node: NodeView): void {
    this.#push({ zxid, path: node.path, node });
    const { ownerHi, ownerLo } = node;
    if (!isSessionOwner(ownerHi, ownerLo)) return;
    const owned = this.#ephemerals.get(ownerHi, ownerLo);
    if (owned === undefined) this.#ephemerals.set(ownerHi, ownerLo, new Set([node.path]));
    else owned.add(node.path);
  }

  /** The write with this zxid deletes the node. */
  remove(zxid: Zxid, path: string): void {
    this.#push({ zxid, path, node: null });
  }

  /** The ephemerals the session will have, oldest first. */
  ephemeralsOf(hi: number, lo: number): string[] {
    const paths = new Set<string>();
    for (const { path } of this.#source.state.tree.ephemerals.get(hi, lo) ?? []) paths.add(path);
    for (const path of this.#ephemerals.get(hi, lo) ?? []) paths.add(path);
    return [...paths].filter((path) => {
      const node = this.get(path);
      return node !== null && node.ownerHi === hi && node.ownerLo === lo;
    });
  }

  /** The tree contains every transaction up to this one. */
  applied(zxid: Zxid): void {
    for (;;) {
      const change = this.#queue[this.#first];
      if (change === undefined || isAfter(change.zxid, zxid)) break;
      this.#first += 1;
      if (this.#byPath.get(change.path) === change) this.#byPath.delete(change.path);
      if (change.node !== null) this.#forget(change.node);
    }
    if (this.#first < SLACK || this.#first * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#first);
    this.#first = 0;
  }

  clear(): void {
    this.#byPath.clear();
    this.#ephemerals.clear();
    this.#queue = [];
    this.#first = 0;
  }

  #push(change: Change): void {
    this.#byPath.set(change.path, change);
    this.#queue.push(change);
  }

  #forget({ path, ownerHi, ownerLo }: NodeView): void {
    if (ownerHi === 0 && ownerLo === 0) return;
    const owned = this.#ephemerals.get(ownerHi, ownerLo);
    if (owned?.delete(path) === true && owned.size === 0) {
      this.#ephemerals.delete(ownerHi, ownerLo);
    }
  }
}
