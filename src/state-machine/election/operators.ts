import { set } from "../data/server-set.js";
import { Zero, compareZxid, sameZxid, type ServerId } from "../data/zxid.js";
import { invariant } from "../invariant.js";
import type { ElectionOutcome } from "./action.js";
import type { ElectionEffect } from "./effect.js";
import type { ElectionEventOf } from "./event.js";
import type { ElectionRole, Notification, Vote } from "./notification.js";
import { NoVotes, type ElectionState, type VoteSet } from "./state.js";

/** A majority of the voters. @spec Election!IsQuorum eab2546ba018 */
export function IsQuorum(s: ElectionState, servers: readonly ServerId[]): boolean {
  return servers.filter((server) => s.voters.includes(server)).length * 2 > s.voters.length;
}

/**
 * Whether `v` beats `w`: by epoch, then zxid, then the leader's id.
 *
 * @spec Election!Better b4333c84a5f9
 */
export function Better(v: Vote, w: Vote): boolean {
  if (v.epoch !== w.epoch) return v.epoch > w.epoch;
  const order = compareZxid(v.zxid, w.zxid);
  return order !== 0 ? order > 0 : v.leader > w.leader;
}

/** Whether both propose the same leader with the same history. */
export function sameVote(v: Vote, w: Vote): boolean {
  return v.leader === w.leader && v.epoch === w.epoch && sameZxid(v.zxid, w.zxid);
}

/**
 * What a server outside the voters proposes: nobody. Every vote beats it, so an observer takes up
 * the votes it hears and never stands for election. ZooKeeper writes its three fields as the
 * smallest 64-bit integer.
 */
export const nobody: Vote = Object.freeze({ leader: 0, zxid: Zero, epoch: -1 });

/** The vote of a server for itself. @spec Election!OwnVote b0d0ea5932ce */
export function OwnVote(s: ElectionState): Vote {
  if (!s.voters.includes(s.self)) return nobody;
  return { leader: s.self, zxid: s.summary.zxid, epoch: s.summary.epoch };
}

/** The vote of a server that has one. */
export function presentVote(s: ElectionState): Vote {
  invariant(s.vote !== null, () => `server ${s.self} is ${s.role} without a vote`);
  return s.vote;
}

/** What a server tells others now. @spec Election!Present 772e34719090 */
export function Present(s: ElectionState): Notification {
  return { vote: presentVote(s), round: s.round, state: s.role };
}

/**
 * Whether two notifications count for the same decision. Settled servers need to agree on the
 * leader and its epoch only: zxid and round may be those of different elections.
 *
 * @spec Election!SameVote 239734ee1a0e
 */
export function SameVote(m: Notification, n: Notification): boolean {
  if (m.state === "LOOKING" || n.state === "LOOKING") {
    return sameVote(m.vote, n.vote) && m.round === n.round;
  }
  return m.vote.leader === n.vote.leader && m.vote.epoch === n.vote.epoch;
}

/**
 * The voters whose notification counts for the same decision.
 *
 * @spec Election!Supporters 664184fc3cca
 */
export function Supporters(s: ElectionState, votes: VoteSet, n: Notification): ServerId[] {
  return s.voters.filter((voter) => {
    const heard = votes[voter];
    return heard !== undefined && heard !== null && SameVote(heard, n);
  });
}

/**
 * Who is not the leader follows it only on its own word; who is the leader leads only in its
 * round.
 *
 * @spec Election!LeaderCheck 6f0f061122fc
 */
export function LeaderCheck(s: ElectionState, votes: VoteSet, n: Notification): boolean {
  if (n.vote.leader === s.self) return n.round === s.round;
  return votes[n.vote.leader]?.state === "LEADING";
}

/** Whether an election is going on here. @spec Election!InElection 670dfa293c07 */
export function InElection(s: ElectionState): boolean {
  return s.role === "LOOKING" && s.vote !== null;
}

/**
 * Whether a notification belongs to the election at all: from another voter, for a voter. ZooKeeper
 * answers a server that does not vote (`Present`) and forgets what it said; so does the runtime.
 *
 * @spec Election!Reads c42c17865a44
 */
export function Reads(s: ElectionState, e: ElectionEventOf<"Notification">): boolean {
  return (
    e.from !== s.self && s.voters.includes(e.from) && s.voters.includes(e.notification.vote.leader)
  );
}

/** A vote of a round that is over here. @spec Election!IsOlder 40ecb3ae578c */
export function IsOlder(s: ElectionState, m: Notification): boolean {
  return m.state === "LOOKING" && m.round < s.round;
}

/**
 * Nothing that would improve a vote that only waits for silence.
 *
 * @spec Election!IsSwallowed eb86b7ba2047
 */
export function IsSwallowed(s: ElectionState, m: Notification): boolean {
  return !IsOlder(s, m) && s.finalizing && !Better(m.vote, presentVote(s));
}

/** @spec Election!IsOfLooking 8ba12c62bfe6 */
export function IsOfLooking(s: ElectionState, m: Notification): boolean {
  return m.state === "LOOKING" && !IsOlder(s, m) && !IsSwallowed(s, m);
}

/** @spec Election!IsOfSettled 9e9f63313f15 */
export function IsOfSettled(s: ElectionState, m: Notification): boolean {
  return m.state !== "LOOKING" && !IsSwallowed(s, m);
}

/** Tells one server. @spec Election!Tell a8a5c88db2ba */
export function Tell(to: ServerId, notification: Notification): ElectionEffect {
  return { kind: "Notify", to, notification };
}

/** Tells every other voter, in the order of their ids. @spec Election!TellAll 8836fa1868ec */
export function TellAll(s: ElectionState, notification: Notification): ElectionEffect[] {
  return s.voters.filter((voter) => voter !== s.self).map((voter) => Tell(voter, notification));
}

/**
 * The votes of the present round once a settled server is heard.
 *
 * @spec Election!PresentWith 7c7e7ffbad53
 */
export function PresentWith(s: ElectionState, from: ServerId, n: Notification): VoteSet {
  return n.round === s.round ? set(s.recvSet, from, n) : s.recvSet;
}

/** The votes of settled servers once one more is heard. @spec Election!SettledWith e2b04991e017 */
export function SettledWith(s: ElectionState, from: ServerId, n: Notification): VoteSet {
  return set(s.outOfElection, from, n);
}

/**
 * A quorum stands behind the vote of `n`, and its leader may be followed.
 *
 * @spec Election!Joins 3bdb796ca142
 */
export function Joins(s: ElectionState, votes: VoteSet, n: Notification): boolean {
  return IsQuorum(s, Supporters(s, votes, n)) && LeaderCheck(s, votes, n);
}

/** The same for the votes of the present round. @spec Election!JoinsPresent 9673e69a103e */
export function JoinsPresent(s: ElectionState, votes: VoteSet, n: Notification): boolean {
  return n.round === s.round && Joins(s, votes, n);
}

/** The server settles; what it collected is of no more use. @spec Election!Settle ce66277641d6 */
export function Settle(s: ElectionState, vote: Vote, round: number): ElectionOutcome {
  const role: ElectionRole = vote.leader === s.self ? "LEADING" : "FOLLOWING";
  return {
    state: {
      ...s,
      role,
      round,
      vote,
      recvSet: NoVotes(s.voters),
      outOfElection: NoVotes(s.voters),
      finalizing: false,
    },
    effects: [{ kind: "Decided", role, leader: vote.leader, round, vote }],
  };
}
