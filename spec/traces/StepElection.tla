--------------------------- MODULE StepElection ---------------------------
(***************************************************************************)
(* What a recorded line means in the election: the step that the spec must *)
(* allow, what the line shows of it, and what must hold before, after and  *)
(* across it.  Every judge reads this module; see StepZab.  A line is:     *)
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
EXTENDS ElectionProperties

VARIABLES
  step,       \* the line that is judged
  told,       \* told[s][f]: what s told f last, whether it left or not
  heard,      \* heard[s][f]: the history with which f cast the vote that s heard last
  zab,        \* the role of each server in Zab
  nSettled    \* how many decisions were taken

ghosts == <<decisions, told, heard, zab, nSettled>>

\* Who takes part.
Everyone == Voter

Fields == <<"post.role", "post.round", "post.leader", "post.finalizing">>

VotedFor(s) == IF vote[s] = None THEN 0 ELSE vote[s].leader

Post(s) == <<role[s], round[s], VotedFor(s), finalizing[s]>>

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

\* What a line of either spec shows of the other: a name, what was recorded, what it should be.
Meetings(e) ==
  LET a == e[1]
      s == e[2]
      decided == <<role[s], VotedFor(s)>>
      idle == <<"role in Zab.tla", zab[s], "LOOKING">>
      takesUp == "role, and the leader that was decided"
  IN  CASE a = "BecomeLeading" -> << <<takesUp, <<"LEADING", s>>, decided>> >>
        [] a = "FollowLeader" -> << <<takesUp, <<"FOLLOWING", e[3][2]>>, decided>> >>
        \* No election may begin, and no decision be left, while the server has a role.
        [] a = "StartElection" -> << idle, <<"queueLen", e[4][2], 0>> >>
        [] a = "LeaveInstance" -> << idle >>
        [] OTHER -> <<>>

\* The step is the one that e records.
Fits(e) ==
  /\ \A k \in 1..Len(Meetings(e)) : Meetings(e)[k][2] = Meetings(e)[k][3]
  /\ Post(e[2])' = Changed(Post(e[2]), e[5])
  /\ \A k \in 1..Len(e[6]) : Left(e, e[6][k])

\* What Fits compares: a name, the server that was told or 0, what was recorded, and what the
\* spec says.
FieldsCompared(e) ==
  LET recorded == Changed(Post(e[2]), e[5])
      spec == Post(e[2])'
  IN  [k \in 1..Len(Meetings(e)) |->
         <<Meetings(e)[k][1], 0, Meetings(e)[k][2], Meetings(e)[k][3]>>]
        \o [k \in 1..Len(Fields) |-> <<Fields[k], 0, recorded[k], spec[k]>>]

LeftCompared(e, o) ==
  <<"out to server", o[1], o[2],
    IF Told(e, o[1]) = None THEN <<"nothing">> ELSE Described(Told(e, o[1]))>>

\* What is said of server s where its step is refused: of itself, and of what it has from f.
Shown(m) == IF m = None THEN <<"nothing">> ELSE Described(m)

Situation(s) ==
  [k \in 1..Len(Fields) |-> <<Fields[k], Post(s)[k]>>]
    \o << <<"present", IF vote[s] = None THEN <<"nothing">> ELSE Described(Present(s))>> >>

PeerSituation(s, f) ==
  (IF recvSet[s][f] = None THEN <<>> ELSE << <<"recvSet", Described(recvSet[s][f])>> >>)
    \o (IF outOfElection[s][f] = None THEN <<>>
        ELSE << <<"outOfElection", Described(outOfElection[s][f])>> >>)
    \o (IF chan[f][s] = <<>> THEN <<>> ELSE << <<"read", Described(Head(chan[f][s]))>> >>)

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
  /\ UNCHANGED <<voterVars, ghosts>>

-----------------------------------------------------------------------------
\* The step of a line.

\* The parameters are from the sets that Next has for them.
Within(e) ==
  /\ e[2] \in Voter
  /\ e[3][1] = e[2]
  /\ e[1] \in Receives \cup {"RepeatLast"} => e[3][2] \in Voter \ {e[2]}

\* A new connection carries what the server at its other end was told last.
RepeatLast(s, f) == told[s][f] # None /\ UNCHANGED vars

Act(e) ==
  LET a == e[1]
      s == e[2]
      p == e[3]
  IN  CASE a = "StartElection" -> StartElection(s)
        [] a = "AnswerLooking" -> AnswerLooking(s, p[2])
        [] a = "ReceiveOlder" -> ReceiveOlder(s, p[2])
        [] a = "ReceiveSwallowed" -> ReceiveSwallowed(s, p[2])
        [] a = "ReceiveLooking" -> ReceiveLooking(s, p[2])
        [] a = "ReceiveSettled" -> ReceiveSettled(s, p[2])
        [] a = "FinalizeTimeout" -> FinalizeTimeout(s)
        [] a = "NotificationTimeout" -> NotificationTimeout(s)
        [] a = "LeaveInstance" -> LeaveInstance(s)
        [] a = "RepeatLast" -> RepeatLast(s, p[2])
        [] a = "Restart" -> Restart(s)
        [] a \in {"BecomeLeading", "FollowLeader", "Left"} -> UNCHANGED vars
        [] a = "Established" -> RefreshEpoch(s, e[4][1])

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
      /\ nSettled' = IF decides THEN nSettled + 1 ELSE nSettled

Nothing == [epoch |-> 0, zxid |-> <<0, 0>>]

StepInit ==
  /\ Init
  /\ step = <<>>
  /\ summary = [s \in Voter |-> Nothing]
  /\ told = [s \in Voter |-> NoVotes]
  /\ heard = [s \in Voter |-> [f \in Voter |-> Nothing]]
  /\ zab = [s \in Voter |-> "LOOKING"]
  /\ decisions = {}
  /\ nSettled = 0

\* For the judge that puts the lines into `step` itself: two steps for each.
Prepare == \E e \in {step} : Arrange(e) /\ UNCHANGED step

\* The line is bound to a name that no prime reaches.
Take == \E e \in {step} : Within(e) /\ Act(e) /\ Note(e) /\ UNCHANGED step

StepNext == Take

-----------------------------------------------------------------------------
\* The properties.

\* E2: who finalizes follows nobody whose history was behind that of a LOOKING supporter when
\* that one cast its vote.  Histories grow between elections, so they are those of the votes.
BestOfSupporters ==
  \A d \in decisions : d.kind = "finalize" =>
    \A v \in d.looking :
      ~Above(IF v = d.who THEN summary[v] ELSE heard[d.who][v], vote[d.who])

\* E5: within one round and one life of the process the vote of a LOOKING server only improves.
VotesImprove ==
  \A s \in Voter :
    /\ InElection(s) /\ role'[s] = "LOOKING" /\ vote'[s] # None
    /\ round'[s] = round[s]
    /\ vote'[s] # vote[s]
    => \/ Above(vote'[s], vote[s])
       \/ Key(vote'[s]) = Key(vote[s]) /\ vote'[s].leader > vote[s].leader

\* E6: only two things take a server to an earlier round: the end of its process, which forgets
\* the round, and joining settled servers whose election was an earlier one.
RoundsGrow ==
  \A s \in Voter : round'[s] < round[s] =>
    \/ round'[s] = 0
    \/ role[s] = "LOOKING" /\ role'[s] # "LOOKING"

\* Every property of one state.
StateProperties ==
  /\ DecisionBacked
  /\ BestOfSupporters
  /\ NeverBelowOwn
  /\ LeadersVoteForThemselves
  /\ LeaderHeard
  /\ PresentRound

\* Every property of one step.
StepProperties ==
  /\ VotesImprove
  /\ RoundsGrow
=============================================================================
