----------------------------- MODULE TraceZab -----------------------------
(***************************************************************************)
(* The protocol constrained to recorded runs, for TLC.  TraceData,         *)
(* generated for them, holds one record for each run, or for each piece of *)
(* a long one; TLC goes through all of them side by side:                  *)
(*                                                                         *)
(*   loads     the run begins with disks that are filled, as `begin` says  *)
(*   begin     otherwise the state that the piece begins in                *)
(*   steps     one tuple per step, in an order that respects every cause   *)
(*   goesOn    another piece begins where this one must end                *)
(*   end       ... in this state                                           *)
(*   sampling  properties of whole histories are evaluated at every so     *)
(*             many steps                                                  *)
(*                                                                         *)
(* What a tuple means stands in StepZab; here is the position in the run,  *)
(* and what is printed.                                                    *)
(*                                                                         *)
(* A recorded step leaves one successor at most, so the position in the    *)
(* run identifies the state (VIEW).                                        *)
(***************************************************************************)
EXTENDS TraceData

VARIABLES
  run,        \* which of the runs
  i           \* the next step; 0 before the disks are filled

traceVars == <<vars, ghosts, step, run, i>>

\* The VIEW: what tells two states apart.
Position == <<run, i>>

Steps == Runs[run].steps

\* The state is the recorded one; a record that lacks a variable leaves TLC without a value.
StandsAt(at) ==
  /\ log = at.log /\ acceptedEpoch = at.acceptedEpoch /\ currentEpoch = at.currentEpoch
  /\ role = at.role /\ phase = at.phase /\ memLog = at.memLog /\ committed = at.committed
  /\ diskQueue = at.diskQueue /\ leaderOf = at.leaderOf /\ syncCommitted = at.syncCommitted
  /\ learner = at.learner /\ learnerZxid = at.learnerZxid
  /\ proposedEpoch = at.proposedEpoch /\ epochInfo = at.epochInfo /\ epochAcks = at.epochAcks
  /\ newLeaderAcks = at.newLeaderAcks /\ ackIndex = at.ackIndex
  /\ link = at.link /\ toLeader = at.toLeader /\ toLearner = at.toLearner
  /\ found = at.found /\ known = at.known /\ formed = at.formed /\ broadcast = at.broadcast

-----------------------------------------------------------------------------
\* What is printed of a step that is refused.

\* Says what differs; FALSE.
Says(d) ==
  IF d[3] = d[4] THEN TRUE
  ELSE IF d[1] = "out" THEN PrintT(<<"OUT", run, i, d[2], d[3], d[4]>>)
  ELSE PrintT(<<"FIELD", run, i, d[1], d[3], d[4]>>)

Differs(e) ==
  /\ LET compared == FieldsCompared(e)
     IN  \A k \in 1..Len(compared) : Says(compared[k])
  /\ \A f \in Server : Says(SentCompared(e, f))
  /\ Says(DiskCompared(e))
  /\ Says(TakenCompared(e))
  /\ FALSE

Can(name, p, enabled) == IF enabled THEN PrintT(<<"ENABLED", run, name, p>>) ELSE TRUE

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

Stands(s) ==
  /\ LET own == Situation(s)
     IN  \A k \in 1..Len(own) : PrintT(<<"STATE", run, own[k][1], own[k][2]>>)
  /\ \A f \in Server \ {s} :
       LET peer == PeerSituation(s, f)
       IN  \A k \in 1..Len(peer) :
             PrintT(<<"STATE", run, peer[k][1] \o " of server " \o ToString(f), peer[k][2]>>)

-----------------------------------------------------------------------------
\* Properties on the way.  They are evaluated with each step, here and not as INVARIANTs: TLC
\* would print every state of the run with a violation, and look at no other run.

\* All of them hold; those that do not are named.
Hold(at, properties) ==
  LET broken == {k \in 1..Len(properties) : ~properties[k][2]}
  IN  IF broken = {} THEN TRUE
      ELSE (\A k \in broken : PrintT(<<"BROKEN", run, at, properties[k][1]>>)) /\ FALSE

\* The last four speak of histories that change, and cost their length.
Across ==
  Hold(i, << <<"CommittedStable", CommittedStable>>, <<"EpochsGrow", EpochsGrow>> >>
          \o (IF memLog' = memLog THEN <<>>
              ELSE << <<"Integrity", Integrity>>, <<"LocalOrder", LocalOrder>>,
                      <<"GlobalOrder", GlobalOrder>>, <<"HistoriesMatch", HistoriesMatch>> >>))

Cheap ==
  << <<"HeadFits", HeadFits>>, <<"UpFits", UpFits>>,
     <<"OneLeaderPerEpoch", OneLeaderPerEpoch>>, <<"EpochOrder", EpochOrder>>,
     <<"EstablishedQuorum", EstablishedQuorum>>,
     <<"NoServeBeforeUptodate", NoServeBeforeUptodate>>,
     <<"ObserverNeutral", ObserverNeutral>>, <<"RoleReset", RoleReset>> >>

Dear ==
  << <<"DeliveredPrefix", DeliveredPrefix>>, <<"Agreement", Agreement>>,
     <<"PrimaryIntegrity", PrimaryIntegrity>>, <<"LeaderCompleteness", LeaderCompleteness>>,
     <<"CommittedDurable", CommittedDurable>>, <<"DiskCatchesUp", DiskCatchesUp>>,
     <<"AckedIsDurable", AckedIsDurable>>, <<"LearnerPrefix", LearnerPrefix>> >>

Watch ==
  IF i <= 1 THEN TRUE
  ELSE Hold(i - 1, IF i % Runs[run].sampling = 0 \/ i > Len(Steps) THEN Cheap \o Dear ELSE Cheap)

-----------------------------------------------------------------------------
\* One step after the other.

\* TLC's register 1 holds the position of the last step that an action allowed.
TraceInit ==
  \E r \in 1..Len(Runs) :
    /\ run = r
    /\ IF Runs[r].loads THEN StepInit /\ i = 0
       ELSE StandsAt(Runs[r].begin) /\ i = 1 /\ step = Runs[r].steps[1]
    /\ TLCSet(1, <<0, 0>>)

Fill == Load(Runs[run].begin.log, Runs[run].begin.acceptedEpoch, Runs[run].begin.currentEpoch)

Go ==
  /\ i <= Len(Steps)
  /\ IF i = 0 THEN Fill
     ELSE \E e \in {step} :
            /\ Within(e)
            /\ Act(e)
            /\ TLCSet(1, <<run, i>>)
            /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
            /\ Note(e)
            /\ Across
  /\ i' = i + 1
  /\ step' = IF i < Len(Steps) THEN Steps[i + 1] ELSE <<>>
  /\ UNCHANGED run

\* One worker looks at this after Go: no action allowed the step.
Stuck ==
  /\ i \in 1..Len(Steps)
  /\ TLCGet(1) # <<run, i>>
  /\ PrintT(<<"STUCK", run, i>>)
  /\ Stands(step[2]) /\ Possible(step[2])
  /\ FALSE

\* Stuck leads nowhere: it keeps what there is for TLC's sake.
TraceNext == Go \/ (Stuck /\ UNCHANGED traceVars)

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

\* Evaluated once in every state of the run.
Judge ==
  /\ Watch
  /\ IF i <= Len(Steps) THEN TRUE
     ELSE IF Runs[run].goesOn /\ ~StandsAt(Runs[run].end) THEN PrintT(<<"ELSEWHERE", run>>)
     ELSE PrintT(<<"ACCEPTED", run, Len(known), Len(formed)>>)
=============================================================================
