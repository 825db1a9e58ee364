import { errorCode, type MultiTxn, opCode, type SimpleTxn } from "#codec";
import type { State } from "../state.js";
import type { Outcome, TxnContext } from "./applied.js";

/** Applies one record of any type but multi. */
export type ApplyOne = (state: State, txn: TxnContext, one: SimpleTxn, outcome: Outcome) => void;

/** All records in order; one that failed has error records behind the rest and changes nothing. */
export function applyMulti(
  state: State,
  txn: TxnContext,
  { txns }: MultiTxn["record"],
  outcome: Outcome,
  applyOne: ApplyOne,
): void {
  if (txns.some(({ type }) => type === opCode.error)) return;
  for (const one of txns) {
    applyOne(state, txn, one, outcome);
    outcome.err = errorCode.OK;
  }
  outcome.path = null;
  outcome.stat = null;
}
