import { set } from "../../data/server-set.js";
import { onElectionEvent } from "../action.js";
import type { Notification } from "../notification.js";
import {
  Better,
  InElection,
  IsOfLooking,
  IsQuorum,
  OwnVote,
  Reads,
  Supporters,
  TellAll,
  presentVote,
  sameVote,
} from "../operators.js";
import { NoVotes } from "../state.js";

/**
 * A LOOKING server counts the vote of another one. A newer round starts the count afresh, from
 * its own history and not from what it voted in the round before.
 *
 * @spec Election!ReceiveLooking 5f802c578f7a
 */
export const ReceiveLooking = onElectionEvent("Notification", {
  enabled: (s, e) => InElection(s) && Reads(s, e) && IsOfLooking(s, e.notification),

  next: (s, { from, notification: n }) => {
    const newer = n.round > s.round;
    const mine = newer ? OwnVote(s) : presentVote(s);
    const vote = Better(n.vote, mine) ? n.vote : mine;
    const me: Notification = { vote, round: n.round, state: "LOOKING" };
    const kept = newer ? NoVotes(s.voters) : s.recvSet;
    const recvSet = set(set(kept, from, n), s.self, me);
    const changed = newer || !sameVote(vote, presentVote(s));
    return {
      state: {
        ...s,
        round: n.round,
        vote,
        recvSet,
        finalizing: IsQuorum(s, Supporters(s, recvSet, me)),
      },
      effects: changed ? TellAll(s, me) : [],
    };
  },
});
