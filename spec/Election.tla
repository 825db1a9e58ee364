------------------------------ MODULE Election ------------------------------
(***************************************************************************)
(* Fast Leader Election: how servers without a leader agree on whom to     *)
(* follow.  ZooKeeper's FastLeaderElection, one voter per server, its      *)
(* connections reduced to short channels that forget their oldest message. *)
(*                                                                         *)
(* Without synchrony the election promises neither one leader per round    *)
(* nor the best leader of a quorum: a server may decide while a better     *)
(* vote is in flight.  Zab does not rely on either.                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    Voter,      \* the servers that vote, natural numbers: the id breaks ties
    Cap,        \* how many notifications wait in one channel; the oldest makes room
    None        \* stands for no vote and no notification

VARIABLES
    role,           \* LOOKING, LEADING or FOLLOWING
    round,          \* the round of the last election, 0 after a start (ZooKeeper's logical clock)
    vote,           \* what the server proposes or decided; None when no election has begun
    recvSet,        \* per voter its notification of the present round, or None
    outOfElection,  \* per voter the last notification of a settled server, or None
    finalizing,     \* a quorum agrees with the vote; only silence is still needed
    summary,        \* [epoch, zxid] of the server's history, what its own vote is cast with
    chan            \* chan[i][j]: notifications from i to j, the oldest first

voterVars == <<role, round, vote, recvSet, outOfElection, finalizing>>
vars == <<role, round, vote, recvSet, outOfElection, finalizing, summary, chan>>

-----------------------------------------------------------------------------
\* Votes and their order.

IsQuorum(S) == Cardinality(S \cap Voter) * 2 > Cardinality(Voter)

ZxidLess(x, y) == x[1] < y[1] \/ (x[1] = y[1] /\ x[2] < y[2])

\* Vote v beats vote w: by epoch, then by zxid, then by the leader's id.
Better(v, w) ==
    \/ v.epoch > w.epoch
    \/ v.epoch = w.epoch /\ ZxidLess(w.zxid, v.zxid)
    \/ v.epoch = w.epoch /\ v.zxid = w.zxid /\ v.leader > w.leader

\* The vote of s for itself.
OwnVote(s) == [leader |-> s, zxid |-> summary[s].zxid, epoch |-> summary[s].epoch]

Notification(v, r, st) == [vote |-> v, round |-> r, state |-> st]

\* What s tells others now.
Present(s) == Notification(vote[s], round[s], role[s])

\* Two notifications count for the same decision.  Settled servers need to agree on the
\* leader and its epoch only: zxid and round may be those of different elections.
SameVote(m, n) ==
    IF m.state = "LOOKING" \/ n.state = "LOOKING"
    THEN m.vote = n.vote /\ m.round = n.round
    ELSE m.vote.leader = n.vote.leader /\ m.vote.epoch = n.vote.epoch

NoVotes == [v \in Voter |-> None]

\* The voters whose notification in `set` counts for the same decision as n.
Supporters(set, n) == {v \in Voter : set[v] # None /\ SameVote(set[v], n)}

\* Who is not the leader follows it only on its own word; who is the leader leads only in its round.
LeaderCheck(s, set, n) ==
    IF n.vote.leader = s THEN n.round = round[s]
    ELSE /\ set[n.vote.leader] # None
         /\ set[n.vote.leader].state = "LEADING"

-----------------------------------------------------------------------------
\* Channels.

\* A full channel forgets its oldest notification.
Push(q, m) == IF Len(q) < Cap THEN Append(q, m) ELSE Append(Tail(q), m)

\* The head of the channel from f to s is read.
Consumed(s, f) == [chan EXCEPT ![f][s] = Tail(@)]

\* s tells f alone; c is the channels before that.
Tell(c, s, f, m) == [c EXCEPT ![s][f] = Push(@, m)]

\* s tells everybody else.
TellAll(c, s, m) ==
    [c EXCEPT ![s] = [f \in Voter |-> IF f = s THEN c[s][f] ELSE Push(c[s][f], m)]]

Reads(s, f) == chan[f][s] # <<>>

-----------------------------------------------------------------------------
\* What a notification is to a server in an election: exactly one of the four.

InElection(s) == role[s] = "LOOKING" /\ vote[s] # None

IsOlder(s, m) == m.state = "LOOKING" /\ m.round < round[s]

IsSwallowed(s, m) == ~IsOlder(s, m) /\ finalizing[s] /\ ~Better(m.vote, vote[s])

IsOfLooking(s, m) == m.state = "LOOKING" /\ ~IsOlder(s, m) /\ ~IsSwallowed(s, m)

IsOfSettled(s, m) == m.state # "LOOKING" /\ ~IsSwallowed(s, m)

-----------------------------------------------------------------------------
\* For the composition with Zab, whose epochs grow: once the leader of s has established its
\* epoch, s reports its decision with that epoch.  The servers of one leader then report one
\* vote, whatever election each of them joined in.  Here no epoch is ever established.
RefreshEpoch(s, e) ==
    /\ role[s] # "LOOKING"
    /\ vote' = [vote EXCEPT ![s].epoch = e]
    /\ UNCHANGED <<role, round, recvSet, outOfElection, finalizing, summary, chan>>

-----------------------------------------------------------------------------
\* Every process has just started; what `summary` may be is left to who uses the module.
Init ==
    /\ role = [s \in Voter |-> "LOOKING"]
    /\ round = [s \in Voter |-> 0]
    /\ vote = NoVotes
    /\ recvSet = [s \in Voter |-> NoVotes]
    /\ outOfElection = [s \in Voter |-> NoVotes]
    /\ finalizing = [s \in Voter |-> FALSE]
    /\ chan = [s \in Voter |-> [f \in Voter |-> <<>>]]

\* s settles on vote v of round r; what it collected is of no more use.
Settle(s, v, r) ==
    /\ role' = [role EXCEPT ![s] = IF v.leader = s THEN "LEADING" ELSE "FOLLOWING"]
    /\ round' = [round EXCEPT ![s] = r]
    /\ vote' = [vote EXCEPT ![s] = v]
    /\ recvSet' = [recvSet EXCEPT ![s] = NoVotes]
    /\ outOfElection' = [outOfElection EXCEPT ![s] = NoVotes]
    /\ finalizing' = [finalizing EXCEPT ![s] = FALSE]

\* A LOOKING server opens a new round, votes for itself and tells everybody.
StartElection(s) ==
    /\ role[s] = "LOOKING"
    /\ vote[s] = None
    /\ LET m == Notification(OwnVote(s), round[s] + 1, "LOOKING")
       IN  /\ round' = [round EXCEPT ![s] = m.round]
           /\ vote' = [vote EXCEPT ![s] = m.vote]
           /\ recvSet' = [recvSet EXCEPT ![s] = [NoVotes EXCEPT ![s] = m]]
           /\ outOfElection' = [outOfElection EXCEPT ![s] = NoVotes]
           /\ finalizing' = [finalizing EXCEPT ![s] = FALSE]
           /\ chan' = TellAll(chan, s, m)
    /\ UNCHANGED <<role, summary>>

\* A settled server answers one that is LOOKING with what it decided; to another settled one
\* it has nothing to say.
AnswerLooking(s, f) ==
    /\ role[s] # "LOOKING"
    /\ Reads(s, f)
    /\ chan' = IF Head(chan[f][s]).state = "LOOKING"
               THEN Tell(Consumed(s, f), s, f, Present(s))
               ELSE Consumed(s, f)
    /\ UNCHANGED <<voterVars, summary>>

\* A LOOKING server answers a vote of an older round with its own, so that the sender catches up.
ReceiveOlder(s, f) ==
    /\ InElection(s)
    /\ Reads(s, f)
    /\ IsOlder(s, Head(chan[f][s]))
    /\ chan' = Tell(Consumed(s, f), s, f, Present(s))
    /\ UNCHANGED <<voterVars, summary>>

\* A server that only waits for silence drops whatever does not improve its vote.
ReceiveSwallowed(s, f) ==
    /\ InElection(s)
    /\ Reads(s, f)
    /\ IsSwallowed(s, Head(chan[f][s]))
    /\ chan' = Consumed(s, f)
    /\ UNCHANGED <<voterVars, summary>>

\* A LOOKING server counts the vote of another one.  A newer round starts the count afresh,
\* from its own history and not from what it voted in the round before.
ReceiveLooking(s, f) ==
    /\ InElection(s)
    /\ Reads(s, f)
    /\ IsOfLooking(s, Head(chan[f][s]))
    /\ LET n == Head(chan[f][s])
           newer == n.round > round[s]
           mine == IF newer THEN OwnVote(s) ELSE vote[s]
           best == IF Better(n.vote, mine) THEN n.vote ELSE mine
           me == Notification(best, n.round, "LOOKING")
           kept == IF newer THEN NoVotes ELSE recvSet[s]
           counted == [kept EXCEPT ![f] = n, ![s] = me]
       IN  /\ round' = [round EXCEPT ![s] = n.round]
           /\ vote' = [vote EXCEPT ![s] = best]
           /\ recvSet' = [recvSet EXCEPT ![s] = counted]
           /\ finalizing' = [finalizing EXCEPT ![s] = IsQuorum(Supporters(counted, me))]
           /\ chan' = IF newer \/ best # vote[s] THEN TellAll(Consumed(s, f), s, me)
                      ELSE Consumed(s, f)
    /\ UNCHANGED <<role, outOfElection, summary>>

\* The two sets of s once it has heard f, which is settled.
PresentWith(s, f, n) ==
    IF n.round = round[s] THEN [recvSet[s] EXCEPT ![f] = n] ELSE recvSet[s]
SettledWith(s, f, n) == [outOfElection[s] EXCEPT ![f] = n]

\* A quorum of `set` stands behind the vote of n, and its leader may be followed.
Joins(s, set, n) == IsQuorum(Supporters(set, n)) /\ LeaderCheck(s, set, n)

\* The votes of the present round speak only about that round.
JoinsPresent(s, set, n) == n.round = round[s] /\ Joins(s, set, n)

\* A LOOKING server hears from a settled one and joins its leader when a quorum of one of the
\* two sets names it: those of the present round, or the settled ones of any round.
ReceiveSettled(s, f) ==
    /\ InElection(s)
    /\ Reads(s, f)
    /\ IsOfSettled(s, Head(chan[f][s]))
    /\ LET n == Head(chan[f][s])
           present == PresentWith(s, f, n)
           settled == SettledWith(s, f, n)
       IN  IF JoinsPresent(s, present, n) \/ Joins(s, settled, n)
           THEN Settle(s, n.vote, n.round)
           ELSE /\ recvSet' = [recvSet EXCEPT ![s] = present]
                /\ outOfElection' = [outOfElection EXCEPT ![s] = settled]
                /\ finalizing' =
                     [finalizing EXCEPT ![s] = IsQuorum(Supporters(present, present[s]))]
                /\ UNCHANGED <<role, round, vote>>
    /\ chan' = Consumed(s, f)
    /\ UNCHANGED summary

\* Nothing better came in time: the vote is the decision.
FinalizeTimeout(s) ==
    /\ InElection(s)
    /\ finalizing[s]
    /\ Settle(s, vote[s], round[s])
    /\ UNCHANGED <<summary, chan>>

\* A LOOKING server that hears nothing repeats its vote.
NotificationTimeout(s) ==
    /\ InElection(s)
    /\ \A f \in Voter : ~Reads(s, f)
    /\ chan' = TellAll(chan, s, Present(s))
    /\ UNCHANGED <<voterVars, summary>>

\* A settled server gives up its leader or its leadership.  It votes again with StartElection,
\* once its disk is idle and its history is known; until then notifications wait.
LeaveInstance(s) ==
    /\ role[s] # "LOOKING"
    /\ role' = [role EXCEPT ![s] = "LOOKING"]
    /\ vote' = [vote EXCEPT ![s] = None]
    /\ UNCHANGED <<round, recvSet, outOfElection, finalizing, summary, chan>>

\* The process of s ends and starts again: it forgets its round, its vote and what it collected,
\* and the connections end.  What its disk holds by then is not the election's to say.
Forget(s) ==
    /\ role' = [role EXCEPT ![s] = "LOOKING"]
    /\ round' = [round EXCEPT ![s] = 0]
    /\ vote' = [vote EXCEPT ![s] = None]
    /\ recvSet' = [recvSet EXCEPT ![s] = NoVotes]
    /\ outOfElection' = [outOfElection EXCEPT ![s] = NoVotes]
    /\ finalizing' = [finalizing EXCEPT ![s] = FALSE]
    /\ chan' = [i \in Voter |-> [j \in Voter |-> IF s \in {i, j} THEN <<>> ELSE chan[i][j]]]

\* On its own the election knows one history of s, which a restart keeps.
Restart(s) == Forget(s) /\ UNCHANGED summary

Next ==
    \/ \E s \in Voter :
        \/ StartElection(s)
        \/ FinalizeTimeout(s)
        \/ NotificationTimeout(s)
        \/ LeaveInstance(s)
        \/ Restart(s)
    \/ \E s, f \in Voter :
        \/ AnswerLooking(s, f)
        \/ ReceiveOlder(s, f)
        \/ ReceiveSwallowed(s, f)
        \/ ReceiveLooking(s, f)
        \/ ReceiveSettled(s, f)

Spec == Init /\ [][Next]_vars
=============================================================================
