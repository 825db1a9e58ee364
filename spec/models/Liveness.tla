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

\* And what has to fail where it stands for the steps by which the two ends of a connection notice
\* that it is gone: the leader waits for ever for an acknowledgement that cannot come.
LearnerNoticesNot(f) == FALSE
LeaderNoticesNot(l, f) == FALSE

\* ZooKeeper's initLimit, as far as Zab needs it: where nobody can move any more, a leader that
\* does not serve gives up.  A promise whose acknowledgement was lost is repeated, but not
\* counted; where no other voter can complete the quorum, leader and learner would wait for ever.
MCInitLimit(l) ==
  /\ role[l] = "LEADING" /\ phase[l] # "broadcast"
  /\ ~ENABLED (Elects \/ \E s \in Server : ServerStep(s) \/ MCDiskComplete(s))
  /\ Step(Leave(l), "InitLimit", <<l>>)
  /\ Free

TimedSpec ==
  /\ MCInit
  /\ [][MCNext \/ \E l \in Server : MCInitLimit(l)]_mcVars
  /\ ServersFair /\ DisksFair
  /\ \A l \in Server : WF_mcVars(MCInitLimit(l))

\* Zab alone does not keep L1 where the last learner that can complete a quorum loses its
\* connection after its promise is durable and before it is counted (must-fail-no-limit).  The
\* clock that ends this is not in the spec; live-limit adds it.

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
