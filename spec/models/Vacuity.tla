------------------------------ MODULE Vacuity -------------------------------
(***************************************************************************)
(* For each property a situation in which it says something: where V_P is  *)
(* never reached, P may hold because there is nothing to hold.  The models *)
(* of this module must reach them; a property without its V_P is an error. *)
(***************************************************************************)
EXTENDS MCZab, Seen

\* Something is remembered, and something waits for a disk and in channels both ways.
V_TypeOK ==
  /\ \E s \in Server : memLog[s] # <<>>
  /\ \E s \in Server : diskQueue[s] # <<>>
  /\ \E f \in Server : toLeader[f] # <<>>
  /\ \E f \in Server : toLearner[f] # <<>>

\* A proposal after the first arrives at a learner that serves.
V_HeadFits ==
  \E f \in Server :
    Reads(f, "PROPOSAL") /\ phase[f] = "broadcast" /\ Head(toLearner[f]).txn.zxid[2] > 1

\* An acknowledgement of a txn arrives.
V_UpFits ==
  \E l, f \in Server : LeaderReads(l, f, "ACK") /\ Head(toLeader[f]).zxid[2] > 0

\* A second server is about to form an epoch that is established already.
V_OneLeaderPerEpoch ==
  \E l, m \in Server :
    /\ l # m /\ role[l] = "LEADING" /\ role[m] = "LEADING"
    /\ proposedEpoch[l] = proposedEpoch[m]
    /\ gEstablished[proposedEpoch[l]] > 0

\* A learner has delivered.
V_DeliveredPrefix == \E f \in Server : role[f] = "FOLLOWING" /\ committed[f] > 0

\* A step.  A second txn is committed.
V_CommittedStable == gCommitted # <<>> /\ gCommitted' # gCommitted

\* A server remembers a txn of an epoch that is over.
V_Integrity ==
  \E l, s \in Server :
    /\ l \in Established /\ memLog[s] # <<>>
    /\ memLog[s][1].zxid[1] < proposedEpoch[l]

\* Two servers have delivered, and one of them more.
V_Agreement == \E s, t \in Server : committed[s] > committed[t] /\ committed[t] > 0

\* The second txn of an epoch is delivered.
V_LocalPrimaryOrder ==
  \E s \in Server : \E i \in 1..committed[s] : memLog[s][i].zxid[2] > 1

\* A history reaches over two epochs.
V_GlobalPrimaryOrder ==
  \E s \in Server : \E i \in 2..Len(memLog[s]) : memLog[s][i].zxid[1] > memLog[s][i - 1].zxid[1]

\* A leader serves after something was committed in an earlier epoch.
V_PrimaryIntegrity ==
  \E l \in Established : \E i \in 1..Len(gCommitted) : gCommitted[i].zxid[1] < proposedEpoch[l]

\* A leader serves, and does not know, what a later one has committed.
V_LeaderCompleteness == \E l \in Established : ~IsPrefix(gCommitted, memLog[l])

\* What is committed is not on every voter's disk.
V_CommittedDurable == \E s \in Voter : Len(log[s]) < Len(gCommitted)

\* Two servers share a zxid, and one history goes on.
V_LogMatching ==
  \E s, t \in Server :
    Len(memLog[s]) > Len(memLog[t]) /\ memLog[t] # <<>> /\ Holds(memLog[s], LastZxid(memLog[t]))

\* A server that has had an epoch has promised to follow a later one.
V_EpochOrder == \E s \in Server : currentEpoch[s] > 0 /\ acceptedEpoch[s] > currentEpoch[s]

\* A step.  A server that has had an epoch makes a later one its own.
V_EpochsMonotonic == \E s \in Server : currentEpoch[s] > 0 /\ currentEpoch'[s] > currentEpoch[s]

\* A learner serves, its disk is idle, and there is something on it.
V_DiskCatchesUp ==
  \E f \in Server :
    role[f] = "FOLLOWING" /\ phase[f] = "broadcast" /\ diskQueue[f] = <<>> /\ log[f] # <<>>

\* A leader counts an acknowledgement of a learner on its present connection.
V_AckedIsDurable == \E l, f \in Server : Linked(l, f) /\ ackIndex[l][f] > 0

\* A leader serves, and some server does not have its epoch yet.
V_EstablishedQuorum ==
  \E l \in Established : \E s \in Voter : currentEpoch[s] < proposedEpoch[l]

\* A learner serves, remembers something, and its leader remembers more.
V_LearnerPrefix ==
  \E l, f \in Server :
    /\ Linked(l, f) /\ phase[f] = "broadcast"
    /\ memLog[f] # <<>> /\ Len(memLog[l]) > Len(memLog[f])

\* A learner knows of a committed txn and may not deliver it yet.
V_NoServeBeforeUptodate == \E f \in Server : phase[f] = "newleader" /\ syncCommitted[f] > 0

\* A leader serves that counted an observer, in both counts.
V_ObserverNeutral ==
  \E l \in Established : \E o \in Server \ Voter : o \in epochAcks[l] /\ o \in newLeaderAcks[l]

\* A server that held a role and a history is LOOKING, and a leader does not know.
V_RoleReset ==
  \E l, s \in Server : role[s] = "LOOKING" /\ learner[l][s] = "ready" /\ memLog[s] # <<>>

\* L0.  Nothing can happen any more.
V_NoHalt ==
  /\ nTxn = MaxTxn /\ nRestart = MaxRestart
  /\ \A s \in Server : diskQueue[s] = <<>> /\ toLeader[s] = <<>> /\ toLearner[s] = <<>>
  /\ ~ENABLED MCNext

\* L1.  A leader of a later epoch serves a quorum: what happened before did not last.
V_LeaderForEver == Stable /\ \E l \in Established : proposedEpoch[l] > 1

\* L2.  A leader that serves has not committed all that it has proposed.
V_ProposalsCommit == \E l \in Established : Len(memLog[l]) > committed[l]

\* L3.  A connected learner that has a history is being synchronised.
V_SyncEnds == \E f \in Server : phase[f] = "sync" /\ link[f] = "up" /\ memLog[f] # <<>>

-----------------------------------------------------------------------------

VInit == MCInit /\ NothingSeen(27)

\* As CONSTRAINT.
SeenInState ==
  /\ Seen(1, "V_TypeOK", V_TypeOK)
  /\ Seen(2, "V_HeadFits", V_HeadFits)
  /\ Seen(3, "V_UpFits", V_UpFits)
  /\ Seen(4, "V_OneLeaderPerEpoch", V_OneLeaderPerEpoch)
  /\ Seen(5, "V_DeliveredPrefix", V_DeliveredPrefix)
  /\ Seen(6, "V_Integrity", V_Integrity)
  /\ Seen(7, "V_Agreement", V_Agreement)
  /\ Seen(8, "V_LocalPrimaryOrder", V_LocalPrimaryOrder)
  /\ Seen(9, "V_GlobalPrimaryOrder", V_GlobalPrimaryOrder)
  /\ Seen(10, "V_PrimaryIntegrity", V_PrimaryIntegrity)
  /\ Seen(11, "V_LeaderCompleteness", V_LeaderCompleteness)
  /\ Seen(12, "V_CommittedDurable", V_CommittedDurable)
  /\ Seen(13, "V_LogMatching", V_LogMatching)
  /\ Seen(14, "V_EpochOrder", V_EpochOrder)
  /\ Seen(15, "V_DiskCatchesUp", V_DiskCatchesUp)
  /\ Seen(16, "V_AckedIsDurable", V_AckedIsDurable)
  /\ Seen(17, "V_EstablishedQuorum", V_EstablishedQuorum)
  /\ Seen(18, "V_LearnerPrefix", V_LearnerPrefix)
  /\ Seen(19, "V_NoServeBeforeUptodate", V_NoServeBeforeUptodate)
  /\ Seen(20, "V_ObserverNeutral", V_ObserverNeutral)
  /\ Seen(21, "V_RoleReset", V_RoleReset)
  /\ Seen(22, "V_NoHalt", V_NoHalt)
  /\ Seen(23, "V_LeaderForEver", V_LeaderForEver)
  /\ Seen(24, "V_ProposalsCommit", V_ProposalsCommit)
  /\ Seen(25, "V_SyncEnds", V_SyncEnds)

\* As ACTION_CONSTRAINT.
SeenInStep ==
  /\ Seen(26, "V_CommittedStable", V_CommittedStable)
  /\ Seen(27, "V_EpochsMonotonic", V_EpochsMonotonic)

=============================================================================
