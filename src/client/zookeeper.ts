import { EventEmitter } from "node:events";
import {
  type Acl,
  create2ResponseCodec,
  type Create2Response,
  createMode,
  createRequestCodec,
  deleteRequestCodec,
  errorCode,
  existsRequestCodec,
  type Field,
  getACLRequestCodec,
  getChildren2RequestCodec,
  getChildren2ResponseCodec,
  getDataRequestCodec,
  opCode,
  OPEN_ACL,
  type Reader,
  sessionIdFromHex,
  sessionIdToHex,
  setDataRequestCodec,
  type Stat,
  syncRequestCodec,
  type WatcherEvent,
  type Zxid,
} from "#codec";
import { parseConnectString, toClient, toServer } from "./connect-string.js";
import { connectionLoss, sessionOver, ZooKeeperError } from "./errors.js";
import { READS, type AclAndStat, type ChildrenAndStat, type DataAndStat } from "./results.js";
import { Session, type SessionState } from "./session.js";
import { type Watcher, type WatchKind, WatchRegistry } from "./watch-registry.js";

export type CreateMode =
  "PERSISTENT" | "EPHEMERAL" | "PERSISTENT_SEQUENTIAL" | "EPHEMERAL_SEQUENTIAL";

export interface CreateOptions {
  /** PERSISTENT unless said otherwise. */
  readonly mode?: CreateMode;
  /** Everybody may do everything unless said otherwise. */
  readonly acl?: readonly Acl[];
}

export interface ClientOptions {
  /** ms; the server may grant another (default 30 000). */
  readonly sessionTimeout?: number;
  /** Resumes this session instead of beginning one. */
  readonly session?: SessionKey;
}

/** What another process needs to go on with a session. */
export interface SessionKey {
  /** 16 hex digits. */
  readonly id: string;
  readonly password: Uint8Array;
}

export interface ClientEvents {
  state: [state: SessionState];
}

const DEFAULT_SESSION_TIMEOUT = 30_000;

/**
 * A client of a ZooKeeper ensemble.
 *
 * Operations may be issued without waiting for one another: they are sent in
 * order, all those of a turn in one write, and are answered in order. One that
 * fails rejects with a {@link ZooKeeperError}. When the connection is lost,
 * every operation without an answer rejects with CONNECTIONLOSS, as does any
 * that is issued before the client has found another server; nothing is
 * retried, because only the caller knows whether it may happen twice. The
 * session and its watches move to the next server by themselves.
 *
 * Emits `state` with the new {@link SessionState} whenever it changes.
 */
export class ZooKeeper extends EventEmitter<ClientEvents> {
  /** The path under which all of this client's paths are; "" for none. */
  readonly chroot: string;
  private readonly session: Session;
  private readonly watches = new WatchRegistry();

  /**
   * Begins to connect; `whenConnected` tells when that is done.
   *
   * @param servers `host:port,host:port/chroot`
   * @throws Error when `servers` or the session's id cannot be read
   */
  constructor(servers: string, options: ClientOptions = {}) {
    super();
    const { hosts, chroot } = parseConnectString(servers);
    this.chroot = chroot;
    const timeout = options.sessionTimeout ?? DEFAULT_SESSION_TIMEOUT;
    this.session = new Session(hosts, timeout, resumable(options.session), {
      onState: (state) => this.changed(state),
      onEvent: (event, zxid) => this.fire(event, zxid),
      armed: () => ({
        dataWatches: this.armed("data"),
        existWatches: this.armed("exist"),
        childWatches: this.armed("child"),
      }),
    });
  }

  /** Connects, or rejects with CONNECTIONLOSS when no server answers within the timeout. */
  static async connect(servers: string, options: ClientOptions = {}): Promise<ZooKeeper> {
    const client = new ZooKeeper(servers, options);
    try {
      await client.whenConnected();
    } catch (error) {
      await client.close();
      throw error;
    }
    return client;
  }

  get state(): SessionState {
    return this.session.state;
  }

  /** The session, for resuming it elsewhere; its id is all zeros until one has begun. */
  get sessionKey(): SessionKey {
    const { sessionHi, sessionLo, password } = this.session.credentials;
    return { id: sessionIdToHex(sessionHi, sessionLo), password };
  }

  /** ms; what the server granted. */
  get sessionTimeout(): number {
    return this.session.timeout;
  }

  /** The newest zxid any reply has carried. */
  get lastZxid(): Zxid {
    return this.session.lastZxid;
  }

  /** Why there is, or was, no connection: one line for people. */
  get lastFailure(): string {
    return this.session.lastReason;
  }

  /**
   * Resolves as soon as the client is connected.
   *
   * @param patience ms; then it rejects with CONNECTIONLOSS. The session timeout by default.
   */
  whenConnected(patience = this.session.timeout): Promise<void> {
    return new Promise((resolve, reject) => {
      const settled = (state: SessionState) => {
        if (state === "connecting") return false;
        if (state === "connected") resolve();
        else reject(sessionOver(null, state));
        clearTimeout(timer);
        this.off("state", settled);
        return true;
      };
      const giveUp = () => {
        this.off("state", settled);
        reject(connectionLoss(null, `no connection in ${patience} ms; ${this.lastFailure}`));
      };
      const timer = setTimeout(giveUp, patience);
      if (!settled(this.state)) this.on("state", settled);
    });
  }

  /** Makes a node; resolves to its path, which a sequential mode completes. */
  create(
    path: string,
    data: Uint8Array | string | null = null,
    options: CreateOptions = {},
  ): Promise<string> {
    const request = this.creation(path, data, options);
    const made = this.send(opCode.create, createRequestCodec, request, path, READS.create);
    return made.then((full) => toClient(this.chroot, full));
  }

  /** Like create; resolves to the path and the new node's Stat. */
  async create2(
    path: string,
    data: Uint8Array | string | null = null,
    options: CreateOptions = {},
  ): Promise<Create2Response> {
    const request = this.creation(path, data, options);
    const read = create2ResponseCodec.read;
    const made = await this.send(opCode.create2, createRequestCodec, request, path, read);
    return { path: toClient(this.chroot, made.path), stat: made.stat };
  }

  /** Removes a node without children, if it is at `version`; −1 takes any. */
  delete(path: string, version = -1): Promise<void> {
    const record = { path: this.full(path), version };
    return this.send<typeof record, void>(opCode.delete, deleteRequestCodec, record, path, null);
  }

  /** The node's Stat, null when there is no node. The watch also sees it being created. */
  exists(path: string, watcher?: Watcher): Promise<Stat | null> {
    const record = { path: this.full(path), watch: watcher !== undefined };
    const settled =
      watcher === undefined
        ? null
        : (err: number) => {
            if (err === errorCode.OK) this.watches.add("data", path, watcher);
            else if (err === errorCode.NONODE) this.watches.add("exist", path, watcher);
          };
    const { exists } = READS;
    return this.send<typeof record, Stat | null>(
      opCode.exists,
      existsRequestCodec,
      record,
      path,
      exists,
      settled,
    ).catch((error: unknown) => {
      if (error instanceof ZooKeeperError && error.code === errorCode.NONODE) return null;
      throw error;
    });
  }

  /** The node's data and Stat. */
  getData(path: string, watcher?: Watcher): Promise<DataAndStat> {
    const record = { path: this.full(path), watch: watcher !== undefined };
    const settled = this.arms("data", path, watcher);
    return this.send(opCode.getData, getDataRequestCodec, record, path, READS.getData, settled);
  }

  /** Replaces the node's data, if it is at `version`; −1 takes any. */
  setData(path: string, data: Uint8Array | string | null, version = -1): Promise<Stat> {
    const record = { path: this.full(path), data: bytes(data), version };
    return this.send(opCode.setData, setDataRequestCodec, record, path, READS.setData);
  }

  /** Who may do what with the node, and its Stat. */
  getACL(path: string): Promise<AclAndStat> {
    const record = { path: this.full(path) };
    return this.send(opCode.getACL, getACLRequestCodec, record, path, READS.getACL);
  }

  /** The names of the node's children, and its Stat. */
  getChildren(path: string, watcher?: Watcher): Promise<ChildrenAndStat> {
    const record = { path: this.full(path), watch: watcher !== undefined };
    const settled = this.arms("child", path, watcher);
    const { read } = getChildren2ResponseCodec;
    const codec = getChildren2RequestCodec;
    return this.send<typeof record, ChildrenAndStat>(
      opCode.getChildren2,
      codec,
      record,
      path,
      read,
      settled,
    );
  }

  /** Waits until this server has everything the leader has committed; reads then see it. */
  async sync(path = "/"): Promise<string> {
    const record = { path: this.full(path) };
    await this.send(opCode.sync, syncRequestCodec, record, path, READS.path);
    return path;
  }

  /** Ends the session, after the answers to everything issued before, within bounded time. */
  close(): Promise<void> {
    return this.session.close();
  }

  /** Ends the connection only: the session, and its ephemeral nodes, live on to the timeout. */
  disconnect(): void {
    this.session.abandon();
  }

  private send<Q, A>(
    type: number,
    codec: Field<Q>,
    record: Q,
    path: string,
    read: ((r: Reader) => A) | null,
    settled: ((err: number) => void) | null = null,
  ): Promise<A> {
    if (!path.startsWith("/")) {
      const message = `BadArguments: path "${path}" does not begin with "/"`;
      return Promise.reject(new ZooKeeperError(errorCode.BADARGUMENTS, path, message));
    }
    return this.session.request(type, codec, record, path, read, settled);
  }

  private creation(path: string, data: Uint8Array | string | null, options: CreateOptions) {
    const { mode = "PERSISTENT", acl = OPEN_ACL } = options;
    return { path: this.full(path), data: bytes(data), acl, flags: createMode[mode] };
  }

  private full(path: string): string {
    return toServer(this.chroot, path);
  }

  private arms(kind: WatchKind, path: string, watcher: Watcher | undefined) {
    if (watcher === undefined) return null;
    return (err: number) => {
      if (err === errorCode.OK) this.watches.add(kind, path, watcher);
    };
  }

  private armed(kind: WatchKind): string[] {
    return this.watches.paths(kind).map((path) => this.full(path));
  }

  private fire({ type, path }: WatcherEvent, zxid: Zxid): void {
    this.watches.fire(type, toClient(this.chroot, path), zxid);
  }

  private changed(state: SessionState): void {
    if (state === "expired" || state === "closed") this.watches.end();
    queueMicrotask(() => this.emit("state", state));
  }
}

function bytes(data: Uint8Array | string | null): Buffer | null {
  if (data === null || Buffer.isBuffer(data)) return data;
  if (typeof data === "string") return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function resumable(key: SessionKey | undefined) {
  if (key === undefined) return null;
  const id = sessionIdFromHex(key.id);
  if (id === null) throw new Error(`session id "${key.id}" is not 1 to 16 hex digits`);
  return { sessionHi: id.hi, sessionLo: id.lo, password: Buffer.from(key.password) };
}
