--------------------------- MODULE SimZabElection ---------------------------
(***************************************************************************)
(* Random walks through the composition.  Left to chance alone, a walk     *)
(* spends itself on hasty decisions, repeated votes and failures.  Patient *)
(* makes such steps rare; it forbids none of them for good.                *)
(***************************************************************************)
EXTENDS MCZabElection, Seen

OneIn(n) == RandomElement(1..n) = 1

\* No LOOKING voter has a notification to read.
Quiet == \A i, j \in Voter : role[j] = "LOOKING" => chan[i][j] = <<>>

\* Enough voters look for a leader, or follow l, for it to come to a quorum.
Hopeful(l) == Zab!Q({l} \cup {f \in Voter : role[f] = "LOOKING" \/ leaderOf[f] = l})

\* Failures are earned: two for each epoch established.
Earned == nRestart + nBreak <= 2 * Cardinality({e \in 1..MaxEpoch : gEstablished[e] > 0})

\* The connection that ends in this step was one to a server that does not lead.
Refused == \A f \in Server : link'[f] # link[f] => role[leaderOf[f]] # "LEADING"

\* For Likely.
Patient ==
  CASE ev'[1] = "Restart" -> Earned /\ OneIn(30)
    [] ev'[1] = "ConnBreak" -> Refused \/ (Earned /\ OneIn(30))
    [] ev'[1] = "FinalizeTimeout" -> Quiet \/ OneIn(8)
    [] ev'[1] = "NotificationTimeout" -> Quiet /\ OneIn(4)
    [] ev'[1] = "LeaderLosesQuorum" ->
         \/ \A l \in Server : role[l] = "LEADING" /\ role'[l] # "LEADING" => ~Hopeful(l)
         \/ OneIn(20)
    [] OTHER -> TRUE

\* Nothing is on its way, neither to a disk nor to a server.
Idle ==
  /\ Quiet
  /\ \A s \in Server : diskQueue[s] = <<>> /\ toLeader[s] = <<>> /\ toLearner[s] = <<>>

\* Where only rare steps are left, a walk waits for one of them: without a step it would end.
Wait == Idle /\ UNCHANGED <<vars, budgets, ghosts>> /\ ev' = <<"Wait", "<<>>">>

SimNext == MCNext \/ Wait

-----------------------------------------------------------------------------
(* What the walks must come to, as witnesses *)

W == INSTANCE Witnesses WITH Oracle <- "any", Named <- TRUE

\* A third epoch serves, after txns of two earlier ones were committed.
ThirdEpoch ==
  /\ \E l \in W!Established : proposedEpoch[l] >= 3
  /\ \E i, j \in 1..Len(gCommitted) :
       gCommitted[i].zxid[1] < gCommitted[j].zxid[1] /\ gCommitted[j].zxid[1] < 3

\* Two voters lead in one round of the election.
TwoLead == \E l, m \in Voter :
  l # m /\ role[l] = "LEADING" /\ role[m] = "LEADING" /\ round[l] = round[m]

\* A voter joins a leader on votes with the epoch that it established: by the epochs of the
\* histories that elected it there was no quorum to count.
JoinsEpoch == \E d \in decisions :
  d.kind = "join" /\ d.who # d.leader /\ phase[d.leader] = "broadcast"
    /\ vote[d.who].epoch = proposedEpoch[d.leader]

SimInit == MCInit /\ NothingSeen(19)

\* As CONSTRAINT: it looks at every state.
SeenInState ==
  /\ W!SeenInState
  /\ Seen(17, "ThirdEpoch", ThirdEpoch)
  /\ Seen(18, "TwoLead", TwoLead)
  /\ Seen(19, "JoinsEpoch", JoinsEpoch)

\* As ACTION_CONSTRAINT: it looks at every step.
SeenInStep == W!SeenInStep

=============================================================================
