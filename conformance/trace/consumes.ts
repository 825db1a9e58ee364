import type { TraceMessage, ZabTraceAction } from "#codec";

/** The message that an action consumes; an action that is not here consumes none. */
export const consumes: Partial<Record<ZabTraceAction, TraceMessage["type"]>> = {
  LeaderProcessFOLLOWERINFO: "FOLLOWERINFO",
  FollowerProcessLEADERINFO: "LEADERINFO",
  LeaderProcessACKEPOCH: "ACKEPOCH",
  FollowerProcessDIFF: "DIFF",
  FollowerProcessTRUNC: "TRUNC",
  FollowerProcessSNAP: "SNAP",
  FollowerProcessPROPOSAL: "PROPOSAL",
  FollowerProcessCOMMIT: "COMMIT",
  FollowerProcessNEWLEADER: "NEWLEADER",
  LeaderProcessACKLD: "ACK",
  FollowerProcessUPTODATE: "UPTODATE",
  LeaderProcessACK: "ACK",
  ObserverProcessINFORM: "INFORM",
  LeaderIgnoreACK: "ACK",
};
