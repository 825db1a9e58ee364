--------------------------- MODULE MCZabElection ---------------------------
(***************************************************************************)
(* The composition made finite and observable: budgets bound what may      *)
(* happen, ev names the step taken, and ghosts remember what properties    *)
(* need.  The ghosts are read off each step, from the variables before and *)
(* after it, so that they cannot bend the steps they watch.                *)
(***************************************************************************)
EXTENDS ZabElection, TLC

CONSTANTS
  MaxEpoch,       \* no epoch above this is proposed
  MaxTxn,         \* budgets: how many of each in one behaviour
  MaxRestart,
  MaxBreak,       \* of connections that break by themselves
  MaxRound,       \* no server opens a round above this one
  MaxResend       \* how often LOOKING servers repeat their votes

VARIABLES
  nTxn, nRestart, nBreak, nResend,      \* what has been used of the budgets
  gCommitted, gEstablished, gBroadcast, \* as in MCZab
  decisions,      \* the decision taken in the last step, if it was one
  cast,           \* the histories that LOOKING voters voted with
  ev              \* the step that led here: its action and parameters

budgets == <<nTxn, nRestart, nBreak, nResend>>
ghosts == <<gCommitted, gEstablished, gBroadcast, decisions, cast>>
mcVars == <<vars, budgets, ghosts, ev>>

\* Everything but ev, so that naming the steps costs no states.
View == <<vars, budgets, ghosts>>

\* The two modules' properties.
Z == INSTANCE MCZab WITH Oracle <- "any", Named <- TRUE
E == INSTANCE ElectionProperties WITH role <- VoterRole, summary <- Summary

-----------------------------------------------------------------------------
(* Ghosts, read off a step *)

\* The servers that lead before this step and after it.
Leads == {l \in Server : role[l] = "LEADING" /\ role'[l] = "LEADING"}

\* A leader has committed further than any before it; one step moves one leader's mark.
Commits ==
  LET ahead == {l \in Leads : committed'[l] > Len(gCommitted)}
  IN  gCommitted' = IF ahead = {} THEN gCommitted
                    ELSE LET l == CHOOSE l \in ahead : TRUE
                         IN  SubSeq(memLog'[l], 1, committed'[l])

\* A leader has made its epoch durable and begins to synchronise.
Establishes ==
  gEstablished' = [e \in 1..MaxEpoch |-> gEstablished[e] + Cardinality(
    {l \in Leads : phase[l] = "discovery" /\ phase'[l] = "sync" /\ proposedEpoch[l] = e})]

\* A leader's history grows in one way: by a request.
Proposes ==
  gBroadcast' = [e \in 1..MaxEpoch |->
    LET new == {l \in Leads : Len(memLog'[l]) > Len(memLog[l]) /\ proposedEpoch[l] = e}
    IN  IF new = {} THEN gBroadcast[e]
        ELSE LET l == CHOOSE l \in new : TRUE
             IN  Append(gBroadcast[e], memLog'[l][Len(memLog'[l])])]

\* The history behind each vote of a LOOKING voter.
Casts ==
  cast' = cast \cup
    {[who |-> s, round |-> round'[s], vote |-> vote'[s], history |-> Summary[s]] :
       s \in {v \in Voter : role'[v] = "LOOKING" /\ vote'[v] # None}}

Remember(d) == Commits /\ Establishes /\ Proposes /\ Casts /\ decisions' = d

-----------------------------------------------------------------------------
(* Steps *)

\* What a simulation puts in the place of this makes some steps rarer than others.
Likely == TRUE

Taken(A, name, args) == A /\ ev' = <<name, ToString(args)>> /\ Likely

\* A step without a budget, which decides nothing.
Step(A, name, args) == Taken(A, name, args) /\ Remember({}) /\ UNCHANGED budgets

EpochInBounds == \A l \in Server : proposedEpoch'[l] <= MaxEpoch

MCStartElection(s) ==
  /\ round[s] < MaxRound
  /\ Step(StartElection(s), "StartElection", <<s>>)

MCNotificationTimeout(s) ==
  /\ nResend < MaxResend
  /\ Taken(NotificationTimeout(s), "NotificationTimeout", <<s>>)
  /\ nResend' = nResend + 1
  /\ Remember({})
  /\ UNCHANGED <<nTxn, nRestart, nBreak>>

MCFinalizeTimeout(s) ==
  /\ Taken(FinalizeTimeout(s), "FinalizeTimeout", <<s>>)
  /\ EpochInBounds
  /\ Remember(IF role'[s] = "LOOKING" THEN {} ELSE {E!FinalDecision(s)})
  /\ UNCHANGED budgets

MCReceiveSettled(s, f) ==
  /\ Taken(ReceiveSettled(s, f), "ReceiveSettled", <<s, f>>)
  /\ EpochInBounds
  /\ Remember(IF role'[s] = "LOOKING" THEN {} ELSE {E!JoinDecision(s, f)})
  /\ UNCHANGED budgets

MCLeaderProcessFOLLOWERINFO(l, f) ==
  /\ Step(LeaderProcessFOLLOWERINFO(l, f), "LeaderProcessFOLLOWERINFO", <<l, f>>)
  /\ EpochInBounds

\* The content of a txn is its serial number.
MCLeaderProcessRequest(l) ==
  /\ nTxn < MaxTxn
  /\ Taken(LeaderProcessRequest(l, nTxn + 1), "LeaderProcessRequest", <<l, nTxn + 1>>)
  /\ nTxn' = nTxn + 1
  /\ Remember({})
  /\ UNCHANGED <<nRestart, nBreak, nResend>>

\* A connection to a server that does not lead is refused, sooner or later, at no cost.
MCConnBreak(f) ==
  /\ Taken(ConnBreak(f), "ConnBreak", <<f>>)
  /\ IF leaderOf[f] = Nobody \/ role[leaderOf[f]] # "LEADING" THEN UNCHANGED nBreak
     ELSE nBreak < MaxBreak /\ nBreak' = nBreak + 1
  /\ Remember({})
  /\ UNCHANGED <<nTxn, nRestart, nResend>>

MCRestart(s, k) ==
  /\ nRestart < MaxRestart
  /\ Taken(Restart(s, k), "Restart", <<s, k>>)
  /\ nRestart' = nRestart + 1
  /\ Remember({})
  /\ UNCHANGED <<nTxn, nBreak, nResend>>

VoterSteps(s, f) ==
  \/ Step(AnswerLooking(s, f), "AnswerLooking", <<s, f>>)
  \/ Step(ReceiveOlder(s, f), "ReceiveOlder", <<s, f>>)
  \/ Step(ReceiveSwallowed(s, f), "ReceiveSwallowed", <<s, f>>)
  \/ Step(ReceiveLooking(s, f), "ReceiveLooking", <<s, f>>)
  \/ MCReceiveSettled(s, f)

LeaderSteps(l, f) ==
  \/ Step(LeaderAcceptLearner(l, f), "LeaderAcceptLearner", <<l, f>>)
  \/ MCLeaderProcessFOLLOWERINFO(l, f)
  \/ Step(LeaderProcessACKEPOCH(l, f), "LeaderProcessACKEPOCH", <<l, f>>)
  \/ \E mode \in {"DIFF", "TRUNC", "SNAP"} :
       Step(LeaderSyncFollower(l, f, mode), "LeaderSyncFollower", <<l, f, mode>>)
  \/ Step(LeaderProcessACKLD(l, f), "LeaderProcessACKLD", <<l, f>>)
  \/ Step(LeaderProcessACK(l, f), "LeaderProcessACK", <<l, f>>)
  \/ Step(LeaderIgnoreACK(l, f), "LeaderIgnoreACK", <<l, f>>)
  \/ Step(LeaderDropLearner(l, f), "LeaderDropLearner", <<l, f>>)

LearnerSteps(f) ==
  \/ Step(FollowerProcessLEADERINFO(f), "FollowerProcessLEADERINFO", <<f>>)
  \/ Step(FollowerProcessDIFF(f), "FollowerProcessDIFF", <<f>>)
  \/ Step(FollowerProcessTRUNC(f), "FollowerProcessTRUNC", <<f>>)
  \/ Step(FollowerProcessSNAP(f), "FollowerProcessSNAP", <<f>>)
  \/ Step(FollowerProcessPROPOSAL(f), "FollowerProcessPROPOSAL", <<f>>)
  \/ Step(FollowerProcessCOMMIT(f), "FollowerProcessCOMMIT", <<f>>)
  \/ Step(FollowerProcessNEWLEADER(f), "FollowerProcessNEWLEADER", <<f>>)
  \/ Step(FollowerProcessUPTODATE(f), "FollowerProcessUPTODATE", <<f>>)
  \/ Step(ObserverProcessINFORM(f), "ObserverProcessINFORM", <<f>>)
  \/ Step(LearnerLoseLeader(f), "LearnerLoseLeader", <<f>>)

MCInit ==
  /\ Init
  /\ nTxn = 0
  /\ nRestart = 0
  /\ nBreak = 0
  /\ nResend = 0
  /\ gCommitted = <<>>
  /\ gEstablished = [e \in 1..MaxEpoch |-> 0]
  /\ gBroadcast = [e \in 1..MaxEpoch |-> <<>>]
  /\ decisions = {}
  /\ cast = {}
  /\ ev = <<"Init", "<<>>">>

MCNext ==
  \/ \E s \in Voter : MCStartElection(s) \/ MCNotificationTimeout(s) \/ MCFinalizeTimeout(s)
  \/ \E s, f \in Voter : VoterSteps(s, f)
  \/ \E o, l \in Server : Step(ObserverFollows(o, l), "ObserverFollows", <<o, l>>)
  \/ \E l, f \in Server : LeaderSteps(l, f)
  \/ \E f \in Server : LearnerSteps(f) \/ MCConnBreak(f)
  \/ \E l \in Server : Step(LeaderLosesQuorum(l), "LeaderLosesQuorum", <<l>>)
  \/ \E l \in Server : MCLeaderProcessRequest(l)
  \/ \E s \in Server : Step(DiskComplete(s), "DiskComplete", <<s>>)
  \/ \E s \in Server : \E k \in 0..Len(diskQueue[s]) : MCRestart(s, k)

-----------------------------------------------------------------------------
(* Properties, by the names they have in their modules *)

TypeOK == Z!TypeOK
HeadFits == Z!HeadFits
UpFits == Z!UpFits
OneLeaderPerEpoch == Z!OneLeaderPerEpoch
DeliveredPrefix == Z!DeliveredPrefix
CommittedStable == Z!CommittedStable
Integrity == Z!Integrity
Agreement == Z!Agreement
LocalPrimaryOrder == Z!LocalPrimaryOrder
GlobalPrimaryOrder == Z!GlobalPrimaryOrder
PrimaryIntegrity == Z!PrimaryIntegrity
LeaderCompleteness == Z!LeaderCompleteness
CommittedDurable == Z!CommittedDurable
LogMatching == Z!LogMatching
EpochOrder == Z!EpochOrder
EpochsMonotonic == Z!EpochsMonotonic
DiskCatchesUp == Z!DiskCatchesUp
AckedIsDurable == Z!AckedIsDurable
EstablishedQuorum == Z!EstablishedQuorum
LearnerPrefix == Z!LearnerPrefix
NoServeBeforeUptodate == Z!NoServeBeforeUptodate
ObserverNeutral == Z!ObserverNeutral
RoleReset == Z!RoleReset

DecisionBacked == E!DecisionBacked
NeverBelowOwn == E!NeverBelowOwn
LeadersVoteForThemselves == E!LeadersVoteForThemselves
LeaderHeard == E!LeaderHeard
PresentRound == E!PresentRound
VoteMonotone == E!VoteMonotone
RoundMonotone == E!RoundMonotone

\* E2, of the histories with which the votes were cast: they grow between elections.  Every
\* LOOKING supporter has cast the vote that it is counted for.
BestOfSupporters ==
  \A d \in decisions : d.kind = "finalize" => \A v \in d.looking :
    LET votes == {c \in cast : c.who = v /\ c.round = d.round /\ c.vote = vote[d.who]}
    IN  votes # {} /\ \A c \in votes : ~E!Above(c.history, vote[d.who])

\* The election is over for whoever has a role, and only for it; a voter in an election has a
\* disk that holds what memory holds, and nothing queued.
Joined ==
  \A s \in Voter :
    /\ role[s] # "LOOKING" => vote[s] # None /\ (role[s] = "LEADING") = (vote[s].leader = s)
    /\ role[s] = "FOLLOWING" => leaderOf[s] = vote[s].leader
    /\ E!InElection(s) => diskQueue[s] = <<>> /\ log[s] = memLog[s]

\* Once a leader serves, those that serve with it report one vote: a late joiner can count them.
OneReport ==
  \A l \in Voter : l \in Z!Established =>
    /\ vote[l].epoch = proposedEpoch[l]
    /\ \A f \in Voter : Zab!Linked(l, f) /\ phase[f] = "broadcast" =>
         vote[f].leader = l /\ vote[f].epoch = vote[l].epoch

=============================================================================
