import type { Arbitrary } from "fast-check";
import { describe } from "vitest";
import {
  Zero,
  compareZxid,
  type DiskOperation,
  type Effect,
  type NodeState,
  type Zxid,
} from "#state-machine";
import { enabled } from "../../support/enabled.js";
import { one, promises, refuses } from "../../support/promise.js";

const busy = (s: NodeState) =>
  s.diskQueue.append({ op: "acceptedEpoch", arg: 1, then: [] } satisfies DiskOperation);

const stranger = (s: NodeState) => Math.max(...s.servers) + 1;

const isQuorum = (s: NodeState, servers: readonly number[]) =>
  servers.filter((f) => s.voters.includes(f)).length > s.voters.length / 2;

const withServer = (servers: readonly number[], f: number) =>
  [...new Set([...servers, f])].sort((a, b) => a - b);

describe("BecomeLeading", () => {
  const ready = enabled.BecomeLeading;
  promises("BecomeLeading", "forms the epoch after the one it promised last", ready, ({ s }) => ({
    changes: {
      role: "LEADING",
      phase: "discovery",
      proposedEpoch: s.acceptedEpoch + 1,
      epochInfo: [s.self],
      epochAcks: [s.self],
    },
    effects: [],
  }));
  refuses("to lead as an observer", ready, ({ s }) => ({
    s: { voters: s.voters.filter((v) => v !== s.self) },
  }));
  refuses("to lead in another role", ready, (_, n) => ({
    s: { role: one(["LEADING", "FOLLOWING"] as const, n) },
  }));
  refuses("to lead with a busy disk", ready, ({ s }) => ({ s: { diskQueue: busy(s) } }));
});

describe("FollowLeader", () => {
  const ready = enabled.FollowLeader;
  promises("FollowLeader", "connects and says what it promised", ready, ({ s, peer }) => ({
    changes: { role: "FOLLOWING", phase: "discovery", leaderOf: peer },
    effects: [
      { kind: "Connect", to: peer },
      { kind: "Send", to: peer, message: { type: "FOLLOWERINFO", epoch: s.acceptedEpoch } },
    ],
  }));
  refuses("to follow in another role", ready, (_, n) => ({
    s: { role: one(["LEADING", "FOLLOWING"] as const, n) },
  }));
  refuses("to follow with a busy disk", ready, ({ s }) => ({ s: { diskQueue: busy(s) } }));
  refuses("to follow itself", ready, ({ s }) => ({ event: { leader: s.self } }));
  refuses("to follow a stranger", ready, ({ s }) => ({ event: { leader: stranger(s) } }));
});

describe("LeaderAcceptLearner", () => {
  const ready = enabled.LeaderAcceptLearner;
  promises("LeaderAcceptLearner", "begins anew with the learner", ready, ({ s, peer }) => ({
    changes: {
      learner: { ...s.learner, [peer]: "connected" },
      learnerZxid: { ...s.learnerZxid, [peer]: Zero },
    },
    effects: [],
  }));
  refuses("a learner when it does not lead", ready, (_, n) => ({
    s: { role: one(["LOOKING", "FOLLOWING"] as const, n) },
  }));
  refuses("a stranger", ready, ({ s }) => ({ event: { from: stranger(s) } }));
  refuses("itself", ready, ({ s }) => ({ event: { from: s.self } }));
});

describe("LeaderProcessFOLLOWERINFO", () => {
  const ready = enabled.LeaderProcessFOLLOWERINFO;
  const title = "raises the epoch until a quorum fixes it, and offers it once that is durable";
  promises("LeaderProcessFOLLOWERINFO", title, ready, ({ s, peer, event }) => {
    const open = !isQuorum(s, s.epochInfo);
    const isDurable = s.acceptedEpoch === s.proposedEpoch;
    const proposedEpoch = open
      ? Math.max(s.proposedEpoch, event.message.epoch + 1)
      : s.proposedEpoch;
    const epochInfo = open ? withServer(s.epochInfo, peer) : s.epochInfo;
    const operation: DiskOperation = { op: "acceptedEpoch", arg: proposedEpoch, then: [] };
    const queues = open && isQuorum(s, epochInfo);
    const effects: Effect[] = queues ? [{ kind: "Write", operation }] : [];
    const message = { type: "LEADERINFO", epoch: s.proposedEpoch } as const;
    if (isDurable) effects.push({ kind: "Send", to: peer, message });
    return {
      changes: {
        proposedEpoch,
        epochInfo,
        diskQueue: queues ? s.diskQueue.append(operation) : s.diskQueue,
        learner: { ...s.learner, [peer]: isDurable ? "epochSent" : "info" },
      },
      effects,
    };
  });
  refuses("it when it does not lead", ready, (_, n) => ({
    s: { role: one(["LOOKING", "FOLLOWING"] as const, n) },
  }));
  refuses("it from a learner that has said it already", ready, ({ s, peer }, n) => {
    const later = ["none", "info", "epochSent", "acked", "synced", "ready"] as const;
    return { s: { learner: { ...s.learner, [peer]: one(later, n) } } };
  });
  refuses("it from a stranger", ready, ({ s }) => ({ event: { from: stranger(s) } }));
});

describe("FollowerProcessLEADERINFO", () => {
  const ready = enabled.FollowerProcessLEADERINFO;
  const answer = (s: NodeState, counts: boolean) =>
    ({ type: "ACKEPOCH", counts, epoch: s.currentEpoch, zxid: s.memLog.lastZxid }) as const;

  promises(
    "FollowerProcessLEADERINFO",
    "promises a newer epoch, and says so with the disk completion, not before",
    ready.filter(({ s, event }) => event.message.epoch > s.acceptedEpoch),
    ({ s, event }) => {
      const then = [answer(s, true)];
      const operation: DiskOperation = { op: "acceptedEpoch", arg: event.message.epoch, then };
      return {
        changes: { phase: "sync", diskQueue: s.diskQueue.append(operation) },
        effects: [{ kind: "Write", operation }],
      };
    },
  );
  promises(
    "FollowerProcessLEADERINFO",
    "repeats a promise at once, without counting",
    ready.filter(({ s, event }) => event.message.epoch === s.acceptedEpoch),
    ({ s, peer }) => ({
      changes: { phase: "sync" },
      effects: [{ kind: "Send", to: peer, message: answer(s, false) }],
    }),
  );
  refuses("an offer when it does not follow", ready, (_, n) => ({
    s: { role: one(["LOOKING", "LEADING"] as const, n) },
  }));
  refuses("a second offer", ready, (_, n) => ({
    s: { phase: one(["election", "sync", "newleader", "broadcast"] as const, n) },
  }));
  refuses("an offer from anyone but its leader", ready, ({ peer }) => ({
    event: { from: peer + 1 },
  }));
});

describe("LeaderProcessACKEPOCH", () => {
  const ready = enabled.LeaderProcessACKEPOCH;
  type Given = typeof ready extends Arbitrary<infer G> ? G : never;
  const real = (s: NodeState, zxid: Zxid) => {
    if (zxid.counter > 0 || compareZxid(zxid, s.memLog.baseZxid) < 0) return zxid;
    const below = s.memLog.slice(0, s.memLog.length).filter((t) => compareZxid(t.zxid, zxid) < 0);
    return below.at(-1)?.zxid ?? s.memLog.baseZxid;
  };
  const isAhead = ({ s, event }: Given) => {
    const { epoch, zxid } = event.message;
    const same = epoch === s.currentEpoch;
    return epoch > s.currentEpoch || (same && compareZxid(real(s, zxid), s.memLog.lastZxid) > 0);
  };
  const counts = ({ s, event }: Given) => event.message.counts && !isQuorum(s, s.epochAcks);

  promises(
    "LeaderProcessACKEPOCH",
    "counts the promise, and makes the epoch its own with a quorum of them",
    ready.filter((given) => !(counts(given) && isAhead(given))),
    (given) => {
      const { s, peer, event } = given;
      const epochAcks = counts(given) ? withServer(s.epochAcks, peer) : s.epochAcks;
      const operation: DiskOperation = { op: "currentEpoch", arg: s.proposedEpoch, then: [] };
      const queues = counts(given) && isQuorum(s, epochAcks);
      return {
        changes: {
          epochAcks,
          learnerZxid: { ...s.learnerZxid, [peer]: real(s, event.message.zxid) },
          learner: { ...s.learner, [peer]: "acked" },
          diskQueue: queues ? s.diskQueue.append(operation) : s.diskQueue,
        },
        effects: queues ? [{ kind: "Write", operation }] : [],
      };
    },
  );
  promises(
    "LeaderProcessACKEPOCH",
    "drops a learner that is ahead while the quorum is open, and nothing else",
    ready.filter((given) => counts(given) && isAhead(given)),
    ({ s, peer }) => ({
      changes: { learner: { ...s.learner, [peer]: "none" } },
      effects: [{ kind: "Disconnect", from: peer }],
    }),
  );
  refuses("it when it does not lead", ready, (_, n) => ({
    s: { role: one(["LOOKING", "FOLLOWING"] as const, n) },
  }));
  refuses("it from a learner that was offered no epoch", ready, ({ s, peer }, n) => {
    const other = ["none", "connected", "info", "acked", "synced", "ready"] as const;
    return { s: { learner: { ...s.learner, [peer]: one(other, n) } } };
  });
});
