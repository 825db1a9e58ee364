import { describe, expect, it } from "vitest";
import type { ActionName, NodeState } from "#state-machine";
import { Ensemble, holds, type Rates } from "../support/ensemble.js";

/** How many steps a run has. */
const STEPS = 600;
/** How many runs, each of its own seed. */
const RUNS = 60;

const calm: Rates = { lead: 0.3, follow: 1, request: 0.3, fail: 0.004, forget: 0 };
const stormy: Rates = { lead: 0.3, follow: 1, request: 0.6, fail: 0.03, forget: 0 };
const forgetful: Rates = { ...stormy, fail: 0.015, forget: 0.3 };

/** What is wrong in this moment, in the names of the properties; empty when nothing is. */
function violations(e: Ensemble): string[] {
  const servers = [...e.states.values()];
  const wrong: string[] = [];
  const claim = (property: string, holdsTrue: boolean) => {
    if (!holdsTrue) wrong.push(property);
  };
  claim(
    "Z3 OneLeaderPerEpoch",
    [...e.established.values()].every((times) => times <= 1),
  );
  for (const s of servers) {
    claim("Z4 DeliveredPrefix", isDeliveredPrefix(e, s));
    claim(
      "Z7 Agreement",
      servers.every((t) => agree(s, t)),
    );
    claim("Z16 DiskCatchesUp", hasCaughtUp(s));
    claim("Deliver", isDelivered(e, s));
  }
  claim("Z12 CommittedDurable", isCommittedDurable(e, servers));
  return wrong;
}

function isDeliveredPrefix(e: Ensemble, s: NodeState): boolean {
  if (s.committed > s.memLog.length || s.committed > e.committed.length) return false;
  return e.committed.slice(0, s.committed).every((txn, k) => holds(s.memLog, k + 1, txn));
}

/** Of what two servers have delivered one is the beginning of the other. */
function agree(s: NodeState, t: NodeState): boolean {
  for (let index = 1; index <= Math.min(s.committed, t.committed); index += 1) {
    const txn = t.memLog.at(index);
    if (txn !== undefined && !holds(s.memLog, index, txn)) return false;
  }
  return true;
}

function hasCaughtUp(s: NodeState): boolean {
  if (s.diskQueue.length > 0 || (s.role === "FOLLOWING" && s.phase === "sync")) return true;
  return s.log.length === s.memLog.length && s.log.isPrefixOf(s.memLog);
}

function isCommittedDurable(e: Ensemble, servers: readonly NodeState[]): boolean {
  const { voters } = servers[0] as NodeState;
  return e.committed.every((txn, k) => {
    const having = servers.filter(
      ({ self, log }) => voters.includes(self) && log.length > k && holds(log, k + 1, txn),
    );
    return having.length * 2 > voters.length;
  });
}

/** What a server was told to deliver is what it delivered, but for what a snapshot held. */
function isDelivered(e: Ensemble, s: NodeState): boolean {
  const told = e.applied.get(s.self);
  for (const [index, txn] of told ?? []) {
    if (e.committed[index - 1] !== undefined && e.committed[index - 1] !== txn) {
      const { zxid } = e.committed[index - 1] as typeof txn;
      if (zxid.epoch !== txn.zxid.epoch || zxid.counter !== txn.zxid.counter) return false;
    }
  }
  for (let index = s.memLog.baseLength + 1; index <= s.committed; index += 1) {
    if (told?.has(index) !== true) return false;
  }
  return true;
}

/** Runs the ensemble from one seed, looking at every state on the way. */
function run(observers: readonly number[], seed: number, rates: Rates): Ensemble {
  const e = new Ensemble([1, 2, 3], observers, seed, rates);
  for (let k = 0; k < STEPS; k += 1) {
    e.advance();
    const wrong = violations(e);
    if (wrong.length > 0) {
      throw new Error(`${wrong.join(", ")}: seed ${seed}, ${e.steps.slice(-40).join(" ")}`);
    }
  }
  return e;
}

function runs(observers: readonly number[], rates: Rates): readonly Ensemble[] {
  return Array.from({ length: RUNS }, (_, k) => run(observers, k + 1, rates));
}

/** How often each action was taken, over all runs. */
function total(ensembles: readonly Ensemble[], action: ActionName): number {
  return ensembles.reduce((sum, { counts }) => sum + (counts.get(action) ?? 0), 0);
}

describe("an ensemble of reducers", () => {
  it("keeps its promises in calm weather, and commits in nearly every run", () => {
    const ensembles = runs([], calm);
    expect(ensembles.filter((e) => e.committed.length > 0).length).toBeGreaterThan(RUNS * 0.9);
  });

  it("keeps its promises when servers die and connections break all the time", () => {
    const ensembles = runs([], stormy);
    expect(ensembles.filter((e) => e.committed.length > 0).length).toBeGreaterThan(RUNS * 0.6);
    const once = [
      "Restart",
      "LearnerLoseLeader",
      "LeaderDropLearner",
      "LeaderLosesQuorum",
      "FollowerProcessSNAP",
      "FollowerProcessTRUNC",
      "FollowerProcessDIFF",
    ] as const;
    for (const action of once) expect([action, total(ensembles, action)]).not.toContain(0);
  });

  it("serves an observer, which counts for nothing and delivers the same", () => {
    const ensembles = runs([4], stormy);
    expect(ensembles.filter((e) => e.committed.length > 0).length).toBeGreaterThan(RUNS * 0.5);
    expect(total(ensembles, "ObserverProcessINFORM")).toBeGreaterThan(10);
  });

  it("keeps its promises when servers forget what a snapshot holds", () => {
    const ensembles = runs([4], forgetful);
    expect(ensembles.filter((e) => e.committed.length > 0).length).toBeGreaterThan(RUNS * 0.5);
    const forgotten = ensembles.flatMap((e) => [...e.states.values()].map((s) => s.log.baseLength));
    expect(Math.max(...forgotten)).toBeGreaterThan(3);
  });
});
