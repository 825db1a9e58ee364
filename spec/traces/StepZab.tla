------------------------------ MODULE StepZab ------------------------------
(***************************************************************************)
(* What a recorded line means in Zab: the step that the spec must allow,   *)
(* what the line shows of it, and what must hold before, after and across  *)
(* it.  Every judge reads this module: TLC by TraceZab, which adds the     *)
(* position in the run, and the evaluator, which puts one line after the   *)
(* other into `step`.  A line is a tuple:                                  *)
(*                                                                         *)
(*   << action, acting server, parameters in the spec's order,             *)
(*      <<k, v, ...>>  the fields of Post that changed, by position,       *)
(*      << <<f, messages>>, ... >>  what was sent on the connection of f,  *)
(*      disk operations queued >>                                          *)
(*                                                                         *)
(* A recorded step leaves one successor at most, but for Restart, whose    *)
(* number of durable operations shows in the fields.  The message a step   *)
(* consumes is not compared here: the reader has matched each with the one *)
(* that was sent, and what was sent is compared.                           *)
(***************************************************************************)
EXTENDS Properties

VARIABLES
  step,       \* the line that is judged
  found,      \* found[s]: the history that server s began the run with
  known,      \* the longest history that any leader has committed in this run
  formed,     \* the epochs established in this run, in order
  broadcast   \* broadcast[k]: the txns proposed in epoch formed[k], in order

ghosts == <<found, known, formed, broadcast>>

\* Who takes part.
Everyone == Server

Fields == <<"post.role", "post.phase", "post.acceptedEpoch", "post.currentEpoch",
            "post.committed", "post.memLen", "post.memLast", "post.durLen", "post.durLast",
            "post.proposedEpoch", "post.queueLen">>

Post(s) == <<role[s], phase[s], acceptedEpoch[s], currentEpoch[s], committed[s], Len(memLog[s]),
             LastZxid(memLog[s]), Len(log[s]), LastZxid(log[s]), proposedEpoch[s],
             Len(diskQueue[s])>>

-----------------------------------------------------------------------------
\* Definitions of Zab that a run replaces.  Zxids grow along a history (Z9), so one is searched
\* by halves.

\* Where z stands among the lo-th to hi-th txn of h; 0 when it does not.
RECURSIVE Search(_, _, _, _)
Search(h, z, lo, hi) ==
  IF lo > hi THEN 0
  ELSE LET mid == (lo + hi) \div 2
       IN  IF h[mid].zxid = z THEN mid
           ELSE IF ZxidBelow(h[mid].zxid, z) THEN Search(h, z, mid + 1, hi)
           ELSE Search(h, z, lo, mid - 1)

\* Of one epoch the counters have no gaps (Z8), so the place is counted from the end where it can.
PlaceIn(h, z) ==
  LET last == LastZxid(h)
      k == Len(h) - (last[2] - z[2])
  IN  IF last[1] = z[1] /\ k > 0 /\ k <= Len(h) /\ h[k].zxid = z THEN k
      ELSE Search(h, z, 1, Len(h))

StepIndexOf(h, z) == IF z = Zero THEN 0 ELSE PlaceIn(h, z)

StepHolds(h, z) == z = Zero \/ PlaceIn(h, z) > 0

\* What ZooKeeper may choose from sizes and limits that the spec does not have.
RecordedModes(l, f) ==
  {"SNAP"} \cup (IF StepHolds(Prefix(memLog[l], SyncEnd(l)), learnerZxid[l][f])
                 THEN {"DIFF"} ELSE {"TRUNC"})

\* Where the recorded stream begins, when it may begin there.
RecordedBase(l) ==
  LET first == IF step[1] = "LeaderSyncFollower" /\ step[5] # <<>>
               THEN step[5][1][2][1] ELSE <<"none">>
      base == IF first[1] \in {"SNAP", "TRUNC"} THEN StepIndexOf(memLog[l], first[2]) ELSE 0
      held == first[1] \in {"SNAP", "TRUNC"} /\ StepHolds(memLog[l], first[2])
  IN  IF held /\ base <= SyncEnd(l) THEN {base} ELSE {SyncEnd(l)}

\* A server that was sent a snapshot does not know whether its own log begins that history, so it
\* may exchange the whole where appends would do; appends need a log that is a prefix.
RecordedSyncOps(f) ==
  LET held == Len(log[f])
      disk == step[6]
      whole == step[1] = "FollowerProcessNEWLEADER" /\ disk # <<>> /\ disk[1][1] = "replace"
  IN  IF ~whole /\ IsPrefix(log[f], memLog[f])
      THEN [k \in 1..(Len(memLog[f]) - held) |-> Operation("append", memLog[f][held + k], <<>>)]
      ELSE <<Operation("replace", memLog[f], <<>>)>>

-----------------------------------------------------------------------------
\* What a step shows besides the fields.

Described(m) ==
  CASE m.type \in {"PROPOSAL", "INFORM"} -> <<m.type, m.txn.zxid, m.txn.val>>
    [] m.type \in {"TRUNC", "COMMIT", "ACK"} -> <<m.type, m.zxid>>
    [] m.type \in {"FOLLOWERINFO", "LEADERINFO", "NEWLEADER"} -> <<m.type, m.epoch>>
    [] m.type = "ACKEPOCH" -> <<m.type, m.counts, m.epoch, m.zxid>>
    [] m.type = "SNAP" -> <<m.type, LastZxid(m.history)>>
    [] OTHER -> <<m.type>>

DescribedOperation(d) ==
  CASE d.op = "append" -> <<d.op, d.arg.zxid>>
    [] d.op = "replace" -> <<d.op, Len(d.arg), LastZxid(d.arg)>>
    [] OTHER -> <<d.op, d.arg>>

\* What stands behind the first n of a sequence.
Behind(n, h) == SubSeq(h, n + 1, Len(h))

Messages(h) == [k \in 1..Len(h) |-> Described(h[k])]

Operations(h) == [k \in 1..Len(h) |-> DescribedOperation(h[k])]

SentTo(f, outs) ==
  IF \E k \in 1..Len(outs) : outs[k][1] = f
  THEN outs[CHOOSE k \in 1..Len(outs) : outs[k][1] = f][2]
  ELSE <<>>

RECURSIVE Changed(_, _)
Changed(post, changes) ==
  IF changes = <<>> THEN post
  ELSE Changed([post EXCEPT ![changes[1]] = changes[2]], SubSeq(changes, 3, Len(changes)))

\* What server s sent in this step on the connection of f that is up; the void hears anything.
Heard(s, f) ==
  (f # s /\ role'[f] = "FOLLOWING" /\ leaderOf'[f] = s /\ link'[f] = "up")
    \/ (f = s /\ link'[s] # "none")

Sent(s, f) ==
  IF f = s THEN Messages(Behind(Len(toLeader[s]), toLeader'[s]))
  ELSE Messages(Behind(Len(toLearner[f]), toLearner'[f]))

\* What is said of server s where its step is refused: of itself, and of its connection with f.
First(h) == IF h = <<>> THEN <<"nothing">> ELSE Described(Head(h))

Situation(s) ==
  [k \in 1..Len(Fields) |-> <<Fields[k], Post(s)[k]>>]
    \o << <<"link", link[s]>>, <<"head of toLearner", First(toLearner[s])>> >>

PeerSituation(s, f) ==
  IF leaderOf[f] # s /\ learner[s][f] = "none" THEN <<>>
  ELSE << <<"learner, its link, head of its toLeader",
            <<learner[s][f], link[f], First(toLeader[f])>>>> >>

\* What may take the message at the head of a connection.
FollowerTakes(f) ==
  \/ FollowerProcessLEADERINFO(f) \/ FollowerProcessDIFF(f) \/ FollowerProcessTRUNC(f)
  \/ FollowerProcessSNAP(f) \/ FollowerProcessPROPOSAL(f) \/ FollowerProcessCOMMIT(f)
  \/ FollowerProcessNEWLEADER(f) \/ FollowerProcessUPTODATE(f) \/ ObserverProcessINFORM(f)

LeaderTakes(l, f) ==
  \/ LeaderProcessFOLLOWERINFO(l, f) \/ LeaderProcessACKEPOCH(l, f) \/ LeaderProcessACKLD(l, f)
  \/ LeaderProcessACK(l, f) \/ LeaderIgnoreACK(l, f)

\* Server s refused the message at the head of the connection of f: no action may take it.
NoneTakes(s, f) ==
  IF f = s THEN ~ENABLED FollowerTakes(f) ELSE ~ENABLED LeaderTakes(s, f)

\* The k-th of Post(s), without the others.
Field(s, k) ==
  CASE k = 1 -> role[s]
    [] k = 2 -> phase[s]
    [] k = 3 -> acceptedEpoch[s]
    [] k = 4 -> currentEpoch[s]
    [] k = 5 -> committed[s]
    [] k = 6 -> Len(memLog[s])
    [] k = 7 -> LastZxid(memLog[s])
    [] k = 8 -> Len(log[s])
    [] k = 9 -> LastZxid(log[s])
    [] k = 10 -> proposedEpoch[s]
    [] k = 11 -> Len(diskQueue[s])

\* Post(s)' = Changed(Post(s), changes), where each of the changes is one: those recorded have
\* happened, and as many have happened as were recorded.
OnlyChanged(s, changes) ==
  /\ \A j \in 1..(Len(changes) \div 2) : Field(s, changes[2 * j - 1])' = changes[2 * j]
  /\ Len(changes) \div 2 =
       (IF role'[s] = role[s] THEN 0 ELSE 1) + (IF phase'[s] = phase[s] THEN 0 ELSE 1)
       + (IF acceptedEpoch'[s] = acceptedEpoch[s] THEN 0 ELSE 1)
       + (IF currentEpoch'[s] = currentEpoch[s] THEN 0 ELSE 1)
       + (IF committed'[s] = committed[s] THEN 0 ELSE 1)
       + (IF memLog'[s] = memLog[s] THEN 0
          ELSE (IF Len(memLog'[s]) = Len(memLog[s]) THEN 0 ELSE 1)
               + (IF LastZxid(memLog'[s]) = LastZxid(memLog[s]) THEN 0 ELSE 1))
       + (IF log'[s] = log[s] THEN 0
          ELSE (IF Len(log'[s]) = Len(log[s]) THEN 0 ELSE 1)
               + (IF LastZxid(log'[s]) = LastZxid(log[s]) THEN 0 ELSE 1))
       + (IF proposedEpoch'[s] = proposedEpoch[s] THEN 0 ELSE 1)
       + (IF Len(diskQueue'[s]) = Len(diskQueue[s]) THEN 0 ELSE 1)

\* The step is the one that e records.
Fits(e) ==
  LET s == e[2]
  IN  /\ OnlyChanged(s, e[4])
      /\ \A f \in Server : Heard(s, f) => Sent(s, f) = SentTo(f, e[5])
      /\ Operations(Behind(Len(diskQueue[s]), diskQueue'[s])) = e[6]
      /\ e[1] = "Refused" => NoneTakes(s, e[3][2])

\* What Fits compares: a name, the server whose connection it is or 0, what was recorded, and
\* what the spec says.
FieldsCompared(e) ==
  LET recorded == Changed(Post(e[2]), e[4])
      spec == Post(e[2])'
  IN  [k \in 1..Len(Fields) |-> <<Fields[k], 0, recorded[k], spec[k]>>]

SentCompared(e, f) ==
  <<"out", f, SentTo(f, e[5]), IF Heard(e[2], f) THEN Sent(e[2], f) ELSE SentTo(f, e[5])>>

DiskCompared(e) ==
  <<"disk", 0, e[6], Operations(Behind(Len(diskQueue[e[2]]), diskQueue'[e[2]]))>>

TakenCompared(e) ==
  <<"a", 0, "null", IF e[1] # "Refused" \/ NoneTakes(e[2], e[3][2]) THEN "null"
                    ELSE "an action takes this message">>

-----------------------------------------------------------------------------
\* The step of a line.

\* A connection ends, unless a step that the reader cannot tell from others has ended it before.
Break(f) == IF link[f] = "none" THEN UNCHANGED vars ELSE ConnBreak(f)

Refused == UNCHANGED vars

\* The parameters are from the sets that Next has for them; only content may be anything.
Within(e) ==
  /\ e[2] \in Server
  /\ e[3][1] = e[2]
  /\ (Len(e[3]) > 1 /\ e[1] # "LeaderProcessRequest") => e[3][2] \in Server

Act(e) ==
  LET a == e[1]
      s == e[2]
      p == e[3]
  IN  CASE a = "DiskComplete" -> DiskComplete(s)
        [] a = "FollowerProcessPROPOSAL" -> FollowerProcessPROPOSAL(s)
        [] a = "FollowerProcessCOMMIT" -> FollowerProcessCOMMIT(s)
        [] a = "LeaderProcessRequest" -> LeaderProcessRequest(s, p[2])
        [] a = "LeaderProcessACK" -> LeaderProcessACK(s, p[2])
        [] a = "ObserverProcessINFORM" -> ObserverProcessINFORM(s)
        [] a = "BecomeLeading" -> BecomeLeading(s)
        [] a = "FollowLeader" -> FollowLeader(s, p[2])
        [] a = "LeaderAcceptLearner" -> LeaderAcceptLearner(s, p[2])
        [] a = "LeaderProcessFOLLOWERINFO" -> LeaderProcessFOLLOWERINFO(s, p[2])
        [] a = "FollowerProcessLEADERINFO" -> FollowerProcessLEADERINFO(s)
        [] a = "LeaderProcessACKEPOCH" -> LeaderProcessACKEPOCH(s, p[2])
        [] a = "LeaderSyncFollower" -> LeaderSyncFollower(s, p[2], p[3])
        [] a = "FollowerProcessDIFF" -> FollowerProcessDIFF(s)
        [] a = "FollowerProcessTRUNC" -> FollowerProcessTRUNC(s)
        [] a = "FollowerProcessSNAP" -> FollowerProcessSNAP(s)
        [] a = "FollowerProcessNEWLEADER" -> FollowerProcessNEWLEADER(s)
        [] a = "LeaderProcessACKLD" -> LeaderProcessACKLD(s, p[2])
        [] a = "FollowerProcessUPTODATE" -> FollowerProcessUPTODATE(s)
        [] a = "LeaderIgnoreACK" -> LeaderIgnoreACK(s, p[2])
        [] a = "LearnerLoseLeader" -> LearnerLoseLeader(s)
        [] a = "LeaderDropLearner" -> LeaderDropLearner(s, p[2])
        [] a = "LeaderLosesQuorum" -> LeaderLosesQuorum(s)
        [] a = "Break" -> Break(s)
        [] a = "Refused" -> Refused
        [] a = "Restart" -> \E k \in 0..Len(diskQueue[s]) : Restart(s, k)

\* The disks are filled with what the servers found when they started first.
Load(logs, accepted, current) ==
  /\ log' = logs
  /\ memLog' = logs
  /\ acceptedEpoch' = accepted
  /\ currentEpoch' = current
  /\ found' = logs
  /\ UNCHANGED <<role, phase, committed, diskQueue, learnerVars, leaderVars, channelVars,
                 known, formed, broadcast>>

-----------------------------------------------------------------------------
\* What the run has committed, established and proposed so far.

Longer(s) == role'[s] = "LEADING" /\ committed'[s] > Len(known)

Forms(s) == role'[s] = "LEADING" /\ phase'[s] = "sync" /\ phase[s] # "sync"

\* Where epoch e stands among the first k that were established, the last time; 0 when it does not.
RECURSIVE PlaceOf(_, _)
PlaceOf(e, k) == IF k = 0 \/ formed[k] = e THEN k ELSE PlaceOf(e, k - 1)

Note(e) ==
  LET s == e[2]
      place == PlaceOf(proposedEpoch[s], Len(formed))
  IN  /\ known' = IF Longer(s) THEN Prefix(memLog'[s], committed'[s]) ELSE known
      /\ formed' = IF Forms(s) THEN Append(formed, proposedEpoch'[s]) ELSE formed
      /\ broadcast' = IF Forms(s) THEN Append(broadcast, <<>>)
                      ELSE IF e[1] = "LeaderProcessRequest"
                      THEN [broadcast EXCEPT ![place] = Append(@, memLog'[s][Len(memLog'[s])])]
                      ELSE broadcast
      /\ UNCHANGED found

StepInit ==
  Init /\ step = <<>> /\ found = [s \in Server |-> <<>>] /\ known = <<>> /\ formed = <<>>
  /\ broadcast = <<>>

\* For the judge that puts the lines into `step` itself.
Begin(logs, accepted, current) == Load(logs, accepted, current) /\ UNCHANGED step

\* The line is bound to a name that no prime reaches.
Take == \E e \in {step} : Within(e) /\ Act(e) /\ Note(e) /\ UNCHANGED step

StepNext == Take

-----------------------------------------------------------------------------
\* The properties over the history of the run, as in models/MCZab.tla, but so that each step
\* costs what it adds.  Histories match and are sorted, so a prefix stands for all that is in it.

\* Z3. No epoch is established twice.
OneLeaderPerEpoch ==
  \A k \in 1..(Len(formed) - 1) : formed[k] # formed[Len(formed)]

\* Z4. What a server has delivered is the beginning of what was committed.
DeliveredPrefix ==
  \A s \in Server : committed[s] <= Len(memLog[s]) /\ IsPrefix(Delivered(s), known)

\* Z5. Nothing committed is ever lost or changed.
CommittedStable == IsPrefix(known, known')

\* What s holds new after this step: all that lies behind the longest history that is known to it,
\* or nothing, when some server held the whole before.
New(s) ==
  LET h == memLog'[s]
  IN  IF h = memLog[s] THEN {}
      ELSE IF \E t \in Server : IsPrefix(h, memLog[t]) \/ IsPrefix(h, log[t]) THEN {}
      ELSE IF IsPrefix(memLog[s], h) THEN (Len(memLog[s]) + 1)..Len(h)
      ELSE 1..Len(h)

\* Txn t was proposed by the primary of its epoch, or was there before the run.
WasProposed(t) ==
  LET place == PlaceOf(t.zxid[1], Len(formed))
      txns == IF place = 0 THEN <<>> ELSE broadcast'[place]
  IN  \/ t.zxid[2] \in 1..Len(txns) /\ txns[t.zxid[2]] = t
      \/ \E s \in Server : LET k == Search(found[s], t.zxid, 1, Len(found[s]))
                           IN  k > 0 /\ found[s][k] = t

\* Z6. Every txn in a history was proposed, under that zxid, by the primary of its epoch.
Integrity == \A s \in Server : \A k \in New(s) : WasProposed(memLog'[s][k])

\* Z8. Txns of one epoch stand in the order proposed, without gaps; what is delivered, too.
LocalOrder ==
  \A s \in Server : \A k \in New(s) :
    LET z == memLog'[s][k].zxid
    IN  (z[2] > 1 /\ k > 1) => memLog'[s][k - 1].zxid = <<z[1], z[2] - 1>>

\* Z9. Zxids grow along every history.
GlobalOrder ==
  \A s \in Server : \A k \in New(s) :
    k > 1 => ZxidBelow(memLog'[s][k - 1].zxid, memLog'[s][k].zxid)

\* History c without its txns of epoch e and later.
RECURSIVE Before(_, _)
Before(c, e) == IF LastZxid(c)[1] < e THEN c ELSE Before(Prefix(c, Len(c) - 1), e)

\* Z10. A leader that serves holds whatever was committed of earlier epochs, in its place.
PrimaryIntegrity ==
  \A l \in Established :
    IsPrefix(known, memLog[l]) \/ IsPrefix(Before(known, proposedEpoch[l]), memLog[l])

\* Z11. A leader that serves holds everything committed, unless a later epoch has begun.
LeaderCompleteness ==
  \A l \in Established :
    IsPrefix(known, memLog[l]) \/ \E s \in Server : acceptedEpoch[s] > proposedEpoch[l]

\* Z12. Every committed txn is on the disks of a quorum.
CommittedDurable == Q({s \in Server : IsPrefix(known, log[s])})

\* With how many txns g and h begin both: at least lo, at most hi.
RECURSIVE Shared(_, _, _, _)
Shared(g, h, lo, hi) ==
  IF lo = hi THEN lo
  ELSE LET mid == (lo + hi + 1) \div 2
       IN  IF Prefix(g, mid) = Prefix(h, mid) THEN Shared(g, h, mid, hi)
           ELSE Shared(g, h, lo, mid - 1)

\* Behind what both begin with, h holds no zxid of g, which is not the longer one.
Parts(g, h) ==
  LET n == Shared(g, h, 0, Len(g))
  IN  \A k \in (n + 1)..Len(g) : Search(h, g[k].zxid, n + 1, Len(h)) = 0

\* Z13. Two histories that hold the same zxid are equal up to there.
HistoriesMatch ==
  \A s \in Server : memLog'[s] # memLog[s] =>
    \A t \in Server :
      LET g == memLog'[s]
          h == memLog'[t]
      IN  IF Len(g) <= Len(h) THEN g = Prefix(h, Len(g)) \/ Parts(g, h)
          ELSE h = Prefix(g, Len(h)) \/ Parts(h, g)

\* Z15. The epochs on a disk never decrease, across restarts too.
EpochsGrow ==
  \A s \in Server : acceptedEpoch'[s] >= acceptedEpoch[s] /\ currentEpoch'[s] >= currentEpoch[s]

\* Every property of one state.
StateProperties ==
  /\ HeadFits
  /\ UpFits
  /\ OneLeaderPerEpoch
  /\ DeliveredPrefix
  /\ Agreement
  /\ PrimaryIntegrity
  /\ LeaderCompleteness
  /\ CommittedDurable
  /\ EpochOrder
  /\ DiskCatchesUp
  /\ AckedIsDurable
  /\ EstablishedQuorum
  /\ LearnerPrefix
  /\ NoServeBeforeUptodate
  /\ ObserverNeutral
  /\ RoleReset

\* Every property of one step.
StepProperties ==
  /\ CommittedStable
  /\ Integrity
  /\ LocalOrder
  /\ GlobalOrder
  /\ HistoriesMatch
  /\ EpochsGrow

=============================================================================
