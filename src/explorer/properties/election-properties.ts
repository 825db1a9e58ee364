import type { ElectionState, Summary, Vote } from "#state-machine";
import type { Decision } from "../election/ghosts.js";

/**
 * One property of MCElection, cut by what each part reads. A property holds where all parts hold.
 */
export interface ElectionProperty {
  readonly server?: (s: ElectionState) => boolean;
  /** Whether a waiting notification was read, by just one action, of a server that takes part. */
  readonly reads?: (s: ElectionState, taken: boolean) => boolean;
  /** Summaries never change, so server 1 has the first of them in all states of a run. */
  readonly decisions?: (
    decisions: readonly Decision[],
    summaries: readonly Summary[],
    voters: readonly number[],
  ) => boolean;
  /** A step of one server. */
  readonly step?: (before: ElectionState, after: ElectionState, action: string) => boolean;
}

// Written out once more: a property that used the reducers' operators would share their mistakes.

/** Whether x is above y in the order of epoch and zxid. */
function above(x: Summary, y: Summary): boolean {
  if (x.epoch !== y.epoch) return x.epoch > y.epoch;
  if (x.zxid.epoch !== y.zxid.epoch) return x.zxid.epoch > y.zxid.epoch;
  return x.zxid.counter > y.zxid.counter;
}

function level(x: Summary, y: Summary): boolean {
  return !above(x, y) && !above(y, x);
}

const sameVote = (v: Vote, w: Vote) => v.leader === w.leader && level(v, w);

const leaderHeard = (decisions: readonly Decision[]) =>
  decisions.every((d) => d.kind !== "join" || d.who === d.leader || d.heard);

/** Every property of MCElection, by its name in the spec; the sentences stand there. */
export const electionProperties: Readonly<Record<string, ElectionProperty>> = {
  /** Types are the compiler's. */
  TypeOK: {},
  ExactlyOneReads: { reads: (s, taken) => s.vote === null || taken },
  DecisionBacked: {
    decisions: (decisions, _, voters) =>
      decisions.every(
        ({ support }) => support.filter((v) => voters.includes(v)).length * 2 > voters.length,
      ),
  },
  BestOfSupporters: {
    decisions: (decisions, summaries) =>
      decisions.every(
        ({ kind, leader, looking }) =>
          kind !== "finalize" ||
          looking.every(
            (v) => !above(summaries[v - 1] as Summary, summaries[leader - 1] as Summary),
          ),
      ),
  },
  NeverBelowOwn: {
    server: (s) => s.role !== "LOOKING" || s.vote === null || !above(s.summary, s.vote),
  },
  LeadersVoteForThemselves: {
    server: (s) => s.role !== "LEADING" || s.vote?.leader === s.self,
  },
  LeaderHeard: { decisions: leaderHeard },
  JoinOnlyLeading: {
    decisions: (decisions) =>
      leaderHeard(decisions) &&
      decisions.every(
        (d) =>
          d.kind !== "join" ||
          d.who === d.leader ||
          (d.support.includes(d.leader) && !d.looking.includes(d.leader)),
      ),
  },
  PresentRound: {
    server: (s) =>
      s.role !== "LOOKING" ||
      s.voters.every((v) => {
        const heard = s.recvSet[v] ?? null;
        return heard === null || heard.round === s.round;
      }),
  },
  AgreePerRound: {
    decisions: (decisions) =>
      decisions.every((d) => decisions.every((e) => d.round !== e.round || d.leader === e.leader)),
  },
  VoteMonotone: {
    step: ({ role, round, vote }, after) =>
      role !== "LOOKING" ||
      vote === null ||
      after.role !== "LOOKING" ||
      after.vote === null ||
      after.round !== round ||
      sameVote(after.vote, vote) ||
      above(after.vote, vote) ||
      (level(after.vote, vote) && after.vote.leader > vote.leader),
  },
  RoundMonotone: {
    step: (before, after, action) =>
      after.round >= before.round ||
      action === "Restart" ||
      (before.role === "LOOKING" && after.role !== "LOOKING"),
  },
};

export const electionPropertyNames: readonly string[] = Object.keys(electionProperties);
