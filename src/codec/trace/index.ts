/** The trace format: what a server records of itself, one line a step. */
export { decodeLine, type DecodedLine, type LineFault } from "./line.js";
export { encodeEvent, encodeHeader } from "./encode.js";
export { notified, voted } from "./of-election.js";
export { headerOf, peerOf, zxidText } from "./of-state.js";
export { electionParameters, parametersOf, zabParameters, type ZabTraceAction } from "./actions.js";
export type {
  Carried,
  ConnectionName,
  NotificationTraceMessage,
  TraceBase,
  TraceDiskOperation,
  TraceEvent,
  TraceHeader,
  TraceMessage,
  TraceParameters,
  TracePhase,
  TracePost,
  TraceRole,
  TraceSyncMode,
  ValText,
  ZabTraceMessage,
  ZxidText,
} from "./types.js";
