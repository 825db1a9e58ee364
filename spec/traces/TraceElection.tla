--------------------------- MODULE TraceElection ---------------------------
(***************************************************************************)
(* The election constrained to one recorded run, for TLC.                  *)
(* TraceElectionData, generated for the run, holds one tuple per step, in  *)
(* an order that respects every cause.  What a tuple means stands in       *)
(* StepElection; here is the position in the run, and what is printed.     *)
(***************************************************************************)
EXTENDS StepElection, TraceElectionData, TLC

CONSTANT
  Diag        \* 0, or the step before which to list what its server could do

VARIABLES
  i,          \* the next step
  ready       \* the channels are as the next step finds them

traceVars == <<vars, ghosts, step, i, ready>>

\* The VIEW: what tells two states of one run apart.
Position == <<i, ready>>

\* Says what differs; FALSE.
Says(d) ==
  IF d[3] = d[4] THEN TRUE
  ELSE PrintT(<<"FIELD", i, IF d[2] = 0 THEN d[1] ELSE d[1] \o " " \o ToString(d[2]),
                d[3], d[4]>>)

Differs(e) ==
  /\ LET compared == FieldsCompared(e)
     IN  \A k \in 1..Len(compared) : Says(compared[k])
  /\ \A k \in 1..Len(e[6]) : Says(LeftCompared(e, e[6][k]))
  /\ FALSE

Named(at, name, holds) ==
  IF holds THEN TRUE ELSE PrintT(<<"BROKEN", at, name>>) /\ TLCSet("exit", TRUE)

Across ==
  /\ Named(i, "VotesImprove", VotesImprove)
  /\ Named(i, "RoundsGrow", RoundsGrow)

TraceInit == StepInit /\ i = 1 /\ ready = FALSE

TraceNext ==
  /\ i <= Len(Trace)
  /\ ready' = ~ready
  /\ IF ready
     THEN /\ \E e \in {step} :
               /\ Within(e)
               /\ Act(e)
               /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
               /\ Note(e)
               /\ Across
          /\ i' = i + 1
          /\ UNCHANGED step
     ELSE /\ step' = Trace[i]
          /\ Arrange(Trace[i])
          /\ i' = i

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

Watch ==
  /\ Named(i - 1, "DecisionBacked", DecisionBacked)
  /\ Named(i - 1, "BestOfSupporters", BestOfSupporters)
  /\ Named(i - 1, "NeverBelowOwn", NeverBelowOwn)
  /\ Named(i - 1, "LeadersVoteForThemselves", LeadersVoteForThemselves)
  /\ Named(i - 1, "LeaderHeard", LeaderHeard)
  /\ Named(i - 1, "PresentRound", PresentRound)

-----------------------------------------------------------------------------
\* Explaining a step that is not enabled.

Can(name, p, enabled) == IF enabled THEN PrintT(<<"ENABLED", name, p>>) ELSE TRUE

Possible(s) ==
  /\ Can("StartElection", <<s>>, ENABLED StartElection(s))
  /\ Can("FinalizeTimeout", <<s>>, ENABLED FinalizeTimeout(s))
  /\ Can("NotificationTimeout", <<s>>, ENABLED NotificationTimeout(s))
  /\ Can("LeaveInstance", <<s>>, ENABLED LeaveInstance(s))
  /\ \A f \in Voter \ {s} :
       /\ Can("AnswerLooking", <<s, f>>, ENABLED AnswerLooking(s, f))
       /\ Can("ReceiveOlder", <<s, f>>, ENABLED ReceiveOlder(s, f))
       /\ Can("ReceiveSwallowed", <<s, f>>, ENABLED ReceiveSwallowed(s, f))
       /\ Can("ReceiveLooking", <<s, f>>, ENABLED ReceiveLooking(s, f))
       /\ Can("ReceiveSettled", <<s, f>>, ENABLED ReceiveSettled(s, f))
       /\ Can("RepeatLast", <<s, f>>, told[s][f] # None)

Stands(s) ==
  /\ LET own == Situation(s)
     IN  \A k \in 1..Len(own) : PrintT(<<"STATE", own[k][1], own[k][2]>>)
  /\ \A f \in Voter :
       LET peer == PeerSituation(s, f)
       IN  \A k \in 1..Len(peer) :
             PrintT(<<"STATE", peer[k][1] \o " of server " \o ToString(f), peer[k][2]>>)

-----------------------------------------------------------------------------
\* Evaluated once in every state of the run.
Judge ==
  IF i = Diag /\ ready
  THEN Stands(step[2]) /\ Possible(step[2]) /\ TLCSet("exit", TRUE)
  ELSE /\ IF ready \/ i = 1 THEN TRUE ELSE Watch
       /\ IF i > Len(Trace)
          THEN /\ PrintT(<<"ACCEPTED", Len(Trace), nSettled>>)
               /\ TLCSet("exit", TRUE)
          ELSE TRUE
=============================================================================
