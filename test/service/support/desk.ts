import {
  type Acl,
  createRequestCodec,
  decode,
  deleteRequestCodec,
  encode,
  errorCode,
  existsRequestCodec,
  getACLResponseCodec,
  getACLRequestCodec,
  getChildren2ResponseCodec,
  getDataResponseCodec,
  type Id,
  opCode,
  OPEN_ACL,
  type RecordCodec,
  Reader,
  replyHeaderCodec,
  setDataRequestCodec,
  type Stat,
  statCodec,
  Writer,
  type Zxid,
} from "#codec";
import { type Applied, Preparer, Service, SessionTracker, type Watcher } from "#service";

/** A client: its session, who it is, and as a watcher its name. */
export interface Person extends Watcher {
  readonly name: string;
  readonly hi: number;
  readonly lo: number;
}

export function person(name: string, lo: number, ids: readonly Id[] = []): Person {
  return { name, hi: 7, lo, ids };
}

export const alice = person("alice", 1);
export const bob = person("bob", 2);

/** A transaction on its way: prepared, not applied. */
export interface Pending {
  readonly body: Buffer;
  readonly zxid: Zxid;
  readonly opcode: number;
}

/** A reply taken apart. */
export interface Reply {
  readonly xid: number;
  readonly zxid: Zxid;
  readonly err: number;
  readonly body: Buffer;
}

export interface CreateOptions {
  readonly data?: Buffer | null;
  readonly acl?: readonly Acl[] | null;
  readonly flags?: number;
  readonly opcode?: number;
}

export const { NONODE, NODEEXISTS, BADARGUMENTS, BADVERSION, NOAUTH } = errorCode;

/** Where the clock of the tests begins. */
export const START = 1_700_000_000_000;

/** One standalone server without network, disk and clock. */
export class Desk {
  readonly events: string[] = [];
  readonly log: Pending[] = [];
  readonly service = new Service({
    onEvent: (watcher, type, path, zxid) => {
      const at = zxid === null ? "-" : String(zxid.counter);
      this.events.push(`${(watcher as Person).name} ${type} ${path} ${at}`);
    },
  });
  readonly tracker = new SessionTracker(1000);
  readonly preparer = new Preparer(this.service, {
    isLive: (hi, lo) => this.tracker.isLive(hi, lo),
  });
  counter = 0;
  xid = 0;

  constructor(...people: Person[]) {
    for (const who of people) this.open(who);
  }

  next(): Zxid {
    this.counter += 1;
    return { epoch: 1, counter: this.counter };
  }

  get time(): number {
    return START + this.counter;
  }

  open(who: Person): Applied {
    this.tracker.add(who.hi, who.lo, 30_000, 0);
    const zxid = this.next();
    const body = this.preparer.prepareCreateSession(who.hi, who.lo, 30_000, zxid, this.time);
    return this.apply({ body, zxid, opcode: opCode.createSession });
  }

  prepareClose(who: Person, cxid = 0): Pending {
    const zxid = this.next();
    const body = this.preparer.prepareCloseSession(who.hi, who.lo, cxid, zxid, this.time);
    this.tracker.setClosing(who.hi, who.lo);
    return { body, zxid, opcode: opCode.closeSession };
  }

  close(who: Person): Applied {
    return this.apply(this.prepareClose(who));
  }

  prepare(who: Person, opcode: number, body: Buffer): Pending {
    const zxid = this.next();
    this.xid += 1;
    const { hi: sessionHi, lo: sessionLo, ids } = who;
    const request = { sessionHi, sessionLo, cxid: this.xid, opcode, body, ids };
    return { body: this.preparer.prepare(request, zxid, this.time), zxid, opcode };
  }

  apply(pending: Pending): Applied {
    this.log.push(pending);
    const applied = this.service.apply(pending.body, pending.zxid);
    this.preparer.applied(pending.zxid);
    return applied;
  }

  prepareCreate(who: Person, path: string, options: CreateOptions = {}): Pending {
    const { data = Buffer.from("x"), acl = OPEN_ACL, flags = 0, opcode = opCode.create } = options;
    return this.prepare(who, opcode, encode(createRequestCodec, { path, data, acl, flags }));
  }

  create(who: Person, path: string, options: CreateOptions = {}): Applied {
    return this.apply(this.prepareCreate(who, path, options));
  }

  prepareDelete(who: Person, path: string, version = -1): Pending {
    return this.prepare(who, opCode.delete, encode(deleteRequestCodec, { path, version }));
  }

  delete(who: Person, path: string, version = -1): Applied {
    return this.apply(this.prepareDelete(who, path, version));
  }

  prepareSet(who: Person, path: string, data: Buffer | null, version = -1): Pending {
    return this.prepare(who, opCode.setData, encode(setDataRequestCodec, { path, data, version }));
  }

  set(who: Person, path: string, text: string, version = -1): Applied {
    return this.apply(this.prepareSet(who, path, Buffer.from(text), version));
  }

  /** The reply to a write, as it leaves. */
  reply(applied: Applied, opcode: number = applied.type): Reply {
    const out = new Writer();
    this.service.appendWriteReply(out, 42, applied, opcode);
    return takeApart(out.finish());
  }

  read(who: Person, opcode: number, body: Buffer, xid = 9): Reply {
    const out = new Writer();
    this.service.read(out, { xid, opcode, body, ids: who.ids, watcher: who });
    return takeApart(out.finish());
  }

  look(who: Person, opcode: number, path: string, watch = false): Reply {
    return this.read(who, opcode, encode(existsRequestCodec, { path, watch }));
  }

  exists(path: string, who: Person = alice, watch = false): Stat | number {
    const reply = this.look(who, opCode.exists, path, watch);
    return reply.err === 0 ? value(statCodec, reply) : reply.err;
  }

  stat(path: string): Stat {
    const stat = this.exists(path);
    if (typeof stat === "number") throw new Error(`${path} is not there: ${stat}`);
    return stat;
  }

  data(path: string, who: Person = alice, watch = false): string | null | number {
    const reply = this.look(who, opCode.getData, path, watch);
    if (reply.err !== 0) return reply.err;
    return value(getDataResponseCodec, reply).data?.toString() ?? null;
  }

  children(path: string, who: Person = alice, watch = false): readonly string[] | number {
    const reply = this.look(who, opCode.getChildren2, path, watch);
    return reply.err === 0
      ? [...value(getChildren2ResponseCodec, reply).children].sort()
      : reply.err;
  }

  acl(path: string, who: Person = alice): readonly Acl[] | null | number {
    const reply = this.read(who, opCode.getACL, encode(getACLRequestCodec, { path }));
    return reply.err === 0 ? value(getACLResponseCodec, reply).acl : reply.err;
  }

  /** The events so far, and from now on new ones. */
  heard(): string[] {
    return this.events.splice(0);
  }
}

/** The one frame that the bytes are; anything else throws. */
export function takeApart(frame: Buffer): Reply {
  const r = new Reader(frame);
  const length = r.int();
  if (length !== frame.length - 4) throw new Error(`frame of ${length} in ${frame.length} bytes`);
  const header = replyHeaderCodec.read(r);
  return { ...header, body: r.rest() };
}

export function value<T>(codec: RecordCodec<T>, { body }: Reply): T {
  const decoded = decode(codec, body);
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return decoded.value;
}

export function acl(perms: number, scheme = "world", id = "anyone"): Acl {
  return { perms, id: { scheme, id } };
}

/** Everything a snapshot of the service would say, comparable and in order. */
export function dump(service: Service): unknown {
  const { sessions, acls, nodes } = service.snapshotSource();
  const lists = new Map(acls.map((entry) => [entry.key, entry.acl]));
  const seen = [...nodes].map(({ path, data, aclKey, stat }) => ({
    path,
    data: data?.toString("hex") ?? null,
    acl: lists.get(aclKey) ?? OPEN_ACL,
    stat: plain(stat),
  }));
  const byPath = seen.sort((a, b) => (a.path < b.path ? -1 : 1));
  const byId = [...sessions].sort((a, b) => a.sessionHi - b.sessionHi || a.sessionLo - b.sessionLo);
  const { nodeCount, ephemeralsCount, approximateDataSize } = service;
  return { sessions: byId, nodes: byPath, nodeCount, ephemeralsCount, approximateDataSize };
}

function plain<T extends { czxid: Zxid; mzxid: Zxid; pzxid: Zxid }>(stat: T): unknown {
  const of = ({ epoch, counter }: Zxid) => `${epoch}:${counter}`;
  const { czxid, mzxid, pzxid } = stat;
  return { ...stat, czxid: of(czxid), mzxid: of(mzxid), pzxid: of(pzxid) };
}
