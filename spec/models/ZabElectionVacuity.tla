------------------------- MODULE ZabElectionVacuity -------------------------
(***************************************************************************)
(* For each property that models of the composition check a situation in   *)
(* which it says something there.  What the two modules have of their own  *)
(* is taken from Vacuity and ElectionWitnesses; the rest stands here.      *)
(***************************************************************************)
EXTENDS SimZabElection

V == INSTANCE Vacuity WITH Oracle <- "any", Named <- TRUE
L == INSTANCE ElectionWitnesses WITH role <- VoterRole, summary <- Summary,
       Summaries <- {}, SyncFinalize <- FALSE, MaxLeave <- 0, nLeave <- 0

\* E2. A voter settles on a leader, with the vote of a LOOKING one that voted against its own
\* history.
V_BestOfSupporters ==
  \E d \in decisions : d.kind = "finalize" /\ \E v \in d.looking : \E c \in cast :
    /\ c.who = v /\ c.round = d.round /\ c.vote = vote[d.who]
    /\ E!Above(vote[d.who], c.history)

\* One voter follows, and another one that has a history is in an election.
V_Joined == \E s, t \in Voter : role[s] = "FOLLOWING" /\ E!InElection(t) /\ log[t] # <<>>

\* A voter serves with a leader that it chose by an older epoch than the one both report.
V_OneReport ==
  \E l, f \in Voter :
    /\ l \in Z!Established /\ Zab!Linked(l, f) /\ phase[f] = "broadcast"
    /\ \E c \in cast : c.who = f /\ c.vote.leader = l /\ c.vote.epoch < vote[l].epoch

\* For Likely, where every step is taken that it lets pass.  One voter looks for a leader only when
\* the others have one that has committed, and they stay with it: their round is the first.
OneIsLate ==
  LET late == CHOOSE s \in Voter : \A v \in Voter : v <= s
  IN  /\ vote'[late] # None => gCommitted # <<>>
      /\ \A v \in Voter \ {late} : round'[v] <= 1

\* For Likely.  A leader is overtaken before it notices: when it has committed, its followers lose
\* it, look for another one together, and what that one commits the first has never heard of.
Overtaken ==
  LET later == gCommitted # <<>> /\ gCommitted[Len(gCommitted)].zxid[1] > 1
      followed == \E v \in Voter : role[v] = "FOLLOWING"
  IN  CASE later -> Patient
        [] ev'[1] = "ConnBreak" -> Refused \/ (gCommitted # <<>> /\ gEstablished[2] = 0)
        [] ev'[1] = "LeaderLosesQuorum" -> \A l \in Z!Established : role'[l] = "LEADING"
        [] ev'[1] = "StartElection" -> gCommitted # <<>> => ~followed
        [] ev'[1] = "LeaderProcessRequest" ->
             nTxn < Cardinality({e \in 1..MaxEpoch : gEstablished[e] > 0})
        [] ev'[1] = "Restart" -> FALSE
        [] OTHER -> Patient

-----------------------------------------------------------------------------

VInit == MCInit /\ NothingSeen(33)

\* As CONSTRAINT.
SeenNow ==
  /\ Seen(1, "V_TypeOK", V!V_TypeOK)
  /\ Seen(2, "V_HeadFits", V!V_HeadFits)
  /\ Seen(3, "V_UpFits", V!V_UpFits)
  /\ Seen(4, "V_OneLeaderPerEpoch", V!V_OneLeaderPerEpoch)
  /\ Seen(5, "V_DeliveredPrefix", V!V_DeliveredPrefix)
  /\ Seen(6, "V_Integrity", V!V_Integrity)
  /\ Seen(7, "V_Agreement", V!V_Agreement)
  /\ Seen(8, "V_LocalPrimaryOrder", V!V_LocalPrimaryOrder)
  /\ Seen(9, "V_GlobalPrimaryOrder", V!V_GlobalPrimaryOrder)
  /\ Seen(10, "V_PrimaryIntegrity", V!V_PrimaryIntegrity)
  /\ Seen(11, "V_LeaderCompleteness", V!V_LeaderCompleteness)
  /\ Seen(12, "V_CommittedDurable", V!V_CommittedDurable)
  /\ Seen(13, "V_LogMatching", V!V_LogMatching)
  /\ Seen(14, "V_EpochOrder", V!V_EpochOrder)
  /\ Seen(15, "V_DiskCatchesUp", V!V_DiskCatchesUp)
  /\ Seen(16, "V_AckedIsDurable", V!V_AckedIsDurable)
  /\ Seen(17, "V_EstablishedQuorum", V!V_EstablishedQuorum)
  /\ Seen(18, "V_LearnerPrefix", V!V_LearnerPrefix)
  /\ Seen(19, "V_NoServeBeforeUptodate", V!V_NoServeBeforeUptodate)
  /\ Seen(20, "V_ObserverNeutral", V!V_ObserverNeutral)
  /\ Seen(21, "V_RoleReset", V!V_RoleReset)
  /\ Seen(22, "V_DecisionBacked", L!V_DecisionBacked)
  /\ Seen(23, "V_NeverBelowOwn", L!V_NeverBelowOwn)
  /\ Seen(24, "V_LeadersVoteForThemselves", L!V_LeadersVoteForThemselves)
  /\ Seen(25, "V_LeaderHeard", L!V_LeaderHeard)
  /\ Seen(26, "V_PresentRound", L!V_PresentRound)
  /\ Seen(27, "V_BestOfSupporters", V_BestOfSupporters)
  /\ Seen(28, "V_Joined", V_Joined)
  /\ Seen(29, "V_OneReport", V_OneReport)

\* As ACTION_CONSTRAINT.
SeenInTheStep ==
  /\ Seen(30, "V_CommittedStable", V!V_CommittedStable)
  /\ Seen(31, "V_EpochsMonotonic", V!V_EpochsMonotonic)
  /\ Seen(32, "V_VoteMonotone", L!V_VoteMonotone)
  /\ Seen(33, "V_RoundMonotone", L!V_RoundMonotone)

=============================================================================
