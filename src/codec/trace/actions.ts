import type { TraceParameters } from "./types.js";

type Names = readonly (keyof TraceParameters)[];

const l: Names = ["l"];
const f: Names = ["f"];
const s: Names = ["s"];
const lf: Names = ["l", "f"];
const sf: Names = ["s", "f"];

/**
 * The actions of Zab.tla that a server can record, with their parameters in the spec's order.
 * ConnBreak and Restart are not among them: no server sees its network break or its own death.
 */
export const zabParameters = {
  BecomeLeading: l,
  FollowLeader: ["f", "l"],
  LeaderAcceptLearner: lf,
  LeaderProcessFOLLOWERINFO: lf,
  FollowerProcessLEADERINFO: f,
  LeaderProcessACKEPOCH: lf,
  LeaderSyncFollower: ["l", "f", "mode"],
  FollowerProcessDIFF: f,
  FollowerProcessTRUNC: f,
  FollowerProcessSNAP: f,
  FollowerProcessPROPOSAL: f,
  FollowerProcessCOMMIT: f,
  FollowerProcessNEWLEADER: f,
  LeaderProcessACKLD: lf,
  FollowerProcessUPTODATE: f,
  LeaderProcessRequest: ["l", "v"],
  LeaderProcessACK: lf,
  ObserverProcessINFORM: ["o"],
  LeaderIgnoreACK: lf,
  DiskComplete: s,
  LearnerLoseLeader: f,
  LeaderDropLearner: lf,
  LeaderLosesQuorum: l,
} as const satisfies Record<string, Names>;

/** The actions of Election.tla that a server can record. */
export const electionParameters = {
  StartElection: s,
  AnswerLooking: sf,
  ReceiveOlder: sf,
  ReceiveSwallowed: sf,
  ReceiveLooking: sf,
  ReceiveSettled: sf,
  FinalizeTimeout: s,
  NotificationTimeout: s,
  LeaveInstance: s,
  /** The network's: a new connection carries the last notification once more. */
  RepeatLast: sf,
} as const satisfies Record<string, Names>;

export type ZabTraceAction = keyof typeof zabParameters;

/** The parameters of an action in the spec's order; undefined for a name no server may record. */
export function parametersOf(spec: "Zab" | "Election", action: string): Names | undefined {
  const table: Record<string, Names> = spec === "Zab" ? zabParameters : electionParameters;
  return Object.hasOwn(table, action) ? table[action] : undefined;
}
