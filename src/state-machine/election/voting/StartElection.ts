import { set } from "../../data/server-set.js";
import { onElectionEvent } from "../action.js";
import type { Notification } from "../notification.js";
import { OwnVote, TellAll } from "../operators.js";
import { NoVotes } from "../state.js";

/**
 * A LOOKING server opens a new round, votes for itself and tells everybody.
 *
 * Its summary comes with the event: the disk was busy until now, and only the runtime that
 * watches it knows what is durable.
 *
 * @spec Election!StartElection 684cb3978ddb
 */
export const StartElection = onElectionEvent("StartElection", {
  enabled: (s) => s.role === "LOOKING" && s.vote === null,

  next: (s, { summary }) => {
    const vote = OwnVote({ ...s, summary });
    const round = s.round + 1;
    const m: Notification = { vote, round, state: "LOOKING" };
    const state = {
      ...s,
      summary,
      round,
      vote,
      recvSet: set(NoVotes(s.voters), s.self, m),
      outOfElection: NoVotes(s.voters),
      finalizing: false,
    };
    return { state, effects: TellAll(s, m) };
  },
});
