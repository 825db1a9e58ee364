---------------------------- MODULE Bookkeeping -----------------------------
(***************************************************************************)
(* What servers note down about each other, and what they owe each other:  *)
(* nothing that Zab promises, but what its steps take for granted.  A      *)
(* clause of the protocol that no promise misses is missed here, or stands *)
(* in survivors.json with the reason why nobody can miss it.               *)
(***************************************************************************)
EXTENDS MCZab, Seen

-----------------------------------------------------------------------------
(* Operators, said in another way *)

SmallZxids == (0..2) \X (0..2)

\* Zxids are in one line.
ZxidsInLine ==
  /\ \A z \in SmallZxids : ~ZxidBelow(z, z)
  /\ \A y, z \in SmallZxids : y # z => ZxidBelow(y, z) \/ ZxidBelow(z, y)
  /\ \A x, y, z \in SmallZxids : ZxidBelow(x, y) /\ ZxidBelow(y, z) => ZxidBelow(x, z)
ASSUME ZxidsInLine

\* What may follow y in epoch z[1] is the lowest zxid of a txn of that epoch beyond y.
NextIsLowest ==
  \A y, z \in SmallZxids : IsNextZxid(y, z) <=>
    /\ z[2] > 0 /\ ZxidBelow(y, z)
    /\ \A x \in SmallZxids : x[1] = z[1] /\ x[2] > 0 /\ ZxidBelow(y, x) => ~ZxidBelow(x, z)
ASSUME NextIsLowest

SmallHistories == UNION {[1..n -> 1..2] : n \in 0..2}

\* A history begins with g if it is g and something more, or nothing.
PrefixIsBeginning ==
  \A g, h \in SmallHistories : IsPrefix(g, h) <=> \E more \in SmallHistories : h = g \o more
ASSUME PrefixIsBeginning

-----------------------------------------------------------------------------
(* What leaders and learners hold of each other *)

\* A leader is a voter, and the first in each of its counts.
LeaderCountsItself ==
  \A l \in Server : role[l] = "LEADING" =>
    /\ l \in Voter /\ l \in epochInfo[l] /\ l \in epochAcks[l]
    /\ phase[l] \in {"sync", "broadcast"} => l \in newLeaderAcks[l]

\* One voter's promise of an epoch counts for one leader.
PromisedOnce ==
  \A l, m \in Server :
    (l # m /\ role[l] = "LEADING" /\ role[m] = "LEADING" /\ proposedEpoch[l] = proposedEpoch[m])
      => epochAcks[l] \cap epochAcks[m] = {}

\* Of two servers one is at least as recent as the other.
RecencyInLine ==
  \A s, t \in Server :
    ~IsAhead(s, currentEpoch[t], LastZxid(memLog[t]))
      \/ ~IsAhead(t, currentEpoch[s], LastZxid(memLog[s]))

\* In which phases a learner may be that its leader holds in this state.
PhasesOf(state) ==
  CASE state = "none" -> {}
    [] state \in {"connected", "info"} -> {"discovery"}
    [] state = "epochSent" -> {"discovery", "sync"}
    [] state = "acked" -> {"sync"}
    [] state = "synced" -> {"sync", "newleader"}
    [] state = "ready" -> {"newleader", "broadcast"}

\* A leader and its learner are equally far: the one cannot be ahead of the other by more than
\* what is on its way.
InStep ==
  \A l, f \in Server :
    /\ Linked(l, f) => role[l] = "LEADING" /\ phase[f] \in PhasesOf(learner[l][f])
    /\ learner[l][f] \in {"epochSent", "acked"} => acceptedEpoch[l] = proposedEpoch[l]
    /\ learner[l][f] \in {"synced", "ready"} => phase[l] \in {"sync", "broadcast"}
    /\ learner[l][f] = "synced" => ackIndex[l][f] = 0

Message(messages, type) == \E k \in 1..Len(messages) : messages[k].type = type
Sending(f, type) ==
  \/ Message(toLeader[f], type)
  \/ \E k \in 1..Len(diskQueue[f]) : Message(diskQueue[f][k].then, type)

\* Whoever waits for an answer will be given one: it is on its way, or behind the disk, or the
\* question is.
AnswerComes ==
  \A l, f \in Server : Linked(l, f) =>
    CASE learner[l][f] = "connected" -> Sending(f, "FOLLOWERINFO")
      [] learner[l][f] = "epochSent" ->
           Message(toLearner[f], "LEADERINFO") \/ Sending(f, "ACKEPOCH")
      [] learner[l][f] = "synced" -> Message(toLearner[f], "NEWLEADER") \/ Sending(f, "ACK")
      [] learner[l][f] = "ready" /\ phase[l] = "broadcast" ->
           phase[f] = "broadcast" \/ Message(toLearner[f], "UPTODATE")
      [] OTHER -> TRUE

\* Only a learner that was sent UPTODATE answers the end of its sync twice, and where it does so.
OneAnswerToSync ==
  \A l, f \in Server :
    (LeaderReads(l, f, "ACK") /\ Head(toLeader[f]).zxid[2] = 0 /\ learner[l][f] = "ready")
      => AckUptodate /\ phase[f] = "broadcast"

\* Who has a message waiting behind its disk follows; in discovery it had none to begin with.
DiskOwesLeaderOnly ==
  \A s \in Server :
    /\ role[s] # "FOLLOWING" => \A k \in 1..Len(diskQueue[s]) : diskQueue[s][k].then = <<>>
    /\ role[s] = "FOLLOWING" /\ phase[s] = "discovery" => diskQueue[s] = <<>>

-----------------------------------------------------------------------------
(* What is committed *)

\* The voters known to leader l to hold its first k txns on disk are a majority.
Counted(l, k, durable, acked) ==
  VoterMajority({s \in Server : IF s = l THEN Len(durable) >= k ELSE acked[s] >= k})

\* A leader that serves has committed whatever it knows to be on the disks of a majority.
NothingLeftToCommit ==
  \A l \in Established : \A k \in (committed[l] + 1)..Len(memLog[l]) :
    ~Counted(l, k, log[l], ackIndex[l])

\* Leader l reads the acknowledgement of a txn by learner f.
ReadsAck(l, f) ==
  /\ LeaderReads(l, f, "ACK") /\ Head(toLeader[f]).zxid[2] > 0
  /\ link'[f] = "up" /\ Len(toLeader'[f]) < Len(toLeader[f])

\* What a serving leader commits is on the disks of a majority, by its own records, and an
\* acknowledgement that it has read is in them.
CommitsAreCounted ==
  [][\A l \in Established : role'[l] = "LEADING" =>
       /\ committed'[l] > committed[l] => Counted(l, committed'[l], log'[l], ackIndex'[l])
       /\ \A f \in Server : ReadsAck(l, f) =>
            LastZxid(Prefix(memLog[l], ackIndex'[l][f])) = Head(toLeader[f]).zxid]_vars

\* A learner that serves and has read everything has delivered what its leader has.
ReadersAreUpToDate ==
  \A l, f \in Server :
    (Linked(l, f) /\ phase[f] = "broadcast" /\ toLearner[f] = <<>>) => committed[f] = committed[l]

-----------------------------------------------------------------------------
(* Steps *)

\* Whatever is possible makes a difference; only a restart may find everything as it was.
EveryStepChanges == ~ENABLED (MCNext /\ vars' = vars /\ nRestart' = nRestart)

\* Nobody gives up its role without need.
RolesEndForAReason ==
  [][\A s \in Server : (role[s] # "LOOKING" /\ role'[s] = "LOOKING") =>
       \/ nRestart' # nRestart
       \/ /\ role[s] = "LEADING"
          /\ ~VoterMajority({s} \cup {f \in Server : learner[s][f] # "none"})
       \/ /\ role[s] = "FOLLOWING"
          /\ \/ link[s] = "none"
             \/ Reads(s, "LEADERINFO") /\ Head(toLearner[s]).epoch < acceptedEpoch[s]]_vars

\* No connection ends while both its ends hold on to it, but for a break and for a learner that
\* is counted and ahead.
ConnectionsEndForAReason ==
  [][\A l, f \in Server : (Linked(l, f) /\ link'[f] = "none") =>
       \/ nRestart' # nRestart \/ nBreak' # nBreak
       \/ role'[f] = "LOOKING" \/ role'[l] = "LOOKING"
       \/ /\ LeaderReads(l, f, "ACKEPOCH") /\ Head(toLeader[f]).counts
          /\ ~VoterMajority(epochAcks[l])]_vars

-----------------------------------------------------------------------------
(* Where each of these has something to say *)

V_LeaderCountsItself == \E l \in Established : l \in newLeaderAcks[l]

V_PromisedOnce ==
  \E l, m \in Server :
    /\ l # m /\ role[l] = "LEADING" /\ role[m] = "LEADING"
    /\ proposedEpoch[l] = proposedEpoch[m] /\ epochAcks[l] # {l}

\* The higher zxid is that of the lower epoch.
V_RecencyInLine ==
  \E s, t \in Server :
    currentEpoch[s] > currentEpoch[t] /\ ZxidBelow(LastZxid(memLog[s]), LastZxid(memLog[t]))

V_InStep == \E l, f \in Server : Linked(l, f) /\ learner[l][f] = "ready"

V_AnswerComes == \E l, f \in Server : Linked(l, f) /\ learner[l][f] = "epochSent"

\* Where learners answer UPTODATE.
V_OneAnswerToSync ==
  \E l, f \in Server :
    LeaderReads(l, f, "ACK") /\ Head(toLeader[f]).zxid[2] = 0 /\ learner[l][f] = "ready"

\* A server without a leader has the rest of its last term on its way to the disk.
V_DiskOwesLeaderOnly == \E s \in Server : role[s] = "LOOKING" /\ diskQueue[s] # <<>>

V_NothingLeftToCommit == \E l \in Established : Len(memLog[l]) > committed[l]

\* A step.
V_CommitsAreCounted == \E l \in Established : committed'[l] > committed[l]

V_ReadersAreUpToDate ==
  \E l, f \in Server :
    Linked(l, f) /\ phase[f] = "broadcast" /\ toLearner[f] = <<>> /\ committed[f] > 0

\* Something can happen.
V_EveryStepChanges == \E l \in Established : ENABLED MCNext

\* A step.  A leader gives up without a restart.
V_RolesEndForAReason ==
  \E s \in Server : role[s] = "LEADING" /\ role'[s] = "LOOKING" /\ nRestart' = nRestart

\* A step.
V_ConnectionsEndForAReason ==
  \E l, f \in Server : Linked(l, f) /\ link'[f] = "none" /\ role'[l] = role[l] /\ role'[f] = role[f]
    /\ nBreak' = nBreak

\* W8 of Witnesses.tla, which finds it at the same depth in far more states: a LEADERINFO is about
\* to be refused as stale.
W8 == \E f \in Server : Reads(f, "LEADERINFO") /\ Head(toLearner[f]).epoch < acceptedEpoch[f]

BInit == MCInit /\ NothingSeen(14)

\* As CONSTRAINT.
SeenInState ==
  /\ Seen(1, "V_LeaderCountsItself", V_LeaderCountsItself)
  /\ Seen(2, "V_PromisedOnce", V_PromisedOnce)
  /\ Seen(3, "V_RecencyInLine", V_RecencyInLine)
  /\ Seen(4, "V_InStep", V_InStep)
  /\ Seen(5, "V_AnswerComes", V_AnswerComes)
  /\ Seen(6, "V_OneAnswerToSync", V_OneAnswerToSync)
  /\ Seen(7, "V_DiskOwesLeaderOnly", V_DiskOwesLeaderOnly)
  /\ Seen(8, "V_NothingLeftToCommit", V_NothingLeftToCommit)
  /\ Seen(9, "V_ReadersAreUpToDate", V_ReadersAreUpToDate)
  /\ Seen(10, "V_EveryStepChanges", V_EveryStepChanges)
  /\ Seen(11, "W8", W8)

\* As ACTION_CONSTRAINT.
SeenInStep ==
  /\ Seen(12, "V_CommitsAreCounted", V_CommitsAreCounted)
  /\ Seen(13, "V_RolesEndForAReason", V_RolesEndForAReason)
  /\ Seen(14, "V_ConnectionsEndForAReason", V_ConnectionsEndForAReason)

=============================================================================
