---------------------------- MODULE BugsElection ----------------------------
(***************************************************************************)
(* What the catalogue of ZooKeeper's bugs (docs/bugs) asks of the election *)
(* beyond its properties.                                                  *)
(***************************************************************************)
EXTENDS MCElection

\* For Summaries: histories that end alike on servers whose epochs differ.
OnlyEpochsDiffer == {[epoch |-> 1, zxid |-> <<1, 1>>], [epoch |-> 2, zxid |-> <<1, 1>>]}

\* For Summaries: one history, so that there is one state to begin with.
AllAlike == {[epoch |-> 1, zxid |-> <<1, 1>>]}

\* Who has heard a settled quorum of one leader and one epoch, the leader among them, is settled.
LateJoinerJoins ==
  \A s \in Voter : InElection(s) =>
    \A l \in Voter \ {s} :
      LET heard == outOfElection[s]
      IN  (heard[l] # None /\ heard[l].state = "LEADING" /\ heard[l].vote.leader = l) =>
            2 * Cardinality({f \in Voter : heard[f] # None /\ heard[f].vote.leader = l
                                           /\ heard[f].vote.epoch = heard[l].vote.epoch})
              <= Cardinality(Voter)

\* An ACTION_CONSTRAINT, for voters that are too many to be searched whole.  Server 1 has the best
\* history; of the servers that look for a leader, each hears only votes for it, nobody else decides
\* in round 1, and nobody else leaves.  All that is left out may come later.
FirstLeadsTwice ==
  LET name == ev'[1]
      s == ev'[2][1]
      IsHeard == name \in {"ReceiveLooking", "ReceiveSettled"}
  IN  /\ \A v \in Voter : ~Above(summary[v], summary[1])
      /\ IsHeard => Head(chan[ev'[2][2]][s]).vote.leader = 1
      /\ name = "FinalizeTimeout" /\ round[s] = 1 => s = 1
      /\ name = "LeaveInstance" => s = 1

=============================================================================
