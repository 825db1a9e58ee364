----------------------------- MODULE Simulation -----------------------------
(***************************************************************************)
(* Random walks with bounds far beyond what can be searched.  A walk takes *)
(* any step with the same chance, so left alone it spends its restarts in  *)
(* the first election and its epochs on elections that come to nothing.    *)
(* Here what fails, and who gives up, waits for its turn: every so many    *)
(* steps, or when nothing else is going on.                                *)
(***************************************************************************)
EXTENDS Witnesses

CONSTANTS
  RestartEvery, BreakEvery, ElectEvery, GiveUpEvery, RequestEvery   \* in steps

Every(n) == TLCGet("level") % n = 0

\* No disk and no connection is busy.
Settled ==
  \A s \in Server : diskQueue[s] = <<>> /\ toLeader[s] = <<>> /\ toLearner[s] = <<>>

Leaderless == \A s \in Server : role[s] # "LEADING"

\* Failures come to an ensemble that serves and has served a request, or in their turn.
Idle == Settled /\ Stable /\ nTxn > 0

WeightedNext ==
  \/ (Leaderless \/ Every(ElectEvery))
       /\ \/ \E l \in Server : MCBecomeLeading(l)
          \/ \E S \in SUBSET Voter : \E l \in S : MCElectLeader(l, S)
  \/ \E f, l \in Server : MCFollowLeader(f, l)
  \/ \E f \in Server : LearnerSteps(f)
  \/ \E l, f \in Server : LeaderSteps(l, f)
  \/ \E s \in Server : MCDiskComplete(s)
  \/ (Every(GiveUpEvery) \/ Settled) /\ \E l \in Server : MCLeaderLosesQuorum(l)
  \/ (Every(RequestEvery) \/ Settled) /\ \E l \in Server : MCLeaderProcessRequest(l)
  \/ (Every(BreakEvery) \/ Idle) /\ \E f \in Server : MCConnBreak(f)
  \/ (Every(RestartEvery) \/ Idle)
       /\ \E s \in Server : \E k \in 0..Len(diskQueue[s]) : MCRestart(s, k)

=============================================================================
