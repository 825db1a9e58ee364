import { describe } from "vitest";
import type { DiskOperation, Effect, NodeState, Txn } from "#state-machine";
import { enabled } from "../../support/enabled.js";
import { commitEffects, delivered, highestBacked } from "../../support/naive.js";
import { one, promises, refuses } from "../../support/promise.js";

const notServed = ["none", "connected", "info", "epochSent", "acked"] as const;
const early = ["election", "discovery"] as const;
const notLeading = ["LOOKING", "FOLLOWING"] as const;
const notFollowing = ["LOOKING", "LEADING"] as const;

const append = (txn: Txn, then: DiskOperation["then"] = []): DiskOperation => ({
  op: "append",
  arg: txn,
  then,
});
const ack = (txn: Txn) => ({ type: "ACK", zxid: txn.zxid }) as const;
const unknown = { epoch: 99, counter: 7 };
const gap = (s: NodeState) => {
  const { epoch, counter } = s.memLog.lastZxid;
  return { epoch, counter: counter + 2 };
};

describe("LeaderProcessRequest", () => {
  const ready = enabled.LeaderProcessRequest;
  const title = "proposes to its disk and to every voter that is synchronised";
  promises("LeaderProcessRequest", title, ready, ({ s, event }) => {
    const last = s.memLog.lastZxid;
    const counter = last.epoch === s.proposedEpoch ? last.counter + 1 : 1;
    const txn = { zxid: { epoch: s.proposedEpoch, counter }, val: event.val };
    const served = s.voters.filter((f) => s.learner[f] === "synced" || s.learner[f] === "ready");
    const message = { type: "PROPOSAL", txn } as const;
    return {
      changes: { memLog: s.memLog.append(txn), diskQueue: s.diskQueue.append(append(txn)) },
      effects: [
        { kind: "Write", operation: append(txn) },
        ...served.map((to): Effect => ({ kind: "Send", to, message })),
      ],
    };
  });
  refuses("a request when it does not lead", ready, (_, n) => ({
    s: { role: one(notLeading, n) },
  }));
  refuses("a request before it serves", ready, (_, n) => ({
    s: { phase: one([...early, "sync", "newleader"] as const, n) },
  }));
});

describe("FollowerProcessPROPOSAL", () => {
  const ready = enabled.FollowerProcessPROPOSAL;
  promises(
    "FollowerProcessPROPOSAL",
    "queues the txn and acknowledges it with the disk completion, not before",
    ready.filter(({ s }) => s.phase !== "sync"),
    ({ s, event }) => {
      const { txn } = event.message;
      const operation = append(txn, [ack(txn)]);
      return {
        changes: { memLog: s.memLog.append(txn), diskQueue: s.diskQueue.append(operation) },
        effects: [{ kind: "Write", operation }],
      };
    },
  );
  promises(
    "FollowerProcessPROPOSAL",
    "writes nothing of a sync stream",
    ready.filter(({ s }) => s.phase === "sync"),
    ({ s, event }) => ({ changes: { memLog: s.memLog.append(event.message.txn) }, effects: [] }),
  );
  refuses("a proposal when it does not follow", ready, (_, n) => ({
    s: { role: one(notFollowing, n) },
  }));
  refuses("a proposal before a sync", ready, (_, n) => ({ s: { phase: one(early, n) } }));
  refuses("a proposal from anyone but its leader", ready, ({ peer }) => ({
    event: { from: peer + 1 },
  }));
  refuses("a proposal that leaves a gap", ready, ({ s, event }) => ({
    event: { message: { ...event.message, txn: { zxid: gap(s), val: 1 } } },
  }));
  refuses("a proposal that it has", ready, ({ s, event }) => ({
    event: { message: { ...event.message, txn: { zxid: s.memLog.lastZxid, val: 1 } } },
  }));
});

describe("FollowerProcessCOMMIT", () => {
  const ready = enabled.FollowerProcessCOMMIT;
  const serving = ready.filter(({ s }) => s.phase === "broadcast");
  const syncing = ready.filter(({ s }) => s.phase !== "broadcast");
  promises("FollowerProcessCOMMIT", "delivers the next txn", serving, ({ s }) => ({
    changes: { committed: s.committed + 1 },
    effects: delivered(s.memLog, s.committed, s.committed + 1),
  }));
  promises("FollowerProcessCOMMIT", "remembers how far before UPTODATE", syncing, (given) => {
    const { s, event } = given;
    const { epoch, counter } = event.message.zxid;
    const at = s.memLog
      .slice(0, s.memLog.length)
      .findIndex(({ zxid }) => zxid.epoch === epoch && zxid.counter === counter);
    return { changes: { syncCommitted: s.memLog.baseLength + at + 1 }, effects: [] };
  });
  refuses("a commit when it does not follow", ready, (_, n) => ({
    s: { role: one(notFollowing, n) },
  }));
  refuses("a commit before a sync", ready, (_, n) => ({ s: { phase: one(early, n) } }));
  refuses("a commit from anyone but its leader", ready, ({ peer }) => ({
    event: { from: peer + 1 },
  }));
  refuses("a commit of a txn that it lacks", ready, ({ event }) => ({
    event: { message: { ...event.message, zxid: unknown } },
  }));
  refuses("a commit out of turn", serving, ({ s, event }) => {
    const zxid = s.memLog.at(s.committed + 2)?.zxid;
    return zxid === undefined ? null : { event: { message: { ...event.message, zxid } } };
  });
  refuses("a commit of what it has delivered", serving, ({ s }) => ({
    s: { committed: s.committed + 1 },
  }));
});

describe("LeaderProcessACK", () => {
  const ready = enabled.LeaderProcessACK;
  promises("LeaderProcessACK", "commits what a quorum has, and tells all", ready, (given) => {
    const { s, peer, event } = given;
    const index = Math.max(s.ackIndex[peer] ?? 0, s.memLog.indexOf(event.message.zxid));
    const ackIndex = { ...s.ackIndex, [peer]: index };
    const committed = highestBacked(s, ackIndex, s.log.length);
    return { changes: { ackIndex, committed }, effects: commitEffects(s, committed) };
  });
  refuses("an ACK when it does not lead", ready, (_, n) => ({ s: { role: one(notLeading, n) } }));
  refuses("an ACK of a txn before it serves", ready, (_, n) => ({
    s: { phase: one([...early, "sync", "newleader"] as const, n) },
  }));
  refuses("an ACK from a learner that is not synchronised", ready, ({ s, peer }, n) => ({
    s: { learner: { ...s.learner, [peer]: one(notServed, n) } },
  }));
  refuses("an ACK of a txn that it lacks", ready, ({ event }) => ({
    event: { message: { ...event.message, zxid: unknown } },
  }));
  refuses("an ACK of no txn at all", ready, ({ event }) => ({
    event: { message: { ...event.message, zxid: { epoch: 99, counter: 0 } } },
  }));
});

describe("LeaderIgnoreACK", () => {
  const ready = enabled.LeaderIgnoreACK;
  promises("LeaderIgnoreACK", "does nothing, above all not answer", ready, () => ({
    changes: {},
    effects: [],
  }));
  refuses("it when it does not lead", ready, (_, n) => ({ s: { role: one(notLeading, n) } }));
  refuses("it from a learner that is not ready", ready, ({ s, peer }, n) => ({
    s: { learner: { ...s.learner, [peer]: one(notServed, n) } },
  }));
  refuses("an ACK of another epoch's NEWLEADER", ready, ({ s, event }) => ({
    event: { message: { ...event.message, zxid: { epoch: s.proposedEpoch + 1, counter: 0 } } },
  }));
});

describe("ObserverProcessINFORM", () => {
  const ready = enabled.ObserverProcessINFORM;
  const title = "logs and delivers the txn, or remembers that it may";
  promises("ObserverProcessINFORM", title, ready, ({ s, event }) => {
    const { txn } = event.message;
    const serves = s.phase === "broadcast";
    const index = s.committed + 1;
    return {
      changes: {
        memLog: s.memLog.append(txn),
        diskQueue: s.diskQueue.append(append(txn)),
        ...(serves ? { committed: index } : { syncCommitted: s.syncCommitted + 1 }),
      },
      effects: [
        { kind: "Write", operation: append(txn) },
        ...(serves ? [{ kind: "Deliver", index, txn } as const] : []),
      ],
    };
  });
  refuses("to be informed as a voter", ready, ({ s }) => ({
    s: { voters: [...s.voters, s.self] },
  }));
  refuses("it when it does not follow", ready, (_, n) => ({ s: { role: one(notFollowing, n) } }));
  refuses("it before NEWLEADER", ready, (_, n) => ({
    s: { phase: one([...early, "sync"] as const, n) },
  }));
  refuses("it from anyone but its leader", ready, ({ peer }) => ({ event: { from: peer + 1 } }));
  refuses("a txn that leaves a gap", ready, ({ s, event }) => ({
    event: { message: { ...event.message, txn: { zxid: gap(s), val: 1 } } },
  }));
});
