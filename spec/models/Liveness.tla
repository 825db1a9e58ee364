------------------------------ MODULE Liveness ------------------------------
(***************************************************************************)
(* What Zab promises in the long run, when failures stop and whoever can   *)
(* move does.  Breaks and restarts are finite by their budgets and not     *)
(* fair; MaxEpoch must exceed the number of failures by more than two, or  *)
(* the bound itself looks like a halt.  No symmetry and no view here, and  *)
(* Named = FALSE.                                                          *)
(***************************************************************************)
EXTENDS MCZab

\* Whatever server s can do by itself or with what has arrived, its disk excepted.
ServerStep(s) ==
  \/ LearnerSteps(s)
  \/ \E f \in Server : LeaderSteps(s, f) \/ MCFollowLeader(s, f)
  \/ MCLeaderLosesQuorum(s)
  \/ MCLeaderProcessRequest(s)

Elects ==
  \/ \E l \in Server : MCBecomeLeading(l)
  \/ \E S \in SUBSET Voter : \E l \in S : MCElectLeader(l, S)

ServersFair == WF_mcVars(Elects) /\ \A s \in Server : WF_mcVars(ServerStep(s))

DisksFair == \A s \in Server : WF_mcVars(MCDiskComplete(s))

AnySpec == MCInit /\ [][MCNext]_mcVars

LiveSpec == AnySpec /\ ServersFair /\ DisksFair

\* What has to fail: nothing need ever happen, no disk need ever finish, no server need ever move.
UnfairSpec == AnySpec
UnfairDiskSpec == AnySpec /\ ServersFair
UnfairServerSpec == AnySpec /\ DisksFair

\* ZooKeeper's initLimit, as far as Zab needs it: where nothing is on its way any more and a
\* leader does not serve yet, a connection to it is given up.  One promise whose acknowledgement
\* was lost, or two where a third server could count, and it waits for ever: the promise is
\* repeated, but not counted.
MCInitLimit(f) ==
  /\ link[f] = "up"
  /\ phase[leaderOf[f]] \in {"discovery", "sync"}
  /\ \A s \in Server : diskQueue[s] = <<>> /\ toLeader[s] = <<>> /\ toLearner[s] = <<>>
  /\ Step(ConnBreak(f), "ConnBreak", <<f>>)
  /\ Free

TimedSpec ==
  /\ MCInit
  /\ [][MCNext \/ \E f \in Server : MCInitLimit(f)]_mcVars
  /\ ServersFair /\ DisksFair
  /\ \A f \in Server : WF_mcVars(MCInitLimit(f))

\* Zab alone does not keep L1 where the last learner that can complete a quorum loses its
\* connection after its promise is durable and before it is counted: it comes back, repeats the
\* promise, and a promise repeated does not count.  ZooKeeper's initLimit ends that; it is not in
\* the spec, so models of L1 have one failure and three voters (must-fail-no-limit: two voters).

\* L1. In the end there is a leader that serves, and a quorum that follows it, for ever.
LeaderForEver == <>[]Stable

\* L2. What a serving leader has proposed it commits, unless it ceases to lead.
ProposalsCommit ==
  \A l \in Server :
    (l \in Established /\ Len(memLog[l]) > committed[l])
      ~> (role[l] # "LEADING" \/ committed[l] = Len(memLog[l]))

\* L3. A learner that is being synchronised comes to serve, or loses its connection.
SyncEnds ==
  \A f \in Server :
    (role[f] = "FOLLOWING" /\ phase[f] = "sync" /\ link[f] = "up")
      ~> (phase[f] = "broadcast" \/ link[f] # "up")

=============================================================================
