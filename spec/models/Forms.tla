------------------------------- MODULE Forms --------------------------------
(***************************************************************************)
(* The properties over whole histories have two forms, one with quantifiers*)
(* and one by recursion over the prefix, and both say the same: in every   *)
(* state of the protocol, in every state of a protocol broken so that they *)
(* fail, and of all small histories whatever.                              *)
(*                                                                         *)
(* Two agree under a premise.  LogMatching's second form is meant for      *)
(* sorted histories.  CommittedDurable's second form wants a quorum that   *)
(* holds everything, the first one a quorum for each txn; that is the same *)
(* where the disks match, and the second is the stronger one elsewhere.    *)
(***************************************************************************)
EXTENDS MustFail, PrefixProperties, Seen

\* LogMatching of disks.
DisksMatch ==
  \A s, t \in Server : \A i \in 1..Len(log[s]), j \in 1..Len(log[t]) :
    log[s][i].zxid = log[t][j].zxid => i = j /\ Prefix(log[s], i) = Prefix(log[t], i)

BothFormsAgree ==
  /\ DeliveredPrefix = DeliveredPrefixByPrefix(gCommitted)
  /\ Integrity = IntegrityByPrefix(gBroadcast)
  /\ Agreement = AgreementByPrefix
  /\ LocalPrimaryOrder = LocalPrimaryOrderByPrefix
  /\ GlobalPrimaryOrder = GlobalPrimaryOrderByPrefix
  /\ PrimaryIntegrity = PrimaryIntegrityByPrefix(gCommitted)
  /\ CommittedDurableByPrefix(gCommitted) => CommittedDurable
  /\ DisksMatch => CommittedDurable = CommittedDurableByPrefix(gCommitted)
  /\ GlobalPrimaryOrder => LogMatching = LogMatchingByPrefix

-----------------------------------------------------------------------------
(* A protocol broken so that the properties fail, and its steps do not *)

\* For NextZxid: the counter starts again with each request.
FirstZxid(l) == <<proposedEpoch[l], 1>>

\* For IsNextZxid: whatever comes is taken for the next.
AnyZxid(y, z) == TRUE

-----------------------------------------------------------------------------
(* All small histories, reached by no protocol *)

Txns(values) == [zxid : {<<1, 1>>, <<1, 2>>, <<2, 1>>}, val : values]
UpTo(n, txns) == UNION {[1..m -> txns] : m \in 0..n}

Short == UpTo(2, Txns(1..2))
Long == UpTo(3, Txns(1..2))
Plain == UpTo(2, Txns({1}))

\* Everything but memory, disks, what is delivered, committed and proposed, and who leads.
Rest == <<acceptedEpoch, currentEpoch, diskQueue, learnerVars, learner, learnerZxid, countVars,
          ackIndex, channelVars, nRestart, nBreak, gEstablished, ev>>

\* Two servers remember and have delivered anything.
AnyMemories ==
  /\ \E g, h \in Long : memLog' = [memLog EXCEPT ![1] = g, ![2] = h]
  /\ committed' = [s \in Server |-> Len(memLog'[s])]
  /\ UNCHANGED <<log, role, phase, proposedEpoch, gCommitted, gBroadcast>>

\* One server has delivered any part of anything, and anything was committed.
AnyDelivered ==
  /\ gCommitted' \in Short
  /\ \E h \in Short : memLog' = [memLog EXCEPT ![1] = h]
  /\ \E n \in 0..Len(memLog'[1]) : committed' = [committed EXCEPT ![1] = n]
  /\ UNCHANGED <<log, role, phase, proposedEpoch, gBroadcast>>

\* One server serves as leader of epoch 2 with any history, and anything was committed.
AnyLeader ==
  /\ gCommitted' \in Long
  /\ \E h \in Long : memLog' = [memLog EXCEPT ![1] = h]
  /\ role' = [role EXCEPT ![1] = "LEADING"]
  /\ phase' = [phase EXCEPT ![1] = "broadcast"]
  /\ proposedEpoch' = [proposedEpoch EXCEPT ![1] = 2]
  /\ UNCHANGED <<log, committed, gBroadcast>>

\* One server remembers anything, and anything was proposed in either epoch.
AnyProposed ==
  /\ \E h \in Short : memLog' = [memLog EXCEPT ![1] = h]
  /\ gBroadcast' \in [1..2 -> UpTo(2, Txns({1}))]
  /\ UNCHANGED <<log, committed, role, phase, proposedEpoch, gCommitted>>

\* Every disk holds anything, and anything was committed.
AnyDisks ==
  /\ log' \in [Server -> Plain]
  /\ gCommitted' \in Plain
  /\ UNCHANGED <<memLog, committed, role, phase, proposedEpoch, gBroadcast>>

AnyHistories ==
  /\ nTxn = 0
  /\ nTxn' = 1
  /\ AnyMemories \/ AnyDelivered \/ AnyLeader \/ AnyProposed \/ AnyDisks
  /\ UNCHANGED Rest

-----------------------------------------------------------------------------
(* That both forms do fail *)

FormsInit == MCInit /\ NothingSeen(9)

\* As CONSTRAINT.
FailuresSeen ==
  /\ Seen(1, "NotDeliveredPrefix", ~DeliveredPrefix)
  /\ Seen(2, "NotIntegrity", ~Integrity)
  /\ Seen(3, "NotAgreement", ~Agreement)
  /\ Seen(4, "NotLocalPrimaryOrder", ~LocalPrimaryOrder)
  /\ Seen(5, "NotGlobalPrimaryOrder", ~GlobalPrimaryOrder)
  /\ Seen(6, "NotPrimaryIntegrity", ~PrimaryIntegrity)
  /\ Seen(7, "NotCommittedDurable", ~CommittedDurable)
  /\ Seen(8, "NotLogMatching", GlobalPrimaryOrder /\ ~LogMatching)
  /\ Seen(9, "V_BothFormsAgree", ~DeliveredPrefix /\ ~Integrity)

-----------------------------------------------------------------------------
(* Second forms that are wrong, each in place of a right one *)

\* For Sorted: only the last two txns are compared.
SortedAtTheEnd(h) == Len(h) < 2 \/ ZxidBelow(h[Len(h) - 1].zxid, Last(h).zxid)

\* For Match: a zxid held twice is not compared.
MatchAnything(g, h) == TRUE

=============================================================================
