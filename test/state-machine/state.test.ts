import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  History,
  Init,
  InvariantViolation,
  forget,
  invariant,
  type NodeState,
} from "#state-machine";
import { historyOf, nodeState, plain } from "../support/arbitraries.js";

/** Servers that serve: the disk is behind the memory, or has caught up. */
const serving = fc
  .tuple(nodeState, fc.array(fc.constantFrom(0, 0, 1), { maxLength: 8 }), fc.nat({ max: 8 }))
  .map(([s, strides, behind]): NodeState => {
    const memLog = historyOf(strides);
    return { ...s, memLog, log: memLog.take(behind), committed: memLog.length };
  });

/** How far the voters that are served leave a leader free to forget. */
const acknowledged = (s: NodeState) =>
  Math.min(
    ...s.voters
      .filter((f) => s.learner[f] === "synced" || s.learner[f] === "ready")
      .map((f) => s.ackIndex[f] ?? 0),
  );

describe("Init", () => {
  it("is a server that has promised nothing and holds nothing", () => {
    const s = Init({ self: 2, servers: [1, 2], voters: [2], ackUptodate: false });
    expect(plain(s)).toMatchObject({ role: "LOOKING", phase: "election", acceptedEpoch: 0 });
    expect(s.learner).toEqual({ 1: "none", 2: "none" });
    expect([s.log, s.memLog]).toEqual([History.empty, History.empty]);
  });
});

describe("forget", () => {
  it("forgets what is durable, delivered and acknowledged, and nothing beyond", () => {
    fc.assert(
      fc.property(serving, fc.nat({ max: 9 }), (s, length) => {
        const bound = Math.min(length, s.log.length, s.committed, acknowledged(s));
        const after = forget(s, length);
        expect(after.log.baseLength).toBe(Math.max(0, bound));
        expect(after.memLog.baseLength).toBe(Math.max(0, bound));
        expect(after.log.length).toBe(s.log.length);
        expect(after.log.lastZxid).toEqual(s.log.lastZxid);
        expect(after.memLog.slice(bound, 99)).toEqual(s.memLog.slice(bound, 99));
        if (bound <= 0) expect(after).toBe(s);
      }),
    );
  });

  it("keeps a log of its own where that does not follow the memory", () => {
    const init = Init({ self: 1, servers: [1], voters: [1], ackUptodate: true });
    const s = { ...init, log: historyOf([0, 0, 0]), memLog: historyOf([0, 0, 1]), committed: 2 };
    const { log, memLog } = forget(s, 2);
    expect(plain([log, memLog])).toEqual(plain([s.log.forget(2), s.memLog.forget(2)]));
  });
});

describe("invariant", () => {
  it("is silent when it holds, and speaks of our own code when it does not", () => {
    expect(() => invariant(true, () => "never said")).not.toThrow();
    expect(() => invariant(false, () => "two at once")).toThrow(InvariantViolation);
  });
});
