import {
  appendTxn,
  createRequestCodec,
  deleteRequestCodec,
  errorCode,
  type Field,
  opCode,
  Reader,
  setDataRequestCodec,
  type Txn,
  Writer,
  type Zxid,
} from "#codec";
import type { Service } from "../service.js";
import { prepareCloseSession } from "./close-session.js";
import { prepareCreate } from "./create.js";
import { prepareDelete } from "./delete.js";
import { Outstanding } from "./outstanding.js";
import type { Preparation, Prepared, WriteRequest } from "./request.js";
import { prepareSetData } from "./set-data.js";

export interface PreparerOptions {
  /** Whether the session is there and not about to end: other writes fail with SESSIONEXPIRED. */
  isLive(sessionHi: number, sessionLo: number): boolean;
}

/** Bytes of transactions allocated at a time. */
const SLAB = 256 * 1024;

/**
 * Makes transactions of requests, on the leader or a standalone server (ZooKeeper's
 * `PrepRequestProcessor`): against the tree and every write prepared before, whether applied or
 * not. A write that must fail becomes an error transaction and takes its place in the order.
 * Zxid and time come from the caller; each result is the complete body of a log entry.
 */
export class Preparer {
  readonly #outstanding: Outstanding;
  readonly #options: PreparerOptions;
  readonly #out = new Writer(SLAB);

  constructor(service: Service, options: PreparerOptions) {
    this.#outstanding = new Outstanding(service);
    this.#options = options;
  }

  /** Changes prepared and not applied yet. */
  get outstanding(): number {
    return this.#outstanding.size;
  }

  prepare(request: WriteRequest, zxid: Zxid, time: number): Buffer {
    const { sessionHi, sessionLo, cxid, opcode } = request;
    const live = this.#options.isLive(sessionHi, sessionLo);
    const prepared = run({ outstanding: this.#outstanding, request, zxid, live });
    if (typeof prepared === "number") return this.prepareError(request, prepared, zxid, time);
    const header = { sessionHi, sessionLo, cxid, zxid, time, type: opcode };
    appendTxn(this.#out, header, prepared);
    return this.#out.finish();
  }

  /** The transaction of a write that fails with this `errorCode`. */
  prepareError(
    { sessionHi, sessionLo, cxid }: Pick<WriteRequest, "sessionHi" | "sessionLo" | "cxid">,
    err: number,
    zxid: Zxid,
    time: number,
  ): Buffer {
    const header = { sessionHi, sessionLo, cxid, zxid, time, type: opCode.error };
    return this.#encode(header, { err });
  }

  /** `timeout`: ms, negotiated. */
  prepareCreateSession(
    sessionHi: number,
    sessionLo: number,
    timeout: number,
    zxid: Zxid,
    time: number,
  ): Buffer {
    const header = { sessionHi, sessionLo, cxid: 0, zxid, time, type: opCode.createSession };
    return this.#encode(header, { timeOut: timeout });
  }

  /** `cxid`: the xid of the client's request; 0 when the session has expired. */
  prepareCloseSession(
    sessionHi: number,
    sessionLo: number,
    cxid: number,
    zxid: Zxid,
    time: number,
  ): Buffer {
    const header = { sessionHi, sessionLo, cxid, zxid, time, type: opCode.closeSession };
    return this.#encode(header, prepareCloseSession(this.#outstanding, sessionHi, sessionLo, zxid));
  }

  /** The tree contains every transaction up to this one. */
  applied(zxid: Zxid): void {
    this.#outstanding.applied(zxid);
  }

  /** The role has ended: what was prepared and not applied may never happen. */
  reset(): void {
    this.#outstanding.clear();
  }

  #encode(header: Parameters<typeof appendTxn>[1], record: Txn["record"]): Buffer {
    appendTxn(this.#out, header, record);
    return this.#out.finish();
  }
}

function run(preparation: Preparation): Prepared {
  switch (preparation.request.opcode) {
    case opCode.create:
    case opCode.create2:
      return parsed(createRequestCodec, preparation, prepareCreate);
    case opCode.delete:
      return parsed(deleteRequestCodec, preparation, prepareDelete);
    case opCode.setData:
      return parsed(setDataRequestCodec, preparation, prepareSetData);
    default:
      return errorCode.UNIMPLEMENTED;
  }
}

/** Runs a preparation on the parsed body; a body that does not parse must fail like any other. */
function parsed<T>(
  codec: Field<T>,
  preparation: Preparation,
  prepare: (preparation: Preparation, body: T) => Prepared,
): Prepared {
  const r = new Reader(preparation.request.body);
  const body = codec.read(r);
  return r.error === null ? prepare(preparation, body) : errorCode.MARSHALLINGERROR;
}
