----------------------------- MODULE TraceZab -----------------------------
(***************************************************************************)
(* The protocol constrained to one recorded run.  TraceData, generated for *)
(* the run, holds the initial disks and one tuple per step, in an order    *)
(* that respects every cause:                                              *)
(*                                                                         *)
(*   << action, acting server, parameters in the spec's order,             *)
(*      <<k, v, ...>>  the fields of Post that changed, by position,       *)
(*      << <<f, messages>>, ... >>  what was sent on the connection of f,  *)
(*      disk operations queued >>                                          *)
(*                                                                         *)
(* A recorded step leaves one successor at most, so the position in the    *)
(* run identifies the state (VIEW).  The messages a step consumes are not  *)
(* compared here: the reader has matched each with the one that was sent,  *)
(* and what was sent is compared.                                          *)
(***************************************************************************)
EXTENDS Properties, TraceData, TLC

CONSTANTS
  Diag,       \* 0, or the step before which to list what its server could do
  Sampling    \* properties of whole histories are evaluated at every so many steps

VARIABLES
  i,          \* the next step; 0 before the disks are filled
  known,      \* the longest history that any leader has committed in this run
  formed      \* the epochs established in this run

traceVars == <<vars, i, known, formed>>

\* The VIEW: what tells two states of one run apart.
Position == i

Fields == <<"role", "phase", "acceptedEpoch", "currentEpoch", "committed", "memLen", "memLast",
            "durLen", "durLast", "proposedEpoch", "queueLen">>

Post(s) == <<role[s], phase[s], acceptedEpoch[s], currentEpoch[s], committed[s], Len(memLog[s]),
             LastZxid(memLog[s]), Len(log[s]), LastZxid(log[s]), proposedEpoch[s],
             Len(diskQueue[s])>>

-----------------------------------------------------------------------------
\* Definitions of Zab that a trace replaces.  Zxids are recent and grow along a history (Z9), so
\* they are searched from the end, and no further than to a smaller one.

RECURSIVE FromEnd(_, _, _)
FromEnd(h, z, k) ==
  IF k = 0 THEN 0
  ELSE IF h[k].zxid = z THEN k
  ELSE IF ZxidBelow(h[k].zxid, z) THEN 0
  ELSE FromEnd(h, z, k - 1)

TraceIndexOf(h, z) == IF z = Zero THEN 0 ELSE FromEnd(h, z, Len(h))

TraceHolds(h, z) == z = Zero \/ FromEnd(h, z, Len(h)) > 0

\* What ZooKeeper may choose from sizes and limits that the spec does not have.
TraceSyncModes(l, f) ==
  {"SNAP"} \cup (IF TraceHolds(Prefix(memLog[l], SyncEnd(l)), learnerZxid[l][f])
                 THEN {"DIFF"} ELSE {"TRUNC"})

\* Where the recorded stream begins, when it may begin there.
RecordedBase(l) ==
  LET e == Trace[i]
      first == IF e[1] = "LeaderSyncFollower" /\ e[5] # <<>> THEN e[5][1][2][1] ELSE <<"none">>
      base == IF first[1] \in {"SNAP", "TRUNC"} THEN TraceIndexOf(memLog[l], first[2]) ELSE 0
      found == first[1] \in {"SNAP", "TRUNC"} /\ TraceHolds(memLog[l], first[2])
  IN  IF found /\ base <= SyncEnd(l) THEN {base} ELSE {SyncEnd(l)}

\* A server that was sent a snapshot does not know whether its own log begins that history, so it
\* may exchange the whole where appends would do; appends need a log that is a prefix.
TraceSyncOps(f) ==
  LET held == Len(log[f])
      disk == Trace[i][6]
      whole == Trace[i][1] = "FollowerProcessNEWLEADER" /\ disk # <<>> /\ disk[1][1] = "replace"
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

RECURSIVE SentTo(_, _)
SentTo(f, outs) ==
  IF outs = <<>> THEN <<>> ELSE IF outs[1][1] = f THEN outs[1][2] ELSE SentTo(f, Tail(outs))

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

Fits(e) ==
  LET s == e[2]
  IN  /\ Post(s)' = Changed(Post(s), e[4])
      /\ \A f \in Server : Heard(s, f) => Sent(s, f) = SentTo(f, e[5])
      /\ Operations(Behind(Len(diskQueue[s]), diskQueue'[s])) = e[6]

\* Says what differs; FALSE.
Differs(e) ==
  LET s == e[2]
      recorded == Changed(Post(s), e[4])
      spec == Post(s)'
      queued == Operations(Behind(Len(diskQueue[s]), diskQueue'[s]))
  IN  /\ \A k \in 1..Len(Fields) :
           IF recorded[k] = spec[k] THEN TRUE
           ELSE PrintT(<<"FIELD", i, "post." \o Fields[k], recorded[k], spec[k]>>)
      /\ \A f \in Server :
           IF Heard(s, f) => Sent(s, f) = SentTo(f, e[5]) THEN TRUE
           ELSE PrintT(<<"OUT", i, f, SentTo(f, e[5]), Sent(s, f)>>)
      /\ IF queued = e[6] THEN TRUE ELSE PrintT(<<"FIELD", i, "disk", e[6], queued>>)
      /\ FALSE

-----------------------------------------------------------------------------
\* Steps that are no action of their own.

\* A connection ends, unless a step that the reader cannot tell from others has ended it before.
Break(f) == IF link[f] = "none" THEN UNCHANGED vars ELSE ConnBreak(f)

FollowerTakes(f) ==
  \/ FollowerProcessLEADERINFO(f) \/ FollowerProcessDIFF(f) \/ FollowerProcessTRUNC(f)
  \/ FollowerProcessSNAP(f) \/ FollowerProcessPROPOSAL(f) \/ FollowerProcessCOMMIT(f)
  \/ FollowerProcessNEWLEADER(f) \/ FollowerProcessUPTODATE(f) \/ ObserverProcessINFORM(f)

LeaderTakes(l, f) ==
  \/ LeaderProcessFOLLOWERINFO(l, f) \/ LeaderProcessACKEPOCH(l, f) \/ LeaderProcessACKLD(l, f)
  \/ LeaderProcessACK(l, f) \/ LeaderIgnoreACK(l, f)

\* Server s refused the message at the head of the connection of f: no action may take it.
Refused(s, f) ==
  /\ UNCHANGED vars
  /\ IF (f = s /\ ENABLED FollowerTakes(f)) \/ (f # s /\ ENABLED LeaderTakes(s, f))
     THEN PrintT(<<"FIELD", i, "a", "null", "an action takes this message">>) /\ FALSE
     ELSE TRUE

\* The disks are filled with what the servers found when they started first.
Load ==
  /\ log' = InitialLog
  /\ memLog' = InitialLog
  /\ acceptedEpoch' = InitialAcceptedEpoch
  /\ currentEpoch' = InitialCurrentEpoch
  /\ UNCHANGED <<role, phase, committed, diskQueue, learnerVars, leaderVars, channelVars>>

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
        [] a = "Refused" -> Refused(s, p[2])
        [] a = "Restart" -> \E k \in 0..Len(diskQueue[s]) : Restart(s, k)

-----------------------------------------------------------------------------
\* What the run has committed and established so far.

Longer(s) == role'[s] = "LEADING" /\ committed'[s] > Len(known)

Note(s) ==
  /\ known' = IF Longer(s)
              THEN known \o SubSeq(memLog'[s], Len(known) + 1, committed'[s]) ELSE known
  /\ formed' = IF role'[s] = "LEADING" /\ phase'[s] = "sync" /\ phase[s] # "sync"
               THEN Append(formed, proposedEpoch'[s]) ELSE formed

TraceInit == Init /\ i = 0 /\ known = <<>> /\ formed = <<>>

TraceNext ==
  /\ i <= Len(Trace)
  /\ IF i = 0
     THEN Load /\ UNCHANGED <<known, formed>>
     ELSE \E e \in {Trace[i]} :
            /\ Act(e)
            /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
            /\ Note(e[2])
  /\ i' = i + 1

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

-----------------------------------------------------------------------------
\* Properties on the way.  They are evaluated after each step, here and not as INVARIANTs: TLC
\* would print every state of the run with a violation.

\* Z3. No epoch is established twice.
OneLeaderPerEpoch ==
  \A k \in 1..(Len(formed) - 1) : formed[k] # formed[Len(formed)]

\* Z4. What s has delivered is the beginning of what was committed.  Histories match, so its end
\* shows it.
DeliveredPrefix(s) ==
  LET n == committed[s]
  IN  n > 0 => n <= Len(memLog[s]) /\ n <= Len(known) /\ memLog[s][n] = known[n]

\* Z11. A leader that begins to serve holds everything committed before, unless it is outdated.
LeaderCompleteness(s) ==
  (role[s] = "LEADING" /\ phase[s] = "broadcast") =>
     \/ Len(known) <= Len(memLog[s]) /\ (known # <<>> => memLog[s][Len(known)] = known[Len(known)])
     \/ \E t \in Server : acceptedEpoch[t] > proposedEpoch[s]

Named(name, holds) ==
  IF holds THEN TRUE ELSE PrintT(<<"BROKEN", i - 1, name>>) /\ TLCSet("exit", TRUE)

Cheap(s) ==
  /\ Named("Z2 HeadFits", HeadFits)
  /\ Named("Z2b UpFits", UpFits)
  /\ Named("Z3 OneLeaderPerEpoch", OneLeaderPerEpoch)
  /\ Named("Z4 DeliveredPrefix", DeliveredPrefix(s))
  /\ Named("Z11 LeaderCompleteness", LeaderCompleteness(s))
  /\ Named("Z14 EpochOrder", EpochOrder)
  /\ Named("Z18 EstablishedQuorum", EstablishedQuorum)
  /\ Named("Z20 NoServeBeforeUptodate", NoServeBeforeUptodate)
  /\ Named("Z21 ObserverNeutral", ObserverNeutral)

Dear ==
  /\ Named("Z7 Agreement", Agreement)
  /\ Named("Z9 GlobalPrimaryOrder", GlobalPrimaryOrder)
  /\ Named("Z16 DiskCatchesUp", DiskCatchesUp)
  /\ Named("Z17 AckedIsDurable", AckedIsDurable)
  /\ Named("Z19 LearnerPrefix", LearnerPrefix)

-----------------------------------------------------------------------------
\* Explaining a step that is not enabled.

Can(name, p, enabled) == IF enabled THEN PrintT(<<"ENABLED", name, p>>) ELSE TRUE

Possible(s) ==
  /\ Can("DiskComplete", <<s>>, ENABLED DiskComplete(s))
  /\ Can("BecomeLeading", <<s>>, ENABLED BecomeLeading(s))
  /\ Can("FollowLeader", <<s>>, role[s] = "LOOKING" /\ diskQueue[s] = <<>>)
  /\ Can("LeaderProcessRequest", <<s>>, role[s] = "LEADING" /\ phase[s] = "broadcast")
  /\ Can("FollowerProcessLEADERINFO", <<s>>, ENABLED FollowerProcessLEADERINFO(s))
  /\ Can("FollowerProcessDIFF", <<s>>, ENABLED FollowerProcessDIFF(s))
  /\ Can("FollowerProcessTRUNC", <<s>>, ENABLED FollowerProcessTRUNC(s))
  /\ Can("FollowerProcessSNAP", <<s>>, ENABLED FollowerProcessSNAP(s))
  /\ Can("FollowerProcessPROPOSAL", <<s>>, ENABLED FollowerProcessPROPOSAL(s))
  /\ Can("FollowerProcessCOMMIT", <<s>>, ENABLED FollowerProcessCOMMIT(s))
  /\ Can("FollowerProcessNEWLEADER", <<s>>, ENABLED FollowerProcessNEWLEADER(s))
  /\ Can("FollowerProcessUPTODATE", <<s>>, ENABLED FollowerProcessUPTODATE(s))
  /\ Can("ObserverProcessINFORM", <<s>>, ENABLED ObserverProcessINFORM(s))
  /\ Can("LearnerLoseLeader", <<s>>, ENABLED LearnerLoseLeader(s))
  /\ Can("LeaderLosesQuorum", <<s>>, ENABLED LeaderLosesQuorum(s))
  /\ \A f \in Server \ {s} :
       /\ Can("LeaderAcceptLearner", <<s, f>>, ENABLED LeaderAcceptLearner(s, f))
       /\ Can("LeaderProcessFOLLOWERINFO", <<s, f>>, ENABLED LeaderProcessFOLLOWERINFO(s, f))
       /\ Can("LeaderProcessACKEPOCH", <<s, f>>, ENABLED LeaderProcessACKEPOCH(s, f))
       /\ \A mode \in {"DIFF", "TRUNC", "SNAP"} :
            Can("LeaderSyncFollower", <<s, f, mode>>, ENABLED LeaderSyncFollower(s, f, mode))
       /\ Can("LeaderProcessACKLD", <<s, f>>, ENABLED LeaderProcessACKLD(s, f))
       /\ Can("LeaderProcessACK", <<s, f>>, ENABLED LeaderProcessACK(s, f))
       /\ Can("LeaderIgnoreACK", <<s, f>>, ENABLED LeaderIgnoreACK(s, f))
       /\ Can("LeaderDropLearner", <<s, f>>, ENABLED LeaderDropLearner(s, f))

First(h) == IF h = <<>> THEN <<"nothing">> ELSE Described(Head(h))

Situation(s) ==
  /\ \A k \in 1..Len(Fields) : PrintT(<<"STATE", Fields[k], Post(s)[k]>>)
  /\ PrintT(<<"STATE", "link", link[s]>>)
  /\ PrintT(<<"STATE", "head of toLearner", First(toLearner[s])>>)
  /\ \A f \in Server \ {s} :
       IF leaderOf[f] # s /\ learner[s][f] = "none" THEN TRUE
       ELSE PrintT(<<"STATE", "learner " \o ToString(f) \o ", its link, head of its toLeader",
                     <<learner[s][f], link[f], First(toLeader[f])>>>>)

-----------------------------------------------------------------------------
\* Evaluated once in every state of the run.
Watch ==
  IF i <= 1 THEN TRUE
  ELSE /\ Cheap(Trace[i - 1][2])
       /\ IF i % Sampling = 0 \/ i > Len(Trace) THEN Dear ELSE TRUE

Judge ==
  IF i = Diag /\ i > 0
  THEN Situation(Trace[i][2]) /\ Possible(Trace[i][2]) /\ TLCSet("exit", TRUE)
  ELSE /\ Watch
       /\ IF i > Len(Trace)
          THEN /\ PrintT(<<"ACCEPTED", Len(Trace), Len(known), Len(formed)>>)
               /\ TLCSet("exit", TRUE)
          ELSE TRUE
=============================================================================
