/** The protocol core: pure reducers, one for each action of spec/Zab.tla and spec/Election.tla. */
export { step, zabActions, type ActionName, type Step } from "./step.js";
export type { Action, Outcome } from "./action.js";
export { syncModeFor } from "./zab/synchronization/SyncModes.js";
export {
  Init,
  forget,
  started,
  type DiskOperation,
  type Durable,
  type LearnerPhase,
  type Membership,
  type NodeState,
  type Phase,
  type Role,
} from "./state.js";
export type { Event, EventOf, SyncMode } from "./event.js";
export type { Effect } from "./effect.js";
export type { Message, ToLeader, ToLearner } from "./message.js";
export { History, type Txn, type Val } from "./data/history.js";
export { Seq } from "./data/seq.js";
export {
  add,
  everywhere,
  serverSet,
  set,
  type PerServer,
  type ServerSet,
} from "./data/server-set.js";
export { IsNextZxid, Zero, compareZxid, sameZxid, type ServerId, type Zxid } from "./data/zxid.js";
export { InvariantViolation, invariant } from "./invariant.js";
export * from "./election/index.js";
