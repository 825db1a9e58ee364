import {
  createTxnCodec,
  decodeTxnRecord,
  opCode,
  Reader,
  setDataTxnCodec,
  type SimpleTxn,
  type Zxid,
} from "#codec";
import type { State } from "../state.js";
import { CONTAINER_OWNER_HI, ttlOwner } from "../tree/owner.js";
import type { Applied, Outcome, TxnContext } from "./applied.js";
import { applyCreate } from "./create.js";
import { applyDelete } from "./delete.js";
import { applyMulti } from "./multi.js";
import { applyCloseSession, applyCreateSession } from "./sessions.js";
import { applySetAcl } from "./set-acl.js";
import { applySetData } from "./set-data.js";

/**
 * Applies one transaction. Applying what the tree contains already leaves it as it should be, so a
 * log can be replayed over a fuzzy snapshot.
 *
 * `body` has been decoded once before (by whoever received or recovered it): a transaction that
 * does not decode here would make this server differ from the others, and throws.
 */
export function applyTxn(state: State, body: Buffer, zxid: Zxid): Applied {
  const r = new Reader(body);
  const sessionHi = r.int();
  const sessionLo = r.int();
  const cxid = r.int();
  r.take(8);
  const time = r.long();
  const type = r.int();
  const stamp = { epoch: zxid.epoch, counter: zxid.counter, time };
  const txn: TxnContext = { sessionHi, sessionLo, zxid, stamp };
  const outcome: Outcome = {
    sessionHi,
    sessionLo,
    cxid,
    type,
    zxid,
    err: 0,
    path: null,
    stat: null,
  };
  applyRecord(state, txn, type, r, outcome);
  return outcome;
}

/** The two most frequent types take a shorter way to the same functions. */
function applyRecord(
  state: State,
  txn: TxnContext,
  type: number,
  r: Reader,
  outcome: Outcome,
): void {
  if (type === opCode.setData) {
    const record = setDataTxnCodec.read(r);
    refuseDamage(r, type);
    applySetData(state, txn, record, outcome);
  } else if (type === opCode.create || type === opCode.create2) {
    const record = createTxnCodec.read(r);
    refuseDamage(r, type);
    applyOne(state, txn, { type, record }, outcome);
  } else {
    refuseDamage(r, type);
    const decoded = decodeTxnRecord(type, r.buf);
    if (!decoded.ok) throw new Error(damage(type, decoded.error.reason));
    const one = decoded.value;
    if (one.type === opCode.multi) applyMulti(state, txn, one.record, outcome, applyOne);
    else applyOne(state, txn, one, outcome);
  }
}

function applyOne(state: State, txn: TxnContext, one: SimpleTxn, outcome: Outcome): void {
  switch (one.type) {
    case opCode.create:
    case opCode.create2: {
      const { path, data, acl, ephemeral, parentCVersion } = one.record;
      const ownerHi = ephemeral ? txn.sessionHi : 0;
      const ownerLo = ephemeral ? txn.sessionLo : 0;
      const creation = { path, data, acl, ownerHi, ownerLo, parentCVersion };
      return applyCreate(state, txn, creation, outcome);
    }
    case opCode.createContainer: {
      const owner = { ownerHi: CONTAINER_OWNER_HI, ownerLo: 0 };
      return applyCreate(state, txn, { ...one.record, ...owner }, outcome);
    }
    case opCode.createTTL: {
      const { hi, lo } = ttlOwner(one.record.ttl);
      const creation = { ...one.record, ownerHi: hi, ownerLo: lo };
      return applyCreate(state, txn, creation, outcome);
    }
    case opCode.delete:
    case opCode.deleteContainer:
      return applyDelete(state, txn, one.record.path, outcome);
    case opCode.setData:
    case opCode.reconfig:
      return applySetData(state, txn, one.record, outcome);
    case opCode.setACL:
      return applySetAcl(state, one.record, outcome);
    case opCode.createSession:
      return applyCreateSession(state, txn, one.record, outcome);
    case opCode.closeSession:
      return applyCloseSession(state, txn, one.record);
    case opCode.error:
      outcome.err = one.record.err;
      return;
    case opCode.check:
      return;
    default:
      one satisfies never;
  }
}

function refuseDamage(r: Reader, type: number): void {
  if (r.error !== null) throw new Error(damage(type, r.error));
}

function damage(type: number, reason: string): string {
  return `a committed transaction of type ${type} cannot be applied: ${reason}`;
}
