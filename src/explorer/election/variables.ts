import type { ElectionState, Notification, Summary, Vote } from "#state-machine";
import { quoted, record, set, truth, tuple } from "../canonical.js";
import type { Decision, ElectionGhosts } from "./ghosts.js";

const zxidText = ({ epoch, counter }: Vote["zxid"]) => tuple([epoch, counter]);

function voteText(vote: Vote | null): string {
  if (vote === null) return "None";
  return record({ leader: vote.leader, zxid: zxidText(vote.zxid), epoch: vote.epoch });
}

function notificationText(n: Notification | null): string {
  if (n === null) return "None";
  return record({ vote: voteText(n.vote), round: n.round, state: quoted(n.state) });
}

const summaryText = ({ epoch, zxid }: Summary) => record({ epoch, zxid: zxidText(zxid) });

function decisionText(d: Decision): string {
  return record({
    who: d.who,
    leader: d.leader,
    round: d.round,
    kind: quoted(d.kind),
    support: set(d.support),
    looking: set(d.looking),
    heard: truth(d.heard),
  });
}

/** The variables that are functions over voters: what each says of one voter. */
const OF_SERVER: Readonly<Record<string, (s: ElectionState) => string>> = {
  finalizing: (s) => truth(s.finalizing),
  outOfElection: (s) => tuple(s.voters.map((v) => notificationText(s.outOfElection[v] ?? null))),
  recvSet: (s) => tuple(s.voters.map((v) => notificationText(s.recvSet[v] ?? null))),
  role: (s) => quoted(s.role),
  round: (s) => String(s.round),
  summary: (s) => summaryText(s.summary),
  vote: (s) => voteText(s.vote),
};

const OF_RUN: Readonly<Record<string, (g: ElectionGhosts) => string>> = {
  decisions: (g) => set(g.decisions.map(decisionText)),
  nLeave: (g) => String(g.nLeave),
  nResend: (g) => String(g.nResend),
  nRestart: (g) => String(g.nRestart),
};

/** What the variables say of one component, by name. */
export type Texts = ReadonlyMap<string, string>;

export function voterTexts(s: ElectionState): Texts {
  return new Map(Object.entries(OF_SERVER).map(([name, text]) => [name, text(s)]));
}

export function channelText(waiting: readonly Notification[]): string {
  return tuple(waiting.map(notificationText));
}

export function electionGhostTexts(g: ElectionGhosts): Texts {
  return new Map(Object.entries(OF_RUN).map(([name, text]) => [name, text(g)]));
}

const NAMES = [...Object.keys(OF_SERVER), ...Object.keys(OF_RUN), "chan"].sort();

/**
 * Every variable of MCElection but `ev`, by name and in the order of names, as canonical text.
 *
 * @param channels per voter those to each voter
 */
export function electionVariables(
  voters: readonly Texts[],
  channels: readonly (readonly string[])[],
  ghosts: Texts,
): ReadonlyMap<string, string> {
  return new Map(
    NAMES.map((name) => {
      if (name === "chan") return [name, tuple(channels.map(tuple))];
      if (name in OF_RUN) return [name, ghosts.get(name) as string];
      return [name, tuple(voters.map((voter) => voter.get(name) as string))];
    }),
  );
}
