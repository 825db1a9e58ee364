/** The actions of spec/Election.tla, one export for each. */
export { StartElection } from "./voting/StartElection.js";
export { AnswerLooking } from "./voting/AnswerLooking.js";
export { ReceiveOlder } from "./voting/ReceiveOlder.js";
export { ReceiveSwallowed } from "./voting/ReceiveSwallowed.js";
export { ReceiveLooking } from "./voting/ReceiveLooking.js";
export { ReceiveSettled } from "./voting/ReceiveSettled.js";
export { FinalizeTimeout } from "./voting/FinalizeTimeout.js";
export { NotificationTimeout } from "./voting/NotificationTimeout.js";
export { LeaveInstance } from "./voting/LeaveInstance.js";
export { RefreshEpoch } from "./voting/RefreshEpoch.js";
export { Restart } from "./environment/Restart.js";
