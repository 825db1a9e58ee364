import { everywhere, type PerServer, type ServerSet } from "../data/server-set.js";
import type { ServerId } from "../data/zxid.js";
import type { ElectionRole, Notification, Summary, Vote } from "./notification.js";

/** Per voter what was heard from it, or null. */
export type VoteSet = PerServer<Notification | null>;

/**
 * One server of an election: a field for each variable of the spec, seen from that server. The
 * channels are the runtime's; see spec/mapping.json.
 */
export interface ElectionState {
  /** Constants of the spec: who this is, who votes. An observer is not among the voters. */
  readonly self: ServerId;
  readonly voters: ServerSet;

  readonly role: ElectionRole;
  /** The round of the last election; 0 after a start. */
  readonly round: number;
  /** What the server proposes or decided; null until StartElection. */
  readonly vote: Vote | null;
  /** What was heard in the present round, and the own vote. */
  readonly recvSet: VoteSet;
  /** What was last heard from settled servers, of any round. */
  readonly outOfElection: VoteSet;
  /** A quorum agrees with the vote; only silence is still needed. */
  readonly finalizing: boolean;
  /** What the own vote was cast with. */
  readonly summary: Summary;
}

/** Who takes part: the constants of the spec. */
export interface Electorate {
  readonly self: ServerId;
  readonly voters: ServerSet;
}

/** Nothing was heard from anybody. @spec Election!NoVotes 321871c806d8 */
export function NoVotes(voters: ServerSet): VoteSet {
  return everywhere<Notification | null>(voters, null);
}

/** What a server knows of elections when its process starts. @spec Election!Init 766288937b1e */
export function ElectionInit({ self, voters }: Electorate, summary: Summary): ElectionState {
  return {
    self,
    voters,
    role: "LOOKING",
    round: 0,
    vote: null,
    recvSet: NoVotes(voters),
    outOfElection: NoVotes(voters),
    finalizing: false,
    summary,
  };
}
