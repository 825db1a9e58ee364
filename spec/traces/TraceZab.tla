----------------------------- MODULE TraceZab -----------------------------
(***************************************************************************)
(* The protocol constrained to one recorded run, for TLC.  TraceData,      *)
(* generated for the run, holds the initial disks and one tuple per step,  *)
(* in an order that respects every cause.  What a tuple means stands in    *)
(* StepZab; here is the position in the run, and what is printed.          *)
(*                                                                         *)
(* A recorded step leaves one successor at most, so the position in the    *)
(* run identifies the state (VIEW).                                        *)
(***************************************************************************)
EXTENDS StepZab, TraceData, TLC

CONSTANTS
  Diag,       \* 0, or the step before which to list what its server could do
  Sampling    \* properties of whole histories are evaluated at every so many steps

VARIABLE
  i           \* the next step; 0 before the disks are filled

traceVars == <<vars, ghosts, step, i>>

\* The VIEW: what tells two states of one run apart.
Position == i

\* Says what differs; FALSE.
Says(d) ==
  IF d[3] = d[4] THEN TRUE
  ELSE IF d[1] = "out" THEN PrintT(<<"OUT", i, d[2], d[3], d[4]>>)
  ELSE PrintT(<<"FIELD", i, d[1], d[3], d[4]>>)

Differs(e) ==
  /\ LET compared == FieldsCompared(e)
     IN  \A k \in 1..Len(compared) : Says(compared[k])
  /\ \A f \in Server : Says(SentCompared(e, f))
  /\ Says(DiskCompared(e))
  /\ Says(TakenCompared(e))
  /\ FALSE

\* Properties on the way.  They are evaluated after each step, here and not as INVARIANTs: TLC
\* would print every state of the run with a violation.
Named(at, name, holds) ==
  IF holds THEN TRUE ELSE PrintT(<<"BROKEN", at, name>>) /\ TLCSet("exit", TRUE)

Across ==
  /\ Named(i, "CommittedStable", CommittedStable)
  /\ Named(i, "Integrity", Integrity)
  /\ Named(i, "LocalOrder", LocalOrder)
  /\ Named(i, "GlobalOrder", GlobalOrder)
  /\ Named(i, "HistoriesMatch", HistoriesMatch)
  /\ Named(i, "EpochsGrow", EpochsGrow)

TraceInit == StepInit /\ i = 0

TraceNext ==
  /\ i <= Len(Trace)
  /\ IF i = 0
     THEN Load(InitialLog, InitialAcceptedEpoch, InitialCurrentEpoch)
     ELSE \E e \in {step} :
            /\ Within(e)
            /\ Act(e)
            /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
            /\ Note(e)
            /\ Across
  /\ i' = i + 1
  /\ step' = IF i < Len(Trace) THEN Trace[i + 1] ELSE <<>>

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

Cheap ==
  /\ Named(i - 1, "HeadFits", HeadFits)
  /\ Named(i - 1, "UpFits", UpFits)
  /\ Named(i - 1, "OneLeaderPerEpoch", OneLeaderPerEpoch)
  /\ Named(i - 1, "EpochOrder", EpochOrder)
  /\ Named(i - 1, "EstablishedQuorum", EstablishedQuorum)
  /\ Named(i - 1, "NoServeBeforeUptodate", NoServeBeforeUptodate)
  /\ Named(i - 1, "ObserverNeutral", ObserverNeutral)
  /\ Named(i - 1, "RoleReset", RoleReset)

Dear ==
  /\ Named(i - 1, "DeliveredPrefix", DeliveredPrefix)
  /\ Named(i - 1, "Agreement", Agreement)
  /\ Named(i - 1, "PrimaryIntegrity", PrimaryIntegrity)
  /\ Named(i - 1, "LeaderCompleteness", LeaderCompleteness)
  /\ Named(i - 1, "CommittedDurable", CommittedDurable)
  /\ Named(i - 1, "DiskCatchesUp", DiskCatchesUp)
  /\ Named(i - 1, "AckedIsDurable", AckedIsDurable)
  /\ Named(i - 1, "LearnerPrefix", LearnerPrefix)

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

Stands(s) ==
  /\ LET own == Situation(s)
     IN  \A k \in 1..Len(own) : PrintT(<<"STATE", own[k][1], own[k][2]>>)
  /\ \A f \in Server \ {s} :
       LET peer == PeerSituation(s, f)
       IN  \A k \in 1..Len(peer) :
             PrintT(<<"STATE", peer[k][1] \o " of server " \o ToString(f), peer[k][2]>>)

-----------------------------------------------------------------------------
\* Evaluated once in every state of the run.
Watch ==
  IF i <= 1 THEN TRUE
  ELSE /\ Cheap
       /\ IF i % Sampling = 0 \/ i > Len(Trace) THEN Dear ELSE TRUE

Judge ==
  IF i = Diag /\ i > 0
  THEN Stands(step[2]) /\ Possible(step[2]) /\ TLCSet("exit", TRUE)
  ELSE /\ Watch
       /\ IF i > Len(Trace)
          THEN /\ PrintT(<<"ACCEPTED", Len(Trace), Len(known), Len(formed)>>)
               /\ TLCSet("exit", TRUE)
          ELSE TRUE
=============================================================================
