import type { ElectionState, Notification, PerServer, ServerId } from "#state-machine";
import type { Changes } from "../components/change-table.js";
import type { Kind } from "../components/dictionary.js";

/** A decision: who, for whom, how, and whose notifications were behind it. */
export interface Decision {
  readonly who: ServerId;
  readonly leader: ServerId;
  readonly round: number;
  readonly kind: "finalize" | "join";
  readonly support: readonly ServerId[];
  /** Of the support, who was LOOKING when it sent its notification. */
  readonly looking: readonly ServerId[];
  /** Of who joins: whether the leader itself was heard to lead. */
  readonly heard: boolean;
}

/** What a model remembers beside the protocol. */
export interface ElectionGhosts {
  readonly nRestart: number;
  readonly nLeave: number;
  readonly nResend: number;
  /** Without repetition, in the order of their texts. */
  readonly decisions: readonly Decision[];
}

/** What one step adds. */
export interface ElectionGhostChange {
  readonly restart?: 1;
  readonly leave?: 1;
  readonly resend?: 1;
  readonly decision?: Decision;
}

/** Equal decisions have equal texts: `decision` makes all of them with the same fields in order. */
export const electionGhostsKind: Kind<ElectionGhosts> = {
  tag: "g",
  encode: (g) => JSON.stringify([g.nRestart, g.nLeave, g.nResend, g.decisions]),
  decode: (text) => {
    const [nRestart, nLeave, nResend, decisions] = JSON.parse(text) as [
      number,
      number,
      number,
      Decision[],
    ];
    return { nRestart, nLeave, nResend, decisions };
  },
};

export const noElectionGhosts: ElectionGhosts = {
  nRestart: 0,
  nLeave: 0,
  nResend: 0,
  decisions: [],
};

function remember(g: ElectionGhosts, change: ElectionGhostChange): ElectionGhosts {
  const { decision } = change;
  return {
    nRestart: g.nRestart + (change.restart ?? 0),
    nLeave: g.nLeave + (change.leave ?? 0),
    nResend: g.nResend + (change.resend ?? 0),
    decisions: decision === undefined ? g.decisions : withDecision(g.decisions, decision),
  };
}

function withDecision(decisions: readonly Decision[], decision: Decision): readonly Decision[] {
  const text = JSON.stringify(decision);
  const texts = decisions.map((one) => JSON.stringify(one));
  if (texts.includes(text)) return decisions;
  const place = texts.filter((one) => one < text).length;
  return [...decisions.slice(0, place), decision, ...decisions.slice(place)];
}

/** What steps do to the ghosts. */
export const electionGhostChanges: Changes<ElectionGhosts, ElectionGhostChange> = {
  kind: electionGhostsKind,
  text: (change) => JSON.stringify(change),
  changed: remember,
  nothing: {},
};

type Votes = PerServer<Notification | null>;

/** What server s decides by FinalizeTimeout. */
export function finalDecision(s: ElectionState): Decision {
  return decision(s, "finalize", s.recvSet, s.recvSet[s.self] as Notification);
}

/** What server s decides by ReceiveSettled, which read n from f. */
export function joinDecision(s: ElectionState, f: ServerId, n: Notification): Decision {
  const present = n.round === s.round ? { ...s.recvSet, [f]: n } : s.recvSet;
  const settled = { ...s.outOfElection, [f]: n };
  const joinsPresent =
    n.round === s.round &&
    supporters(s, present, n).length * 2 > s.voters.length &&
    (n.vote.leader === s.self || present[n.vote.leader]?.state === "LEADING");
  return decision(s, "join", joinsPresent ? present : settled, n);
}

function decision(
  s: ElectionState,
  kind: Decision["kind"],
  votes: Votes,
  n: Notification,
): Decision {
  const support = supporters(s, votes, n);
  const { leader } = n.vote;
  return {
    who: s.self,
    leader,
    round: n.round,
    kind,
    support,
    looking: support.filter((v) => votes[v]?.state === "LOOKING"),
    heard: kind === "join" && votes[leader]?.state === "LEADING",
  };
}

/** The voters whose notification counts for the same decision as n. */
function supporters(s: ElectionState, votes: Votes, n: Notification): ServerId[] {
  return s.voters.filter((v) => {
    const heard = votes[v] ?? null;
    return heard !== null && countsWith(heard, n);
  });
}

function countsWith(m: Notification, n: Notification): boolean {
  const sameLeader = m.vote.leader === n.vote.leader && m.vote.epoch === n.vote.epoch;
  if (m.state !== "LOOKING" && n.state !== "LOOKING") return sameLeader;
  const { zxid } = m.vote;
  const sameZxid = zxid.epoch === n.vote.zxid.epoch && zxid.counter === n.vote.zxid.counter;
  return sameLeader && sameZxid && m.round === n.round;
}
