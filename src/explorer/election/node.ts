import type {
  ElectionRole,
  ElectionState,
  Notification,
  PerServer,
  ServerSet,
  Summary,
  Vote,
} from "#state-machine";
import type { Kind } from "../components/dictionary.js";

/** Values as nested arrays, which JSON writes without ambiguity. */
type PlainVote = [leader: number, epoch: number, zxidEpoch: number, zxidCounter: number];
type PlainNotification = [vote: PlainVote, round: number, state: ElectionRole];
type PlainSet = (PlainNotification | null)[];
type PlainNode = [
  self: number,
  role: ElectionRole,
  round: number,
  vote: PlainVote | null,
  recvSet: PlainSet,
  outOfElection: PlainSet,
  finalizing: boolean,
  summary: [epoch: number, zxidEpoch: number, zxidCounter: number],
];

const plainVote = ({ leader, epoch, zxid }: Vote): PlainVote => {
  return [leader, epoch, zxid.epoch, zxid.counter];
};
const voteFrom = ([leader, epoch, zxidEpoch, counter]: PlainVote): Vote => {
  return { leader, epoch, zxid: { epoch: zxidEpoch, counter } };
};

export function plainNotification({ vote, round, state }: Notification): PlainNotification {
  return [plainVote(vote), round, state];
}

function notificationFrom([vote, round, state]: PlainNotification): Notification {
  return { vote: voteFrom(vote), round, state };
}

/** The state of one voter as a component. Ids break ties, so nothing is ever renamed. */
export function electionNodeKind(voters: ServerSet): Kind<ElectionState> {
  const plainSet = (set: PerServer<Notification | null>): PlainSet =>
    voters.map((v) => {
      const heard = set[v] ?? null;
      return heard === null ? null : plainNotification(heard);
    });
  const setFrom = (plain: PlainSet) =>
    Object.fromEntries(
      plain.map((heard, k) => [voters[k], heard === null ? null : notificationFrom(heard)]),
    ) as PerServer<Notification | null>;
  return {
    tag: "n",
    encode: (s) => {
      const plain: PlainNode = [
        s.self,
        s.role,
        s.round,
        s.vote === null ? null : plainVote(s.vote),
        plainSet(s.recvSet),
        plainSet(s.outOfElection),
        s.finalizing,
        [s.summary.epoch, s.summary.zxid.epoch, s.summary.zxid.counter],
      ];
      return JSON.stringify(plain);
    },
    decode: (text) => {
      const [self, role, round, vote, recvSet, out, finalizing, summary] = JSON.parse(
        text,
      ) as PlainNode;
      const [epoch, zxidEpoch, counter] = summary;
      const own: Summary = { epoch, zxid: { epoch: zxidEpoch, counter } };
      return {
        self,
        voters,
        role,
        round,
        vote: vote === null ? null : voteFrom(vote),
        recvSet: setFrom(recvSet),
        outOfElection: setFrom(out),
        finalizing,
        summary: own,
      };
    },
  };
}

/** What is on its way from one voter to another, the oldest first. */
export interface ElectionChannel {
  readonly from: number;
  readonly to: number;
  readonly waiting: readonly Notification[];
}

export const channelKind: Kind<ElectionChannel> = {
  tag: "c",
  encode: ({ from, to, waiting }) => JSON.stringify([from, to, waiting.map(plainNotification)]),
  decode: (text) => {
    const [from, to, waiting] = JSON.parse(text) as [number, number, PlainNotification[]];
    return { from, to, waiting: waiting.map(notificationFrom) };
  },
};
