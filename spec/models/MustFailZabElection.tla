------------------------ MODULE MustFailZabElection ------------------------
(***************************************************************************)
(* Steps of the composition, broken.  A model here replaces one of them in *)
(* its cfg and must fail.                                                  *)
(***************************************************************************)
EXTENDS MCZabElection

\* For Restart: the election starts afresh, and Zab goes on as if nothing had happened.
ElectionAloneRestarts(s, k) ==
  /\ k = 0
  /\ s \in Voter
  /\ role' = [role EXCEPT ![s] = "LOOKING"]
  /\ UNCHANGED <<log, acceptedEpoch, currentEpoch, phase, memLog, committed, diskQueue, leaderOf,
                 syncCommitted, learner, learnerZxid, proposedEpoch, epochInfo, epochAcks,
                 newLeaderAcks, ackIndex, link, toLeader, toLearner>>
  /\ Election!Forget(s)

\* For GivesUp: a role ends, and the decision that led to it stays.
KeepsDecision(s) == UNCHANGED electionVars

\* For StartElection: a vote is cast while the disk is still busy.
VotesEarly(s) == OfElection(Election!StartElection(s))

\* For Reports: a vote goes on naming the epoch it was cast with.
ReportsOldEpoch(s, epoch) == UNCHANGED electionVars

=============================================================================
