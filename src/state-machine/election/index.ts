/** Fast Leader Election: the reducers of spec/Election.tla. */
export {
  electionActions,
  stepElection,
  type ElectionActionName,
  type ElectionStep,
} from "./step.js";
export { ElectionInit, type Electorate, type ElectionState, type VoteSet } from "./state.js";
export type { ElectionAction, ElectionOutcome } from "./action.js";
export type { ElectionEvent, ElectionEventOf } from "./event.js";
export type { ElectionEffect } from "./effect.js";
export type { ElectionRole, Notification, Summary, Vote } from "./notification.js";
export { Better, InElection, Present, nobody } from "./operators.js";
