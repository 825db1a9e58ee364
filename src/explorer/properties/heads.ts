import {
  IsNextZxid,
  sameZxid,
  type NodeState,
  type ServerId,
  type ToLeader,
  type ToLearner,
} from "#state-machine";
import { holds, lastZxid } from "./words.js";

/** HeadFits: a learner has a place for what its leader sent. */
export function fitsLearner(f: NodeState, m: ToLearner): boolean {
  switch (m.type) {
    case "LEADERINFO":
      return f.phase === "discovery";
    case "DIFF":
    case "SNAP":
    case "NEWLEADER":
      return f.phase === "sync";
    case "TRUNC":
      return f.phase === "sync" && holds(f.memLog, m.zxid);
    case "PROPOSAL":
      return (
        ["sync", "newleader", "broadcast"].includes(f.phase) &&
        IsNextZxid(lastZxid(f.memLog), m.txn.zxid)
      );
    case "INFORM":
      return (
        !f.voters.includes(f.self) &&
        ["newleader", "broadcast"].includes(f.phase) &&
        IsNextZxid(lastZxid(f.memLog), m.txn.zxid)
      );
    case "COMMIT": {
      if (f.phase !== "broadcast") {
        return ["sync", "newleader"].includes(f.phase) && holds(f.memLog, m.zxid);
      }
      const next = f.memLog.at(f.committed + 1);
      return next !== undefined && sameZxid(next.zxid, m.zxid);
    }
    case "UPTODATE":
      return f.phase === "newleader";
  }
}

/** UpFits: a leader has a place for what its learner sent. */
export function fitsLeader(l: NodeState, f: ServerId, m: ToLeader): boolean {
  switch (m.type) {
    case "FOLLOWERINFO":
      return l.learner[f] === "connected";
    case "ACKEPOCH":
      return l.learner[f] === "epochSent";
    case "ACK":
      return (
        (l.learner[f] === "synced" || l.learner[f] === "ready") &&
        (m.zxid.counter !== 0 || m.zxid.epoch === l.proposedEpoch)
      );
  }
}
