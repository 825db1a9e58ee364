import { eventType, NO_ZXID, type Zxid } from "#codec";

/** What happened to a node; None says that the session is over and the watch with it. */
export type WatchEventType =
  "NodeCreated" | "NodeDeleted" | "NodeDataChanged" | "NodeChildrenChanged" | "None";

export interface WatchEvent {
  readonly type: WatchEventType;
  /** As the client names it, without chroot. */
  readonly path: string;
  /** Of the change; all ones if the server does not say, as for changes seen after a reconnect. */
  readonly zxid: Zxid;
}

/** Called once, with the first event after it was set. */
export type Watcher = (event: WatchEvent) => void;

type Table = Map<string, Set<Watcher>>;

/** What a watch was set with: getData or exists on a node, exists on none, getChildren. */
export type WatchKind = "data" | "exist" | "child";

const FIRES: ReadonlyMap<number, { name: WatchEventType; kinds: readonly WatchKind[] }> = new Map([
  [eventType.NodeCreated, { name: "NodeCreated", kinds: ["data", "exist"] }],
  [eventType.NodeDeleted, { name: "NodeDeleted", kinds: ["data", "exist", "child"] }],
  [eventType.NodeDataChanged, { name: "NodeDataChanged", kinds: ["data", "exist"] }],
  [eventType.NodeChildrenChanged, { name: "NodeChildrenChanged", kinds: ["child"] }],
]);

/** The client's one-shot watches, so that they can be armed again on another connection. */
export class WatchRegistry {
  private readonly tables: Readonly<Record<WatchKind, Table>> = {
    data: new Map(),
    exist: new Map(),
    child: new Map(),
  };

  add(kind: WatchKind, path: string, watcher: Watcher): void {
    const table = this.tables[kind];
    const watchers = table.get(path);
    if (watchers === undefined) table.set(path, new Set([watcher]));
    else watchers.add(watcher);
  }

  /** Takes the watchers this event is for. Each is called in a microtask of its own. */
  fire(type: number, path: string, zxid: Zxid): void {
    const fires = FIRES.get(type);
    if (fires === undefined) return;
    const called = new Set<Watcher>();
    for (const kind of fires.kinds) {
      for (const watcher of this.tables[kind].get(path) ?? []) called.add(watcher);
      this.tables[kind].delete(path);
    }
    call(called, { type: fires.name, path, zxid });
  }

  /** Tells every watcher that there will be no event. */
  end(): void {
    for (const table of Object.values(this.tables)) {
      for (const [path, watchers] of table) call(watchers, { type: "None", path, zxid: NO_ZXID });
      table.clear();
    }
  }

  paths(kind: WatchKind): string[] {
    return [...this.tables[kind].keys()];
  }
}

function call(watchers: ReadonlySet<Watcher>, event: WatchEvent): void {
  for (const watcher of watchers) queueMicrotask(() => watcher(event));
}
