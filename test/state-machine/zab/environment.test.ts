import { describe } from "vitest";
import {
  Zero,
  everywhere,
  type DiskOperation,
  type Durable,
  type Effect,
  type LearnerPhase,
  type NodeState,
  Seq,
} from "#state-machine";
import { enabled } from "../../support/enabled.js";
import { one, promises, refuses } from "../../support/promise.js";

/** Every field of a role, as a server has it that has none. */
const noRole = (s: NodeState) => ({
  role: "LOOKING" as const,
  phase: "election" as const,
  committed: 0,
  leaderOf: null,
  syncCommitted: 0,
  learner: everywhere<LearnerPhase>(s.servers, "none"),
  learnerZxid: everywhere(s.servers, Zero),
  proposedEpoch: 0,
  epochInfo: [],
  epochAcks: [],
  newLeaderAcks: [],
  ackIndex: everywhere(s.servers, 0),
});

const silent = (s: NodeState) => s.diskQueue.map((o): DiskOperation => ({ ...o, then: [] }));

const closed = (s: NodeState): Effect[] => {
  const learners = s.servers.filter((f) => s.learner[f] !== "none");
  const leader = s.leaderOf === null ? [] : [s.leaderOf];
  return [...leader, ...learners].map((from) => ({ kind: "Disconnect", from }));
};

describe("LearnerLoseLeader", () => {
  const ready = enabled.LearnerLoseLeader;
  promises(
    "LearnerLoseLeader",
    "goes back to what its disk holds when a sync was unfinished",
    ready.filter(({ s }) => s.phase === "sync"),
    ({ s }) => ({
      changes: { ...noRole(s), memLog: s.log, diskQueue: silent(s) },
      effects: closed(s),
    }),
  );
  promises(
    "LearnerLoseLeader",
    "keeps its memory otherwise; the disk goes on and acknowledges nothing",
    ready.filter(({ s }) => s.phase !== "sync"),
    ({ s }) => ({ changes: { ...noRole(s), diskQueue: silent(s) }, effects: closed(s) }),
  );
  refuses("to lose a leader that it does not follow", ready, (_, n) => ({
    s: { role: one(["LOOKING", "LEADING"] as const, n) },
  }));
});

describe("FollowerProcessLEADERINFO of an epoch below its promise", () => {
  const stale = enabled.FollowerProcessLEADERINFO.filter(
    ({ s, event }) => event.message.epoch < s.acceptedEpoch,
  );
  promises("FollowerProcessLEADERINFO", "leaves the stale leader", stale, ({ s }) => ({
    changes: { ...noRole(s), diskQueue: silent(s) },
    effects: closed(s),
  }));
});

describe("LeaderDropLearner", () => {
  const ready = enabled.LeaderDropLearner;
  const title = "forgets that it is there and what it held, not its promises";
  promises("LeaderDropLearner", title, ready, ({ s, peer }) => ({
    changes: {
      learner: { ...s.learner, [peer]: "none" },
      learnerZxid: { ...s.learnerZxid, [peer]: Zero },
    },
    effects: [],
  }));
  refuses("when it does not lead", ready, (_, n) => ({
    s: { role: one(["LOOKING", "FOLLOWING"] as const, n) },
  }));
  refuses("to drop a learner it does not have", ready, ({ s, peer }) => ({
    s: { learner: { ...s.learner, [peer]: "none" } },
  }));
  refuses("to drop a stranger", ready, () => ({ event: { from: 9 } }));
});

describe("LeaderLosesQuorum", () => {
  const ready = enabled.LeaderLosesQuorum;
  promises("LeaderLosesQuorum", "closes every connection and looks again", ready, ({ s }) => ({
    changes: { ...noRole(s), diskQueue: silent(s) },
    effects: closed(s),
  }));
  refuses("when it does not lead", ready, (_, n) => ({
    s: { role: one(["LOOKING", "FOLLOWING"] as const, n) },
  }));
  refuses("while a quorum is connected", ready, ({ s }) => ({
    s: { learner: { ...everywhere<LearnerPhase>(s.voters, "connected"), [s.self]: "none" } },
  }));
});

describe("Restart", () => {
  const ready = enabled.Restart;
  promises("Restart", "knows what had reached its disk and nothing else", ready, (given) => {
    const { s, event } = given;
    let { log, acceptedEpoch, currentEpoch }: Durable = s;
    for (const { op, arg } of s.diskQueue.toArray().slice(0, event.completed)) {
      if (op === "append") log = log.append(arg);
      else if (op === "replace") log = arg;
      else if (op === "acceptedEpoch") acceptedEpoch = arg;
      else currentEpoch = arg;
    }
    const disk = { log, acceptedEpoch, currentEpoch };
    return { changes: { ...noRole(s), ...disk, memLog: log, diskQueue: Seq.of() }, effects: [] };
  });
  refuses("more completions than there were operations", ready, ({ s }) => ({
    event: { completed: s.diskQueue.length + 1 },
  }));
  refuses("fewer than no completions", ready, () => ({ event: { completed: -1 } }));
});
