import { onElectionEvent } from "../action.js";
import {
  InElection,
  IsOfSettled,
  IsQuorum,
  Joins,
  JoinsPresent,
  Present,
  PresentWith,
  Reads,
  Settle,
  SettledWith,
  Supporters,
} from "../operators.js";

/**
 * A LOOKING server hears from a settled one and joins its leader when a quorum of one of the two
 * sets names it: those of the present round, or the settled ones of any round.
 *
 * @spec Election!ReceiveSettled df99f5b3e2bb
 */
export const ReceiveSettled = onElectionEvent("Notification", {
  enabled: (s, e) => InElection(s) && Reads(s, e) && IsOfSettled(s, e.notification),

  next: (s, { from, notification: n }) => {
    const recvSet = PresentWith(s, from, n);
    const outOfElection = SettledWith(s, from, n);
    if (JoinsPresent(s, recvSet, n) || Joins(s, outOfElection, n)) {
      return Settle(s, n.vote, n.round);
    }
    const finalizing = IsQuorum(s, Supporters(s, recvSet, Present(s)));
    return { state: { ...s, recvSet, outOfElection, finalizing }, effects: [] };
  },
});
