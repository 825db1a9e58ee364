--------------------------- MODULE TraceElection ---------------------------
(***************************************************************************)
(* The election constrained to recorded runs, for TLC.  TraceElectionData, *)
(* generated for them, holds one record for each run or piece, as          *)
(* TraceData does for Zab; a run whose `loads` is TRUE begins as Init      *)
(* says.  What a tuple means stands in StepElection; here is the position  *)
(* in the run, and what is printed.                                        *)
(***************************************************************************)
EXTENDS TraceElectionData

VARIABLES
  run,        \* which of the runs
  i,          \* the next step
  ready       \* the channels are as the next step finds them

traceVars == <<vars, ghosts, step, run, i, ready>>

\* The VIEW: what tells two states apart.
Position == <<run, i, ready>>

Steps == Runs[run].steps

\* The state is the recorded one; a record that lacks a variable leaves TLC without a value.
StandsAt(at) ==
  /\ role = at.role /\ round = at.round /\ vote = at.vote /\ recvSet = at.recvSet
  /\ outOfElection = at.outOfElection /\ finalizing = at.finalizing
  /\ summary = at.summary /\ chan = at.chan /\ decisions = at.decisions
  /\ told = at.told /\ heard = at.heard /\ zab = at.zab /\ nSettled = at.nSettled

-----------------------------------------------------------------------------
\* What is printed of a step that is refused.

\* Says what differs; FALSE.
Says(d) ==
  IF d[3] = d[4] THEN TRUE
  ELSE PrintT(<<"FIELD", run, i, IF d[2] = 0 THEN d[1] ELSE d[1] \o " " \o ToString(d[2]),
                d[3], d[4]>>)

Differs(e) ==
  /\ LET compared == FieldsCompared(e)
     IN  \A k \in 1..Len(compared) : Says(compared[k])
  /\ \A k \in 1..Len(e[6]) : Says(LeftCompared(e, e[6][k]))
  /\ FALSE

Can(name, p, enabled) == IF enabled THEN PrintT(<<"ENABLED", run, name, p>>) ELSE TRUE

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
     IN  \A k \in 1..Len(own) : PrintT(<<"STATE", run, own[k][1], own[k][2]>>)
  /\ \A f \in Voter :
       LET peer == PeerSituation(s, f)
       IN  \A k \in 1..Len(peer) :
             PrintT(<<"STATE", run, peer[k][1] \o " of server " \o ToString(f), peer[k][2]>>)

-----------------------------------------------------------------------------
\* Properties on the way, as in TraceZab.

\* All of them hold; those that do not are named.
Hold(at, properties) ==
  LET broken == {k \in 1..Len(properties) : ~properties[k][2]}
  IN  IF broken = {} THEN TRUE
      ELSE (\A k \in broken : PrintT(<<"BROKEN", run, at, properties[k][1]>>)) /\ FALSE

Across == Hold(i, << <<"VotesImprove", VotesImprove>>, <<"RoundsGrow", RoundsGrow>> >>)

Watch ==
  IF ready \/ i = 1 THEN TRUE
  ELSE Hold(i - 1, << <<"DecisionBacked", DecisionBacked>>,
                      <<"BestOfSupporters", BestOfSupporters>>,
                      <<"NeverBelowOwn", NeverBelowOwn>>,
                      <<"LeadersVoteForThemselves", LeadersVoteForThemselves>>,
                      <<"LeaderHeard", LeaderHeard>>, <<"PresentRound", PresentRound>> >>)

-----------------------------------------------------------------------------
\* One step after the other, each in two: its channels, and what it does.

\* TLC's register 1 holds the position of the last step that an action allowed.
TraceInit ==
  \E r \in 1..Len(Runs) :
    /\ run = r /\ i = 1 /\ ready = FALSE
    /\ IF Runs[r].loads THEN StepInit ELSE StandsAt(Runs[r].begin) /\ step = <<>>
    /\ TLCSet(1, <<0, 0>>)

Prepared ==
  /\ step' = Steps[i]
  /\ Arrange(Steps[i])
  /\ i' = i

Taken ==
  /\ \E e \in {step} :
       /\ Within(e)
       /\ Act(e)
       /\ TLCSet(1, <<run, i>>)
       /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
       /\ Note(e)
       /\ Across
  /\ i' = i + 1
  /\ UNCHANGED step

Go ==
  /\ i <= Len(Steps)
  /\ ready' = ~ready
  /\ IF ready THEN Taken ELSE Prepared
  /\ UNCHANGED run

\* One worker looks at this after Go: no action allowed the step.
Stuck ==
  /\ ready
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
     ELSE PrintT(<<"ACCEPTED", run, nSettled>>)
=============================================================================
