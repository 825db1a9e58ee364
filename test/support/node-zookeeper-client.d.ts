/** What the tests use of the npm package `node-zookeeper-client` 1.1.3, which has no types. */
declare module "node-zookeeper-client" {
  import type { EventEmitter } from "node:events";

  export interface ClientStat {
    readonly version: number;
    readonly numChildren: number;
    readonly dataLength: number;
    readonly ephemeralOwner: Buffer;
  }

  export interface ClientEvent {
    readonly name: string;
    readonly path: string;
  }

  type Watcher = (event: ClientEvent) => void;
  type Callback<A extends unknown[]> = (error: Error | null, ...answer: A) => void;

  export interface Client extends EventEmitter {
    connect(): void;
    close(): void;
    getSessionId(): Buffer;
    create(path: string, data: Buffer, mode: number, callback: Callback<[string]>): void;
    remove(path: string, version: number, callback: Callback<[]>): void;
    setData(path: string, data: Buffer, version: number, done: Callback<[ClientStat]>): void;
    getData(path: string, callback: Callback<[Buffer | undefined, ClientStat]>): void;
    getData(path: string, watcher: Watcher, done: Callback<[Buffer, ClientStat]>): void;
    exists(path: string, callback: Callback<[ClientStat | null]>): void;
    exists(path: string, watcher: Watcher, callback: Callback<[ClientStat | null]>): void;
    getChildren(path: string, callback: Callback<[string[], ClientStat]>): void;
    getChildren(path: string, watcher: Watcher, done: Callback<[string[], ClientStat]>): void;
  }

  export interface Package {
    createClient(servers: string, options?: { sessionTimeout?: number }): Client;
    readonly CreateMode: {
      readonly PERSISTENT: number;
      readonly PERSISTENT_SEQUENTIAL: number;
      readonly EPHEMERAL: number;
      readonly EPHEMERAL_SEQUENTIAL: number;
    };
    readonly Exception: {
      readonly NO_NODE: number;
      readonly BAD_VERSION: number;
      readonly NODE_EXISTS: number;
      readonly NOT_EMPTY: number;
    };
  }

  const zookeeper: Package;
  export default zookeeper;
}
