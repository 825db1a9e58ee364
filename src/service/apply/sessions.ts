import type { CloseSessionTxn, CreateSessionTxn } from "#codec";
import type { State } from "../state.js";
import type { Outcome, TxnContext } from "./applied.js";
import { applyDelete } from "./delete.js";

export function applyCreateSession(
  { sessions }: State,
  { sessionHi, sessionLo }: TxnContext,
  { timeOut }: CreateSessionTxn,
  outcome: Outcome,
): void {
  sessions.set(sessionHi, sessionLo, timeOut);
  outcome.timeout = timeOut;
}

/** The listed ephemerals go first, in their order, then any other the session still has. */
export function applyCloseSession(
  state: State,
  txn: TxnContext,
  { paths2Delete }: CloseSessionTxn,
): void {
  const { sessions, tree } = state;
  sessions.delete(txn.sessionHi, txn.sessionLo);
  for (const path of paths2Delete ?? []) applyDelete(state, txn, path, ignored());
  const left = tree.ephemerals.get(txn.sessionHi, txn.sessionLo) ?? [];
  for (const { path } of [...left]) applyDelete(state, txn, path, ignored());
}

/** What one deletion comes to interests nobody: the transaction is about the session. */
function ignored(): Outcome {
  const zxid = { epoch: 0, counter: 0 };
  return { sessionHi: 0, sessionLo: 0, cxid: 0, type: 0, zxid, err: 0, path: null, stat: null };
}
