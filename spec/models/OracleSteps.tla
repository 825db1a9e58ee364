---------------------------- MODULE OracleSteps -----------------------------
(***************************************************************************)
(* Oracle "best" elects in one step, ElectLeader(l, S).  It is no more     *)
(* than oracle "any" can do in several: BecomeLeading(l), and for each     *)
(* other f of S FollowLeader(f, l) and LeaderAcceptLearner(l, f).  So what *)
(* holds with "any" holds with "best", and what "best" finds is real.      *)
(*                                                                         *)
(* Here, whenever a quorum has elected, the run remembers where that led,  *)
(* goes back, and takes the several steps in every order that the protocol *)
(* allows.  It must not get stuck, and must come to the same state.        *)
(***************************************************************************)
EXTENDS MCZab, Seen

VARIABLE
  detour          \* empty, or the one election that is being done again step by step

\* What ElectLeader changes.
electionVars == <<role, phase, leaderOf, learner, link, toLeader, proposedEpoch, epochInfo,
                  epochAcks>>

\* Leader l and quorum S; what electionVars were; all of Zab's variables as ElectLeader left them.
Detour(l, S, before, after) ==
  <<[leader |-> l, quorum |-> S, before |-> before, after |-> after]>>

Undone == detour # <<>> /\ detour[1].after # <<>>
Others == detour[1].quorum \ {detour[1].leader}

OInit == MCInit /\ detour = <<>> /\ NothingSeen(1)

\* Whatever happens in the model; an election is remembered.
Ordinary ==
  /\ detour = <<>>
  /\ \/ \E S \in SUBSET Voter : \E l \in S :
          MCElectLeader(l, S) /\ detour' = Detour(l, S, electionVars, <<>>)
     \/ MCNext /\ ~(\E l \in Server : role[l] = "LOOKING" /\ role'[l] = "LEADING")
          /\ UNCHANGED detour

\* Back to before the election, with its outcome in mind.
Undo ==
  /\ detour # <<>> /\ ~Undone
  /\ LET before == detour[1].before
     IN  /\ role' = before[1] /\ phase' = before[2] /\ leaderOf' = before[3]
         /\ learner' = before[4] /\ link' = before[5] /\ toLeader' = before[6]
         /\ proposedEpoch' = before[7] /\ epochInfo' = before[8] /\ epochAcks' = before[9]
  /\ detour' = [detour EXCEPT ![1].after = vars, ![1].before = <<>>]
  /\ UNCHANGED <<durableVars, memLog, committed, diskQueue, syncCommitted, learnerZxid,
                 newLeaderAcks, ackIndex, toLearner, budgets, ghosts, ev>>

StepByStep ==
  /\ Undone
  /\ LET l == detour[1].leader
     IN  \/ BecomeLeading(l)
         \/ \E f \in Others : FollowLeader(f, l) \/ LeaderAcceptLearner(l, f)
  /\ UNCHANGED <<detour, budgets, ghosts, ev>>

Arrived == role[detour[1].leader] = "LEADING" /\ \A f \in Others : link[f] = "up"

Resume == Undone /\ Arrived /\ detour' = <<>> /\ UNCHANGED mcVars

\* A run may end, but not in the middle of an election: that is a deadlock.
ONext ==
  \/ Ordinary \/ Undo \/ StepByStep \/ Resume
  \/ detour = <<>> /\ UNCHANGED <<mcVars, detour>>

OView == <<View, detour>>

StepsArriveAtElection == Undone /\ Arrived => vars = detour[1].after

\* As CONSTRAINT: the steps do come to an end, for a leader and two learners.
SeenToArrive ==
  Seen(1, "V_StepsArriveAtElection", Undone /\ Arrived /\ Cardinality(Others) = 2)

\* What has to fail, for Open: a learner that forgets to introduce itself.
OpenSilently(f, first) ==
  /\ link' = [link EXCEPT ![f] = "opening"]
  /\ UNCHANGED <<toLeader, toLearner>>

=============================================================================
