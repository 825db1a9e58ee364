import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Zero,
  compareZxid,
  step,
  syncModeFor,
  type DiskOperation,
  type Effect,
  type Message,
  type NodeState,
  type ServerId,
  type Zxid,
} from "#state-machine";
import { enabled } from "../../support/enabled.js";
import { delivered } from "../../support/naive.js";
import { one, promises, refuses } from "../../support/promise.js";

const notLeading = ["LOOKING", "FOLLOWING"] as const;
const notFollowing = ["LOOKING", "LEADING"] as const;
const notSync = ["election", "discovery", "newleader", "broadcast"] as const;
const unknown: Zxid = { epoch: 99, counter: 7 };

const send = (to: ServerId, message: Message): Effect => ({ kind: "Send", to, message });
const syncEnd = (s: NodeState) => (s.phase === "broadcast" ? s.committed : s.memLog.length);
const zxidOf = (s: NodeState, f: ServerId) => s.learnerZxid[f] ?? Zero;

/** The positions of the committed part that are held with their zxid, the base included. */
function sharedAt(s: NodeState, zxid: Zxid): number | undefined {
  for (let index = s.memLog.baseLength; index <= syncEnd(s); index += 1) {
    const held = s.memLog.zxidAt(index);
    if (held !== undefined && compareZxid(held, zxid) === 0) return index;
  }
  return undefined;
}

describe("LeaderSyncFollower", () => {
  const ready = enabled.LeaderSyncFollower;
  const title = "streams what the learner lacks, then NEWLEADER, and voids its earlier ACKs";
  promises("LeaderSyncFollower", title, ready, ({ s, peer, event: { mode, snapBase } }) => {
    const end = syncEnd(s);
    const held = sharedAt(s, zxidOf(s, peer)) ?? -1;
    const base = { DIFF: held, TRUNC: end, SNAP: snapBase }[mode];
    const first = {
      DIFF: { type: "DIFF" },
      TRUNC: { type: "TRUNC", zxid: s.memLog.take(base).lastZxid },
      SNAP: { type: "SNAP", history: s.memLog.take(base) },
    } as const;
    const last = s.voters.includes(peer) ? s.memLog.length : end;
    const txns = delivered(s.memLog, base, last).flatMap(({ index, txn }): Message[] => [
      { type: "PROPOSAL", txn },
      ...(index <= end ? [{ type: "COMMIT", zxid: txn.zxid } as const] : []),
    ]);
    const stream = [first[mode], ...txns, { type: "NEWLEADER", epoch: s.proposedEpoch } as const];
    return {
      changes: {
        learner: { ...s.learner, [peer]: "synced" },
        learnerZxid: { ...s.learnerZxid, [peer]: Zero },
        ackIndex: { ...s.ackIndex, [peer]: 0 },
      },
      effects: stream.map((message) => send(peer, message)),
    };
  });
  refuses("to synchronise when it does not lead", ready, (_, n) => ({
    s: { role: one(notLeading, n) },
  }));
  refuses("to synchronise before its epoch is established", ready, (_, n) => ({
    s: { phase: one(["election", "discovery", "newleader"] as const, n) },
  }));
  refuses("to synchronise a learner that has not acknowledged the epoch", ready, (given, n) => {
    const other = ["none", "connected", "info", "epochSent", "synced", "ready"] as const;
    const { s, peer } = given;
    return { s: { learner: { ...s.learner, [peer]: one(other, n) } } };
  });
  refuses("DIFF from a zxid that is not in its committed part", ready, ({ s, peer }) => {
    if (sharedAt(s, zxidOf(s, peer)) !== undefined) return null;
    return { event: { mode: "DIFF" } };
  });
  refuses("TRUNC of a learner that is not beyond its committed part", ready, ({ s, peer }) => {
    const end = s.memLog.zxidAt(syncEnd(s)) as Zxid;
    return compareZxid(zxidOf(s, peer), end) > 0 ? null : { event: { mode: "TRUNC" } };
  });
  refuses("SNAP of what is not committed", ready, ({ s }) => ({
    event: { mode: "SNAP", snapBase: syncEnd(s) + 1 },
  }));
  refuses("SNAP of less than is forgotten", ready, ({ s }) => ({
    event: { mode: "SNAP", snapBase: s.memLog.baseLength - 1 },
  }));
});

describe("syncModeFor", () => {
  const ready = enabled.LeaderSyncFollower;

  it("chooses what the spec's SyncModes allows, except that nothing forgotten is streamed", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(ready, fc.nat({ max: 4 }), ({ s, peer }, window) => {
        const end = syncEnd(s);
        const z = zxidOf(s, peer);
        const index = sharedAt(s, z);
        const beyond = compareZxid(z, s.memLog.zxidAt(end) as Zxid) > 0;
        const near = index !== undefined && end - index <= window;
        const mode = syncModeFor(s, peer, window);
        seen.add(mode);
        expect(mode).toBe(near ? "DIFF" : beyond ? "TRUNC" : "SNAP");
      }),
      { numRuns: 500 },
    );
    expect([...seen].sort()).toEqual(["DIFF", "SNAP", "TRUNC"]);
  });

  it("chooses a mode that LeaderSyncFollower accepts", () => {
    fc.assert(
      fc.property(ready, fc.nat({ max: 4 }), ({ s, peer, event }, window) => {
        const mode = syncModeFor(s, peer, window);
        const snapBase = syncEnd(s);
        expect(step(s, { ...event, mode, snapBase }).action).toBe("LeaderSyncFollower");
      }),
    );
  });
});

describe("FollowerProcessDIFF", () => {
  const ready = enabled.FollowerProcessDIFF;
  promises("FollowerProcessDIFF", "takes its whole history as committed", ready, ({ s }) => ({
    changes: { syncCommitted: s.memLog.length },
    effects: [],
  }));
  refusesOutsideSync(ready);
});

describe("FollowerProcessTRUNC", () => {
  const ready = enabled.FollowerProcessTRUNC;
  promises("FollowerProcessTRUNC", "cuts after the txn named, in memory only", ready, (given) => {
    const { s, event } = given;
    const length = sharedAt({ ...s, phase: "sync" }, event.message.zxid) as number;
    return { changes: { memLog: s.memLog.take(length), syncCommitted: length }, effects: [] };
  });
  const established = fc.tuple(ready, fc.nat({ max: 4 })).map(([given, epoch]) => {
    const message = { type: "TRUNC", zxid: { epoch, counter: 0 } } as const;
    return { ...given, event: { ...given.event, message } };
  });
  promises(
    "FollowerProcessTRUNC",
    "reads counter 0 as the last real zxid below it",
    established.filter(({ s, event }) => compareZxid(s.memLog.baseZxid, event.message.zxid) <= 0),
    ({ s, event: { message } }) => {
      const kept = s.memLog
        .slice(0, s.memLog.length)
        .filter(({ zxid }) => compareZxid(zxid, message.zxid) <= 0);
      const length = s.memLog.baseLength + kept.length;
      return { changes: { memLog: s.memLog.take(length), syncCommitted: length }, effects: [] };
    },
  );
  refusesOutsideSync(ready);
  refuses("to cut after a txn that it lacks", ready, ({ event }) => ({
    event: { message: { ...event.message, zxid: unknown } },
  }));
  refuses("to cut into what is forgotten", established, ({ s, event }) =>
    compareZxid(s.memLog.baseZxid, event.message.zxid) > 0 ? {} : null,
  );
});

describe("FollowerProcessSNAP", () => {
  const ready = enabled.FollowerProcessSNAP;
  promises("FollowerProcessSNAP", "takes the snapshot for its own", ready, ({ event }) => ({
    changes: { memLog: event.message.history, syncCommitted: event.message.history.length },
    effects: [],
  }));
  refusesOutsideSync(ready);
});

describe("FollowerProcessNEWLEADER", () => {
  const ready = enabled.FollowerProcessNEWLEADER;
  const title = "makes the history durable, then the epoch, then acknowledges both";
  promises("FollowerProcessNEWLEADER", title, ready, ({ s, event: { message } }) => {
    const then = [
      { type: "ACK", zxid: { epoch: message.epoch, counter: 0 } } as const,
      ...delivered(s.memLog, s.syncCommitted, s.memLog.length).map(
        ({ txn }) => ({ type: "ACK", zxid: txn.zxid }) as const,
      ),
    ];
    const lacking = delivered(s.memLog, s.log.length, s.memLog.length);
    const appends = lacking.map(({ txn }): DiskOperation => ({ op: "append", arg: txn, then: [] }));
    const operations: DiskOperation[] = [
      ...(begins(s) ? appends : [{ op: "replace", arg: s.memLog, then: [] } as const]),
      { op: "currentEpoch", arg: message.epoch, then },
    ];
    return {
      changes: { phase: "newleader", diskQueue: s.diskQueue.appendAll(operations) },
      effects: operations.map((operation): Effect => ({ kind: "Write", operation })),
    };
  });
  refusesOutsideSync(ready);
});

/** Whether the log is a beginning of the memory, as far as neither has forgotten. */
function begins({ log, memLog }: NodeState): boolean {
  const base = Math.max(log.baseLength, memLog.baseLength);
  if (log.length > memLog.length || base > log.length) return false;
  for (let k = base; k <= log.length; k += 1) {
    const [mine, theirs] = [log.zxidAt(k), memLog.zxidAt(k)];
    if (mine === undefined || theirs === undefined) return false;
    if (compareZxid(mine, theirs) !== 0) return false;
  }
  return true;
}

describe("LeaderProcessACKLD", () => {
  const ready = enabled.LeaderProcessACKLD;
  promises(
    "LeaderProcessACKLD",
    "commits the whole initial history with a quorum, and not before",
    ready.filter(({ s }) => s.phase === "sync"),
    ({ s, peer }) => {
      const newLeaderAcks = [...new Set([...s.newLeaderAcks, peer])].sort((a, b) => a - b);
      const learner = { ...s.learner, [peer]: "ready" as const };
      const counted = newLeaderAcks.filter((f) => s.voters.includes(f)).length;
      if (counted <= s.voters.length / 2) {
        return { changes: { newLeaderAcks, learner }, effects: [] };
      }
      const told = s.servers.filter((f) => learner[f] === "ready");
      return {
        changes: { newLeaderAcks, learner, phase: "broadcast", committed: s.memLog.length },
        effects: [
          ...delivered(s.memLog, s.committed, s.memLog.length),
          ...told.map((f) => send(f, { type: "UPTODATE" })),
        ],
      };
    },
  );
  promises(
    "LeaderProcessACKLD",
    "lets a later learner serve at once",
    ready.filter(({ s }) => s.phase === "broadcast"),
    ({ s, peer }) => ({
      changes: { learner: { ...s.learner, [peer]: "ready" } },
      effects: [send(peer, { type: "UPTODATE" })],
    }),
  );
  refuses("it when it does not lead", ready, (_, n) => ({ s: { role: one(notLeading, n) } }));
  refuses("it before its epoch is established", ready, (_, n) => ({
    s: { phase: one(["election", "discovery", "newleader"] as const, n) },
  }));
  refuses("it from a learner that was sent no NEWLEADER", ready, ({ s, peer }, n) => {
    const other = ["none", "connected", "info", "epochSent", "acked"] as const;
    return { s: { learner: { ...s.learner, [peer]: one(other, n) } } };
  });
  refuses("an ACK of another epoch's NEWLEADER", ready, ({ s, event }) => ({
    event: { message: { ...event.message, zxid: { epoch: s.proposedEpoch + 1, counter: 0 } } },
  }));
});

describe("FollowerProcessUPTODATE", () => {
  const ready = enabled.FollowerProcessUPTODATE;
  promises("FollowerProcessUPTODATE", "delivers all it may, and serves", ready, (given) => {
    const { s, peer } = given;
    const ack = { type: "ACK", zxid: { epoch: s.currentEpoch, counter: 0 } } as const;
    return {
      changes: { phase: "broadcast", committed: s.syncCommitted, syncCommitted: 0 },
      effects: [
        ...delivered(s.memLog, 0, s.syncCommitted),
        ...(s.ackUptodate ? [send(peer, ack)] : []),
      ],
    };
  });
  refuses("it when it does not follow", ready, (_, n) => ({ s: { role: one(notFollowing, n) } }));
  refuses("it before NEWLEADER, or twice", ready, (_, n) => ({
    s: { phase: one(["election", "discovery", "sync", "broadcast"] as const, n) },
  }));
  refuses("it from anyone but its leader", ready, ({ peer }) => ({ event: { from: peer + 1 } }));
});

/** The guards that the messages of a sync stream share. */
function refusesOutsideSync(ready: Parameters<typeof refuses>[1]): void {
  refuses("it when it does not follow", ready, (_, n) => ({ s: { role: one(notFollowing, n) } }));
  refuses("it outside a sync", ready, (_, n) => ({ s: { phase: one(notSync, n) } }));
  refuses("it from anyone but its leader", ready, ({ peer }) => ({ event: { from: peer + 1 } }));
}
