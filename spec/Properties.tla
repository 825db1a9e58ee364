----------------------------- MODULE Properties -----------------------------
(***************************************************************************)
(* What Zab promises, as far as it can be said of one state, or one step,  *)
(* of the protocol's own variables.  Z1 is TypeOK in Zab.tla; the          *)
(* properties over the history of a run, Z3 to Z6 and Z10 to Z12, stand    *)
(* with that history in models/MCZab.tla.                                  *)
(*                                                                         *)
(* Not promised: that the epoch of a log's last zxid is at most            *)
(* currentEpoch (a server may die between appending a synchronised txn of  *)
(* the running epoch and writing currentEpoch), and that one server at a   *)
(* time is LEADING (an old leader may not have noticed).                   *)
(***************************************************************************)
EXTENDS Zab

\* The txns that server s has delivered.
Delivered(s) == Prefix(memLog[s], committed[s])

\* The leaders that serve.
Established == {l \in Server : role[l] = "LEADING" /\ phase[l] = "broadcast"}

\* The message m fits learner f in its present phase.
FitsLearner(f, m) ==
  CASE m.type = "LEADERINFO" -> phase[f] = "discovery"
    [] m.type \in {"DIFF", "SNAP", "NEWLEADER"} -> phase[f] = "sync"
    [] m.type = "TRUNC" -> phase[f] = "sync" /\ Holds(memLog[f], m.zxid)
    [] m.type = "PROPOSAL" ->
         /\ phase[f] \in {"sync", "newleader", "broadcast"}
         /\ IsNextZxid(LastZxid(memLog[f]), m.txn.zxid)
    [] m.type = "INFORM" ->
         /\ f \notin Voter
         /\ phase[f] \in {"newleader", "broadcast"}
         /\ IsNextZxid(LastZxid(memLog[f]), m.txn.zxid)
    [] m.type = "COMMIT" ->
         IF phase[f] = "broadcast"
         THEN /\ committed[f] < Len(memLog[f])
              /\ memLog[f][committed[f] + 1].zxid = m.zxid
         ELSE phase[f] \in {"sync", "newleader"} /\ Holds(memLog[f], m.zxid)
    [] m.type = "UPTODATE" -> phase[f] = "newleader"

\* The message m fits what leader l expects of learner f.
FitsLeader(l, f, m) ==
  CASE m.type = "FOLLOWERINFO" -> learner[l][f] = "connected"
    [] m.type = "ACKEPOCH" -> learner[l][f] = "epochSent"
    [] m.type = "ACK" ->
         /\ learner[l][f] \in {"synced", "ready"}
         /\ m.zxid[2] = 0 => m.zxid = NewLeaderZxid(proposedEpoch[l])

\* Z2. A learner never finds a message at the head of its connection that its phase has no use for.
HeadFits ==
  \A f \in Server :
    (link[f] # "none" /\ toLearner[f] # <<>>) => FitsLearner(f, Head(toLearner[f]))

\* Z2b. A leader never finds a message at the head of a connection that does not fit the learner.
UpFits ==
  \A l, f \in Server :
    (Linked(l, f) /\ toLeader[f] # <<>>) => FitsLeader(l, f, Head(toLeader[f]))

\* Z7. Of what any two servers have delivered, one is the beginning of the other.
Agreement ==
  \A s, t \in Server :
    IsPrefix(Delivered(s), Delivered(t)) \/ IsPrefix(Delivered(t), Delivered(s))

\* Z8. Txns of one epoch are delivered in the order proposed, without gaps.
LocalPrimaryOrder ==
  \A s \in Server : \A i \in 1..committed[s] :
    LET z == memLog[s][i].zxid
    IN  z[2] > 1 => i > 1 /\ memLog[s][i - 1].zxid = <<z[1], z[2] - 1>>

\* Z9. Zxids grow along every history.
GlobalPrimaryOrder ==
  \A s \in Server : \A i \in 1..(Len(memLog[s]) - 1) :
    ZxidBelow(memLog[s][i].zxid, memLog[s][i + 1].zxid)

\* Z13. Two histories that hold the same zxid are equal up to there.
LogMatching ==
  \A s, t \in Server : \A i \in 1..Len(memLog[s]), j \in 1..Len(memLog[t]) :
    memLog[s][i].zxid = memLog[t][j].zxid
      => i = j /\ Prefix(memLog[s], i) = Prefix(memLog[t], i)

\* Z14. No server has made an epoch its own that it had not promised to follow.
EpochOrder ==
  \A s \in Server : currentEpoch[s] <= acceptedEpoch[s]

\* Z15. The epochs on a disk never decrease, across restarts too.
EpochsMonotonic ==
  [][\A s \in Server : acceptedEpoch'[s] >= acceptedEpoch[s]
                       /\ currentEpoch'[s] >= currentEpoch[s]]_vars

\* Z16. Once a disk has caught up, and no sync is being received, it holds what memory holds.
DiskCatchesUp ==
  \A s \in Server :
    (diskQueue[s] = <<>> /\ ~(role[s] = "FOLLOWING" /\ phase[s] = "sync")) => log[s] = memLog[s]

\* Z17. What a connected learner has acknowledged to its leader is on the learner's disk.
AckedIsDurable ==
  \A l, f \in Server :
    Linked(l, f) => /\ ackIndex[l][f] <= Len(log[f])
                    /\ Prefix(log[f], ackIndex[l][f]) = Prefix(memLog[l], ackIndex[l][f])

\* Z18. A leader that serves has a quorum whose disks have its epoch, or a later one, as theirs.
EstablishedQuorum ==
  \A l \in Established : Q({s \in Server : currentEpoch[s] >= proposedEpoch[l]})

\* Z19. A synchronised learner holds a beginning of its leader's history and nothing else.
LearnerPrefix ==
  \A l, f \in Server :
    (Linked(l, f) /\ phase[f] \in {"newleader", "broadcast"}) => IsPrefix(memLog[f], memLog[l])

\* Z20. Nothing is delivered before a server may serve.
NoServeBeforeUptodate ==
  \A s \in Server : phase[s] # "broadcast" => committed[s] = 0

\* The voters among S are a majority; written out, so that a mistake in Q cannot hide itself.
VoterMajority(S) == 2 * Cardinality({s \in S : s \in Voter}) > Cardinality(Voter)

\* Z21. Epochs are promised and initial histories acknowledged by majorities of voters.
ObserverNeutral ==
  \A l \in Server :
    /\ (role[l] = "LEADING" /\ phase[l] \in {"sync", "broadcast"}) => VoterMajority(epochAcks[l])
    /\ l \in Established => VoterMajority(newLeaderAcks[l])

\* Z22. Nothing of a role outlives it, and no message its connection: equal situations are equal
\* states.
RoleReset ==
  /\ \A s \in Server :
       /\ (role[s] = "LOOKING") = (phase[s] = "election")
       /\ role[s] = "LEADING" => phase[s] \in {"discovery", "sync", "broadcast"}
       /\ (role[s] = "FOLLOWING") = (leaderOf[s] # Nobody)
       /\ (role[s] = "LEADING") = (proposedEpoch[s] > 0)
       /\ syncCommitted[s] > 0 => role[s] = "FOLLOWING" /\ phase[s] \in {"sync", "newleader"}
       /\ newLeaderAcks[s] # {} => role[s] = "LEADING" /\ phase[s] \in {"sync", "broadcast"}
       /\ role[s] # "LEADING" =>
            /\ epochInfo[s] = {} /\ epochAcks[s] = {}
            /\ \A f \in Server : learner[s][f] = "none" /\ ackIndex[s][f] = 0
       /\ \A f \in Server : learnerZxid[s][f] # Zero => learner[s][f] = "acked"
  /\ \A f \in Server :
       /\ role[f] # "FOLLOWING" => link[f] = "none"
       /\ link[f] = "none" => toLeader[f] = <<>> /\ toLearner[f] = <<>>

=============================================================================
