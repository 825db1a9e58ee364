import { describe, expect, it } from "vitest";
import { ElectionInit, type ElectionState, type Notification } from "#state-machine";
import { electionProperties, type Decision } from "#explorer";
import { call, parts } from "./property-parts.js";

// Of each property a state, or a step, that it must not let pass, beside one that it must.

const voters = [1, 2, 3];
const zxid = (epoch: number, counter: number) => ({ epoch, counter });
const vote = (leader: number, epoch = 1, counter = 1) => ({
  leader,
  epoch,
  zxid: zxid(1, counter),
});
const summary = (epoch: number) => ({ epoch, zxid: zxid(1, 1) });
const heard = (round: number): Notification => ({ vote: vote(1), round, state: "LOOKING" });
function voter(changes: Partial<ElectionState> = {}): ElectionState {
  return { ...ElectionInit({ self: 2, voters }, summary(1)), round: 2, vote: vote(2), ...changes };
}
function decision(changes: Partial<Decision> = {}): Decision {
  const joined = { who: 2, leader: 1, round: 1, kind: "join", support: [1, 3] } as const;
  return { ...joined, looking: [], heard: true, ...changes };
}
const summaries = [summary(1), summary(2), summary(1)];

type ElectionCase = [
  property: string,
  part: keyof (typeof electionProperties)[string],
  bad: unknown[],
  good: unknown[],
];
const decided = (
  property: string,
  bad: readonly Decision[],
  good: readonly Decision[],
): ElectionCase => [property, "decisions", [bad, summaries, voters], [good, summaries, voters]];

const elections: ElectionCase[] = [
  ["ExactlyOneReads", "reads", [voter(), false], [voter({ vote: null }), false]],
  decided("DecisionBacked", [decision({ support: [1] })], [decision()]),
  decided(
    "BestOfSupporters",
    [decision({ kind: "finalize", support: [1, 2], looking: [1, 2] })],
    [decision({ kind: "finalize", support: [1, 2], looking: [1] })],
  ),
  ["NeverBelowOwn", "server", [voter({ summary: summary(2) })], [voter()]],
  ["NeverBelowOwn", "server", [voter({ vote: vote(2, 1, 0) })], [voter({ vote: null })]],
  [
    "LeadersVoteForThemselves",
    "server",
    [voter({ role: "LEADING", vote: vote(1) })],
    [voter({ role: "LEADING" })],
  ],
  decided("LeaderHeard", [decision({ heard: false })], [decision({ who: 1, heard: false })]),
  decided("JoinOnlyLeading", [decision({ heard: false })], [decision()]),
  decided(
    "JoinOnlyLeading",
    [decision({ support: [2, 3] })],
    [decision({ who: 1, support: [2, 3] })],
  ),
  decided("JoinOnlyLeading", [decision({ looking: [1] })], [decision({ looking: [3] })]),
  [
    "PresentRound",
    "server",
    [voter({ recvSet: { ...voter().recvSet, 1: heard(1) } })],
    [voter({ recvSet: { ...voter().recvSet, 1: heard(2) } })],
  ],
  decided(
    "AgreePerRound",
    [decision(), decision({ leader: 3 })],
    [decision(), decision({ leader: 3, round: 2 })],
  ),
  [
    "VoteMonotone",
    "step",
    [voter({ vote: vote(3) }), voter(), "ReceiveLooking"],
    [voter(), voter({ vote: vote(3) }), "ReceiveLooking"],
  ],
  [
    "VoteMonotone",
    "step",
    [voter(), voter({ vote: vote(3, 0) }), "ReceiveLooking"],
    [voter(), voter({ vote: vote(3, 0), round: 3 }), "ReceiveLooking"],
  ],
  [
    "RoundMonotone",
    "step",
    [voter(), voter({ round: 1 }), "ReceiveLooking"],
    [voter(), voter({ round: 1 }), "Restart"],
  ],
  [
    "RoundMonotone",
    "step",
    [voter(), voter({ round: 0 }), "LeaveInstance"],
    [voter(), voter({ round: 1, role: "FOLLOWING" }), "ReceiveSettled"],
  ],
];

describe("a property of elections", () => {
  it.each(elections)("%s refuses what it must (%s)", (property, part, bad, good) => {
    expect(call(electionProperties, property, part, bad)).toBe(false);
    expect(call(electionProperties, property, part, good)).toBe(true);
  });

  it("is seen to fail here, each part of it", () => {
    const { all, seen } = parts(electionProperties, elections);
    expect(seen).toEqual(all);
  });
});
