--------------------------- MODULE TraceElection ---------------------------
(***************************************************************************)
(* The election constrained to one recorded run.  TraceElectionData,       *)
(* generated for the run, holds one tuple per step, in an order that       *)
(* respects every cause:                                                   *)
(*                                                                         *)
(*   << action, acting server, parameters in the spec's order,             *)
(*      what is given to it: see Arrange, and the steps of Zab below,      *)
(*      <<k, v, ...>>  the fields of Post that changed, by position,       *)
(*      << <<f, notification>>, ... >>  what left for server f >>          *)
(*                                                                         *)
(* A network of the election may lose, hold back and repeat notifications. *)
(* So a step finds its channels as the run has them: empty, but for the    *)
(* notification it reads.  The reader of the run has matched that one with *)
(* the line that sent it, and what that line sent is compared with what    *)
(* the spec sends there.  What the spec sends need not have left: there    *)
(* may have been no connection; the last of it is sent when there is one.  *)
(*                                                                         *)
(* The steps of Zab in a run meet the election where they share a server:  *)
(* a vote is cast with what that server's disk holds, a role is taken up   *)
(* when the election has decided it, and an epoch that is established is   *)
(* reported.                                                               *)
(***************************************************************************)
EXTENDS ElectionProperties, TraceElectionData, TLC

CONSTANT
  Diag        \* 0, or the step before which to list what its server could do

VARIABLES
  i,          \* the next step
  ready,      \* the channels are as the next step finds them
  told,       \* told[s][f]: what s told f last, whether it left or not
  heard,      \* heard[s][f]: the history with which f cast the vote that s heard last
  zab,        \* the role of each server in Zab
  settled     \* how many decisions were taken

traceVars == <<vars, decisions, i, ready, told, heard, zab, settled>>

\* The VIEW: what tells two states of one run apart.
Position == <<i, ready>>

Fields == <<"role", "round", "leader", "finalizing">>

Post(s) == <<role[s], round[s], IF vote[s] = None THEN 0 ELSE vote[s].leader, finalizing[s]>>

-----------------------------------------------------------------------------
\* What a step shows besides the fields.

Described(m) ==
  <<"NOTIFICATION", m.vote.leader, m.vote.zxid, m.vote.epoch, m.round, m.state>>

\* The notification that is recorded as d.
Recorded(d) == Notification([leader |-> d[2], zxid |-> d[3], epoch |-> d[4]], d[5], d[6])

History(h) == [epoch |-> h[1], zxid |-> h[2]]

RECURSIVE Changed(_, _)
Changed(post, changes) ==
  IF changes = <<>> THEN post
  ELSE Changed([post EXCEPT ![changes[1]] = changes[2]], SubSeq(changes, 3, Len(changes)))

\* What s told f in this step, or None.
Told(e, f) ==
  LET s == e[2]
  IN  IF e[1] = "RepeatLast" THEN (IF f = e[3][2] THEN told[s][f] ELSE None)
      ELSE IF f = s \/ chan'[s][f] = <<>> THEN None
      ELSE Head(chan'[s][f])

Left(e, o) == Told(e, o[1]) # None /\ Described(Told(e, o[1])) = o[2]

Fits(e) ==
  /\ Post(e[2])' = Changed(Post(e[2]), e[5])
  /\ \A k \in 1..Len(e[6]) : Left(e, e[6][k])

\* Says what differs; FALSE.
Differs(e) ==
  LET s == e[2]
      recorded == Changed(Post(s), e[5])
      spec == Post(s)'
  IN  /\ \A k \in 1..Len(Fields) :
           IF recorded[k] = spec[k] THEN TRUE
           ELSE PrintT(<<"FIELD", i, "post." \o Fields[k], recorded[k], spec[k]>>)
      /\ \A k \in 1..Len(e[6]) :
           LET o == e[6][k]
           IN  IF Left(e, o) THEN TRUE
               ELSE PrintT(<<"FIELD", i, "out to server " \o ToString(o[1]), o[2],
                             IF Told(e, o[1]) = None THEN <<"nothing">>
                             ELSE Described(Told(e, o[1]))>>)
      /\ FALSE

-----------------------------------------------------------------------------
\* The channels, and the history to vote with, as the next step finds them.

Receives == {"AnswerLooking", "ReceiveOlder", "ReceiveSwallowed", "ReceiveLooking",
             "ReceiveSettled"}

\* A step that reads is given the notification, and the history of its sender when it sent it.
Arriving(e) ==
  [f \in Voter |-> [s \in Voter |->
    IF e[1] \in Receives /\ s = e[2] /\ f = e[3][2] THEN <<Recorded(e[4][1])>> ELSE <<>>]]

\* StartElection is given the server's history, and how many disk operations it waits for.
Arrange(e) ==
  /\ chan' = Arriving(e)
  /\ summary' = IF e[1] = "StartElection"
                THEN [summary EXCEPT ![e[2]] = History(e[4][1])] ELSE summary
  /\ UNCHANGED <<voterVars, decisions, told, heard, zab, settled>>

-----------------------------------------------------------------------------
\* Where the steps of Zab meet the election.

\* Requires what is recorded under a name to be what it should be; says so when it is not.
Demand(name, recorded, spec) ==
  IF recorded = spec THEN TRUE ELSE PrintT(<<"FIELD", i, name, recorded, spec>>) /\ FALSE

\* Server s takes up a role with leader l.
TakesUp(s, as, l) ==
  /\ UNCHANGED vars
  /\ Demand("role, and the leader that was decided", <<as, l>>,
            <<role[s], IF vote[s] = None THEN 0 ELSE vote[s].leader>>)

\* No election may begin, and no decision be left, while the server has a role.
Idle(s) == Demand("role in Zab.tla", zab[s], "LOOKING")

\* A new connection carries what the server at its other end was told last.
RepeatLast(s, f) == told[s][f] # None /\ UNCHANGED vars

Act(e) ==
  LET a == e[1]
      s == e[2]
      p == e[3]
  IN  CASE a = "StartElection" ->
             StartElection(s) /\ Idle(s) /\ Demand("queueLen", e[4][2], 0)
        [] a = "AnswerLooking" -> AnswerLooking(s, p[2])
        [] a = "ReceiveOlder" -> ReceiveOlder(s, p[2])
        [] a = "ReceiveSwallowed" -> ReceiveSwallowed(s, p[2])
        [] a = "ReceiveLooking" -> ReceiveLooking(s, p[2])
        [] a = "ReceiveSettled" -> ReceiveSettled(s, p[2])
        [] a = "FinalizeTimeout" -> FinalizeTimeout(s)
        [] a = "NotificationTimeout" -> NotificationTimeout(s)
        [] a = "LeaveInstance" -> LeaveInstance(s) /\ Idle(s)
        [] a = "RepeatLast" -> RepeatLast(s, p[2])
        [] a = "Restart" -> Restart(s)
        [] a = "BecomeLeading" -> TakesUp(s, "LEADING", s)
        [] a = "FollowLeader" -> TakesUp(s, "FOLLOWING", p[2])
        [] a = "Established" -> RefreshEpoch(s, e[4][1])
        [] a = "Left" -> UNCHANGED vars

\* What is remembered beside the spec's own variables.
Note(e) ==
  LET a == e[1]
      s == e[2]
      decides == role[s] = "LOOKING" /\ role'[s] # "LOOKING"
  IN  /\ told' = IF a = "Restart" THEN [told EXCEPT ![s] = NoVotes]
                 ELSE [told EXCEPT ![s] = [f \in Voter |->
                        IF Told(e, f) = None THEN told[s][f] ELSE Told(e, f)]]
      /\ heard' = IF a = "ReceiveLooking"
                  THEN [heard EXCEPT ![s][e[3][2]] = History(e[4][2])] ELSE heard
      /\ zab' = CASE a = "BecomeLeading" -> [zab EXCEPT ![s] = "LEADING"]
                  [] a = "FollowLeader" -> [zab EXCEPT ![s] = "FOLLOWING"]
                  [] a \in {"Left", "Restart"} -> [zab EXCEPT ![s] = "LOOKING"]
                  [] OTHER -> zab
      /\ decisions' = IF ~decides THEN {}
                      ELSE {IF a = "FinalizeTimeout" THEN FinalDecision(s)
                            ELSE JoinDecision(s, e[3][2])}
      /\ settled' = IF decides THEN settled + 1 ELSE settled

Nothing == [epoch |-> 0, zxid |-> <<0, 0>>]

TraceInit ==
  /\ Init
  /\ summary = [s \in Voter |-> Nothing]
  /\ i = 1
  /\ ready = FALSE
  /\ told = [s \in Voter |-> NoVotes]
  /\ heard = [s \in Voter |-> [f \in Voter |-> Nothing]]
  /\ zab = [s \in Voter |-> "LOOKING"]
  /\ decisions = {}
  /\ settled = 0

TraceNext ==
  /\ i <= Len(Trace)
  /\ ready' = ~ready
  /\ \E e \in {Trace[i]} :
       IF ready
       THEN /\ Act(e)
            /\ IF Fits(e) THEN TRUE ELSE Differs(e) = TRUE
            /\ Note(e)
            /\ i' = i + 1
       ELSE Arrange(e) /\ i' = i

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

-----------------------------------------------------------------------------
\* Properties on the way, after each step.

\* E2: who finalizes follows nobody whose history was behind that of a LOOKING supporter when
\* that one cast its vote.  Histories grow between elections, so they are those of the votes.
BestOfSupporters ==
  \A d \in decisions : d.kind = "finalize" =>
    \A v \in d.looking :
      ~Above(IF v = d.who THEN summary[v] ELSE heard[d.who][v], vote[d.who])

Named(name, holds) ==
  IF holds THEN TRUE ELSE PrintT(<<"BROKEN", i - 1, name>>) /\ TLCSet("exit", TRUE)

Watch ==
  /\ Named("E1 DecisionBacked", DecisionBacked)
  /\ Named("E2 BestOfSupporters", BestOfSupporters)
  /\ Named("E2b NeverBelowOwn", NeverBelowOwn)
  /\ Named("E3 LeadersVoteForThemselves", LeadersVoteForThemselves)
  /\ Named("E4 LeaderHeard", LeaderHeard)
  /\ Named("E9 PresentRound", PresentRound)

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

Shown(m) == IF m = None THEN <<"nothing">> ELSE Described(m)

Situation(s) ==
  /\ \A k \in 1..Len(Fields) : PrintT(<<"STATE", Fields[k], Post(s)[k]>>)
  /\ IF vote[s] = None THEN TRUE
     ELSE PrintT(<<"STATE", "present", Described(Present(s))>>)
  /\ \A f \in Voter :
       /\ IF recvSet[s][f] = None THEN TRUE
          ELSE PrintT(<<"STATE", "recvSet of " \o ToString(f), Described(recvSet[s][f])>>)
       /\ IF outOfElection[s][f] = None THEN TRUE
          ELSE PrintT(<<"STATE", "outOfElection of " \o ToString(f),
                        Described(outOfElection[s][f])>>)
       /\ IF chan[f][s] = <<>> THEN TRUE
          ELSE PrintT(<<"STATE", "read from " \o ToString(f), Described(Head(chan[f][s]))>>)

-----------------------------------------------------------------------------
\* Evaluated once in every state of the run.
Judge ==
  IF i = Diag /\ ready
  THEN Situation(Trace[i][2]) /\ Possible(Trace[i][2]) /\ TLCSet("exit", TRUE)
  ELSE /\ IF ready \/ i = 1 THEN TRUE ELSE Watch
       /\ IF i > Len(Trace)
          THEN /\ PrintT(<<"ACCEPTED", Len(Trace), settled>>)
               /\ TLCSet("exit", TRUE)
          ELSE TRUE
=============================================================================
