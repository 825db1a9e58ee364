import { type SnapshotSource, type Writer, type Zxid, ZERO_ZXID } from "#codec";
import { applyTxn } from "./apply/apply.js";
import type { Applied } from "./apply/applied.js";
import { appendWriteReply } from "./apply/reply.js";
import { answerRead } from "./read/read.js";
import type { ReadRequest } from "./read/request.js";
import { SessionMap } from "./sessions/session-map.js";
import type { SessionId } from "./sessions/session-tracker.js";
import { SnapshotLoader } from "./snapshot/loader.js";
import { snapshotSource } from "./snapshot/source.js";
import type { State } from "./state.js";
import { reserved } from "./tree/path.js";
import { Tree } from "./tree/tree.js";
import type { OnEvent, Watcher } from "./watches/watcher.js";
import { Watches } from "./watches/watches.js";

export interface ServiceOptions {
  readonly onEvent: OnEvent;
}

/**
 * What the ensemble agrees on: the tree, the sessions, and the watches of this server's clients.
 * Transactions change it, reads look at it; it knows no clock, no chance and no network.
 */
export class Service {
  /** Of the last transaction applied, or of the snapshot loaded. */
  lastZxid: Zxid = ZERO_ZXID;
  #state: State;

  /** An empty tree: no more than the nodes that every tree has. */
  constructor({ onEvent }: ServiceOptions) {
    const tree = new Tree();
    tree.addReserved();
    this.#state = { tree, sessions: new SessionMap(), watches: new Watches(onEvent) };
  }

  /** For the other half of the service, `prepare`. */
  get state(): State {
    return this.#state;
  }

  /** Timeouts in ms. */
  get sessions(): SessionMap<number> {
    return this.#state.sessions;
  }

  get nodeCount(): number {
    return this.#state.tree.nodeCount;
  }

  get watchCount(): number {
    return this.#state.watches.size;
  }

  get ephemeralsCount(): number {
    return this.#state.tree.ephemeralsCount;
  }

  get approximateDataSize(): number {
    return this.#state.tree.approximateDataSize;
  }

  /** Applies the body of a log entry and tells the watchers, see `applyTxn`. */
  apply(body: Buffer, zxid: Zxid): Applied {
    this.lastZxid = zxid;
    return applyTxn(this.#state, body, zxid);
  }

  /** Appends the answer to a write, see `appendWriteReply`. */
  appendWriteReply(out: Writer, xid: number, applied: Applied, opcode: number): void {
    appendWriteReply(out, xid, applied, opcode);
  }

  /** Appends the answer to a read; events it brings about are sent before. */
  read(out: Writer, request: ReadRequest): void {
    answerRead(this.#state, out, request, this.lastZxid);
  }

  /** The connection is over: its watches go with it. */
  removeWatcher(watcher: Watcher): void {
    this.#state.watches.remove(watcher);
  }

  /** What a snapshot taken now is made of. It may be read in slices while `apply` goes on. */
  snapshotSource(): SnapshotSource {
    return snapshotSource(this.#state);
  }

  /** Replaces everything but the watches by a snapshot; returns why it cannot be, or null. */
  loadSnapshot(source: SnapshotSource, zxid: Zxid): string | null {
    const loader = new SnapshotLoader();
    for (const { sessionHi, sessionLo, timeout } of source.sessions) {
      loader.session(sessionHi, sessionLo, timeout);
    }
    for (const { key, acl } of source.acls) loader.acl(key, acl);
    for (const { path, data, aclKey, stat } of source.nodes) {
      loader.node(path, data, aclKey, stat);
    }
    return this.install(loader, zxid);
  }

  /** The same for a snapshot that was read into a loader; the loader is used up. */
  install(loader: SnapshotLoader, zxid: Zxid): string | null {
    if (loader.error !== null) return loader.error;
    loader.finish();
    const { watches } = this.#state;
    this.#state = { tree: loader.tree, sessions: loader.sessions, watches };
    this.lastZxid = zxid;
    return null;
  }

  /**
   * Sessions that own ephemerals and are not in the table of sessions: what a leader closes when
   * it begins, because nobody will ever hear of them again.
   */
  orphanedSessions(): SessionId[] {
    const { tree, sessions } = this.#state;
    const orphans: SessionId[] = [];
    tree.ephemerals.forEach((_owned, hi, lo) => {
      if (!sessions.has(hi, lo)) orphans.push({ hi, lo });
    });
    return orphans;
  }

  /** Gives /zookeeper/config the ensemble's configuration, which came into force with `version`. */
  setConfigNode(text: string, version: Zxid, time = 0): void {
    const { tree } = this.#state;
    const node = tree.get(reserved.config);
    if (node === undefined) return;
    tree.setData(node, Buffer.from(text));
    node.version = -1;
    node.modified = { epoch: version.epoch, counter: version.counter, time };
  }
}
