---------------------------- MODULE ZabElection ----------------------------
(***************************************************************************)
(* Zab and Fast Leader Election as one system.  The two share the role of  *)
(* each voter; the election votes with what Zab has on disk.  An action    *)
(* below is one of either module with the other one standing still, or,    *)
(* where both change a role, one of each in one step.                      *)
(*                                                                         *)
(* What Zab leaves to chance, who leads and who follows whom, the election *)
(* decides here; so a behaviour of this module is one of Zab's, which the  *)
(* models check.  An observer has no vote: it follows a server that leads, *)
(* as it would once the settled voters have told it who does.              *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  \* of both
  Voter,
  \* of Zab
  Server, Nobody, Value, SnapWindow, AckUptodate,
  \* of the election; None stands for no vote, Nobody for no server
  Cap, None

VARIABLES
  \* of both
  role,
  \* of Zab alone
  log, acceptedEpoch, currentEpoch, phase, memLog, committed, diskQueue, leaderOf, syncCommitted,
  learner, learnerZxid, proposedEpoch, epochInfo, epochAcks, newLeaderAcks, ackIndex,
  link, toLeader, toLearner,
  \* of the election alone
  round, vote, recvSet, outOfElection, finalizing, chan

Zab == INSTANCE Zab

\* The roles of those who vote.
VoterRole == [s \in Voter |-> role[s]]

\* What a vote is cast with: the disk.  Who votes has an idle disk, and memory equals it.
Summary == [s \in Voter |-> [epoch |-> currentEpoch[s], zxid |-> Zab!LastZxid(log[s])]]

Election == INSTANCE Election WITH role <- VoterRole, summary <- Summary

zabVars == <<role, log, acceptedEpoch, currentEpoch, phase, memLog, committed, diskQueue,
             leaderOf, syncCommitted, learner, learnerZxid, proposedEpoch, epochInfo, epochAcks,
             newLeaderAcks, ackIndex, link, toLeader, toLearner>>
electionVars == <<round, vote, recvSet, outOfElection, finalizing, chan>>
vars == <<zabVars, electionVars>>

Init == Zab!Init /\ Election!Init

\* A step of one of the two is none of the other.  Zab's come first: they say what the shared
\* role becomes, and the election's clauses about it are then a demand.
OfZab(A) == A /\ UNCHANGED electionVars
OfElection(A) == UNCHANGED zabVars /\ A

-----------------------------------------------------------------------------
(* The election, while Zab stands still *)

\* Votes are cast from the disk, so the disk has caught up: what is still queued from an earlier
\* role would change the history that the vote names.
StartElection(s) ==
  /\ diskQueue[s] = <<>>
  /\ OfElection(Election!StartElection(s))

AnswerLooking(s, f) == OfElection(Election!AnswerLooking(s, f))

ReceiveOlder(s, f) == OfElection(Election!ReceiveOlder(s, f))

ReceiveSwallowed(s, f) == OfElection(Election!ReceiveSwallowed(s, f))

ReceiveLooking(s, f) == OfElection(Election!ReceiveLooking(s, f))

NotificationTimeout(s) == OfElection(Election!NotificationTimeout(s))

-----------------------------------------------------------------------------
(* Decisions: the role that the election gives s is taken up in Zab in the same step *)

\* A is a step of the election in which s decides: to lead, if its vote is for itself, and to
\* follow the server that it voted for otherwise, whether that one leads or not.
Decides(s, A) ==
  \/ Zab!BecomeLeading(s) /\ A
  \/ \E l \in Voter : Zab!FollowLeader(s, l) /\ A /\ vote'[s].leader = l

FinalizeTimeout(s) == Decides(s, Election!FinalizeTimeout(s))

\* What s hears from a settled server decides its election, or it does not: then its role stays,
\* and with it Zab.
ReceiveSettled(s, f) ==
  \/ Decides(s, Election!ReceiveSettled(s, f))
  \/ OfElection(Election!ReceiveSettled(s, f))

\* An observer asks the voters and is told by them; here it sees.
ObserverFollows(o, l) ==
  /\ o \notin Voter
  /\ role[l] = "LEADING"
  /\ OfZab(Zab!FollowLeader(o, l))

-----------------------------------------------------------------------------
(* Zab's steps that end a role: the vote that led to it is given up too *)

\* The election's part in the end of a role of s.  A new vote is cast by StartElection, later.
GivesUp(s) == IF s \in Voter THEN Election!LeaveInstance(s) ELSE UNCHANGED electionVars

LearnerLoseLeader(f) == Zab!LearnerLoseLeader(f) /\ GivesUp(f)

LeaderLosesQuorum(l) == Zab!LeaderLosesQuorum(l) /\ GivesUp(l)

\* Only a stale leader is left; an epoch that is promised changes no role.
FollowerProcessLEADERINFO(f) ==
  /\ Zab!FollowerProcessLEADERINFO(f)
  /\ IF role'[f] = "LOOKING" THEN GivesUp(f) ELSE UNCHANGED electionVars

\* One process runs both, so both end; the disk may have got further than anybody was told.
Restart(s, k) ==
  /\ Zab!Restart(s, k)
  /\ IF s \in Voter THEN Election!Forget(s) ELSE UNCHANGED electionVars

-----------------------------------------------------------------------------
(* Zab's steps that begin to serve an epoch: the vote takes that epoch on *)

\* The epoch of a vote is that of a history, older than the epoch it led to.  Servers that came to
\* their leader by different elections would report different votes, and a late joiner could
\* count no quorum among them; the epoch established is the same for all.
Reports(s, epoch) ==
  IF s \in Voter THEN Election!RefreshEpoch(s, epoch) ELSE UNCHANGED electionVars

LeaderProcessACKLD(l, f) ==
  /\ Zab!LeaderProcessACKLD(l, f)
  /\ IF phase'[l] # phase[l] THEN Reports(l, proposedEpoch[l]) ELSE UNCHANGED electionVars

FollowerProcessUPTODATE(f) ==
  /\ Zab!FollowerProcessUPTODATE(f)
  /\ Reports(f, currentEpoch[f])

-----------------------------------------------------------------------------
(* Zab, while the election stands still: no role changes *)

LeaderAcceptLearner(l, f) == OfZab(Zab!LeaderAcceptLearner(l, f))

LeaderProcessFOLLOWERINFO(l, f) == OfZab(Zab!LeaderProcessFOLLOWERINFO(l, f))

LeaderProcessACKEPOCH(l, f) == OfZab(Zab!LeaderProcessACKEPOCH(l, f))

LeaderSyncFollower(l, f, mode) == OfZab(Zab!LeaderSyncFollower(l, f, mode))

FollowerProcessDIFF(f) == OfZab(Zab!FollowerProcessDIFF(f))

FollowerProcessTRUNC(f) == OfZab(Zab!FollowerProcessTRUNC(f))

FollowerProcessSNAP(f) == OfZab(Zab!FollowerProcessSNAP(f))

FollowerProcessPROPOSAL(f) == OfZab(Zab!FollowerProcessPROPOSAL(f))

FollowerProcessCOMMIT(f) == OfZab(Zab!FollowerProcessCOMMIT(f))

FollowerProcessNEWLEADER(f) == OfZab(Zab!FollowerProcessNEWLEADER(f))

LeaderProcessRequest(l, v) == OfZab(Zab!LeaderProcessRequest(l, v))

LeaderProcessACK(l, f) == OfZab(Zab!LeaderProcessACK(l, f))

ObserverProcessINFORM(o) == OfZab(Zab!ObserverProcessINFORM(o))

LeaderIgnoreACK(l, f) == OfZab(Zab!LeaderIgnoreACK(l, f))

\* The disk of a LOOKING server that has voted is idle, so this changes no vote's history.
DiskComplete(s) == OfZab(Zab!DiskComplete(s))

\* Notifications travel on connections of their own.
ConnBreak(f) == OfZab(Zab!ConnBreak(f))

LeaderDropLearner(l, f) == OfZab(Zab!LeaderDropLearner(l, f))

-----------------------------------------------------------------------------

Next ==
  \/ \E s \in Voter :
       \/ StartElection(s)
       \/ NotificationTimeout(s)
       \/ FinalizeTimeout(s)
  \/ \E s, f \in Voter :
       \/ AnswerLooking(s, f)
       \/ ReceiveOlder(s, f)
       \/ ReceiveSwallowed(s, f)
       \/ ReceiveLooking(s, f)
       \/ ReceiveSettled(s, f)
  \/ \E o, l \in Server : ObserverFollows(o, l)
  \/ \E l, f \in Server :
       \/ LeaderAcceptLearner(l, f)
       \/ LeaderProcessFOLLOWERINFO(l, f)
       \/ LeaderProcessACKEPOCH(l, f)
       \/ \E mode \in {"DIFF", "TRUNC", "SNAP"} : LeaderSyncFollower(l, f, mode)
       \/ LeaderProcessACKLD(l, f)
       \/ LeaderProcessACK(l, f)
       \/ LeaderIgnoreACK(l, f)
       \/ LeaderDropLearner(l, f)
  \/ \E f \in Server :
       \/ FollowerProcessLEADERINFO(f)
       \/ FollowerProcessDIFF(f)
       \/ FollowerProcessTRUNC(f)
       \/ FollowerProcessSNAP(f)
       \/ FollowerProcessPROPOSAL(f)
       \/ FollowerProcessCOMMIT(f)
       \/ FollowerProcessNEWLEADER(f)
       \/ FollowerProcessUPTODATE(f)
       \/ ObserverProcessINFORM(f)
       \/ LearnerLoseLeader(f)
       \/ ConnBreak(f)
  \/ \E l \in Server : LeaderLosesQuorum(l)
  \/ \E l \in Server, v \in Value : LeaderProcessRequest(l, v)
  \/ \E s \in Server : DiskComplete(s)
  \/ \E s \in Server : \E k \in 0..Len(diskQueue[s]) : Restart(s, k)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What the composition is of its parts *)

\* Seen through Zab's variables alone, every behaviour is one of Zab.
ZabProjection == Zab!Spec

\* A step of the election, one that only the composition knows included: a restart that finds
\* more on disk, and a vote that takes on the epoch it led to.
ElectionStep ==
  \/ Election!Next
  \/ \E s \in Voter :
       \/ Election!Forget(s)
       \/ vote'[s] # None /\ Election!RefreshEpoch(s, vote'[s].epoch)

\* Seen through the election's variables alone, every behaviour is one of the election, whose
\* voters' histories grow between its steps.
ElectionProjection == Election!Init /\ [][ElectionStep]_<<VoterRole, electionVars>>

=============================================================================
