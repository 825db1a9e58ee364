----------------------------- MODULE MCElection -----------------------------
(***************************************************************************)
(* Election with what models need and the protocol does not: summaries to  *)
(* start from, budgets, the ghost of decisions, the names of steps, and    *)
(* the properties that only models can have.                               *)
(***************************************************************************)
EXTENDS ElectionProperties

CONSTANTS
    Summaries,      \* what the history of a server may be at the start
    MaxRound,       \* no server opens a round above this one
    MaxRestart,     \* budgets: how many in one behaviour
    MaxLeave,
    MaxResend,
    SyncFinalize    \* TRUE: nobody finalizes while a LOOKING server has a notification to read

VARIABLES
    nRestart, nLeave, nResend,
    ev              \* name and parameters of the last step; outside the VIEW

budgets == <<nRestart, nLeave, nResend>>
ghosts == <<decisions>>
mcVars == <<vars, budgets, ghosts, ev>>
View == <<vars, budgets, ghosts>>

\* Summaries for the models.
EpochsDiffer == {[epoch |-> 1, zxid |-> <<1, 2>>], [epoch |-> 2, zxid |-> <<1, 1>>]}
ZxidsDiffer == {[epoch |-> 1, zxid |-> <<1, 1>>], [epoch |-> 1, zxid |-> <<1, 2>>]}

\* What takes the place of IsQuorum in a model that has to fail.
AThird(S) == Cardinality(S \cap Voter) * 3 >= Cardinality(Voter)

-----------------------------------------------------------------------------
\* All voters have opened round 1 and nobody has read anything: the states on the way there
\* only multiply those that follow.  A server that restarts or leaves takes StartElection.
MCInit ==
    /\ summary \in [Voter -> Summaries]
    /\ role = [s \in Voter |-> "LOOKING"]
    /\ round = [s \in Voter |-> 1]
    /\ vote = [s \in Voter |-> OwnVote(s)]
    /\ recvSet = [s \in Voter |-> [NoVotes EXCEPT ![s] = Present(s)]]
    /\ outOfElection = [s \in Voter |-> NoVotes]
    /\ finalizing = [s \in Voter |-> FALSE]
    /\ chan = [s \in Voter |-> [f \in Voter |-> IF f = s THEN <<>> ELSE <<Present(s)>>]]
    /\ nRestart = 0
    /\ nLeave = 0
    /\ nResend = 0
    /\ decisions = {}
    /\ ev = <<"Init", <<>>>>

\* Of these, those in which one server is ahead of all others: only there can a leader have a
\* supporter with a better history than its own.
Ahead(n) == MCInit /\ Cardinality({s \in Voter : summary[s].epoch = 2}) = n
OneAheadInit == Ahead(1)

\* Those in which the histories of three voters are equal.
EvenInit == Ahead(0) \/ Ahead(3)

\* No LOOKING server has a notification to read.
Quiet == \A i, j \in Voter : role[j] = "LOOKING" => chan[i][j] = <<>>

Step(A, name, args) == A /\ ev' = <<name, args>>
Free == UNCHANGED <<budgets, ghosts>>

MCStartElection(s) ==
    /\ round[s] < MaxRound
    /\ Step(StartElection(s), "StartElection", <<s>>)
    /\ Free

MCFinalizeTimeout(s) ==
    /\ SyncFinalize => Quiet
    /\ Step(FinalizeTimeout(s), "FinalizeTimeout", <<s>>)
    /\ decisions' = decisions \cup {FinalDecision(s)}
    /\ UNCHANGED budgets

MCNotificationTimeout(s) ==
    /\ nResend < MaxResend
    /\ nResend' = nResend + 1
    /\ Step(NotificationTimeout(s), "NotificationTimeout", <<s>>)
    /\ UNCHANGED <<nRestart, nLeave, ghosts>>

MCLeaveInstance(s) ==
    /\ nLeave < MaxLeave
    /\ nLeave' = nLeave + 1
    /\ Step(LeaveInstance(s), "LeaveInstance", <<s>>)
    /\ UNCHANGED <<nRestart, nResend, ghosts>>

MCRestart(s) ==
    /\ nRestart < MaxRestart
    /\ nRestart' = nRestart + 1
    /\ Step(Restart(s), "Restart", <<s>>)
    /\ UNCHANGED <<nLeave, nResend, ghosts>>

MCReceiveSettled(s, f) ==
    /\ Step(ReceiveSettled(s, f), "ReceiveSettled", <<s, f>>)
    /\ decisions' = IF role'[s] = "LOOKING" THEN decisions
                    ELSE decisions \cup {JoinDecision(s, f)}
    /\ UNCHANGED budgets

MCNext ==
    \/ \E s \in Voter :
        \/ MCStartElection(s)
        \/ MCFinalizeTimeout(s)
        \/ MCNotificationTimeout(s)
        \/ MCLeaveInstance(s)
        \/ MCRestart(s)
    \/ \E s, f \in Voter :
        \/ Step(AnswerLooking(s, f), "AnswerLooking", <<s, f>>) /\ Free
        \/ Step(ReceiveOlder(s, f), "ReceiveOlder", <<s, f>>) /\ Free
        \/ Step(ReceiveSwallowed(s, f), "ReceiveSwallowed", <<s, f>>) /\ Free
        \/ Step(ReceiveLooking(s, f), "ReceiveLooking", <<s, f>>) /\ Free
        \/ MCReceiveSettled(s, f)

-----------------------------------------------------------------------------
\* Every variable has a value of its kind.
Votes == [leader : Voter, zxid : {x.zxid : x \in Summaries}, epoch : {x.epoch : x \in Summaries}]
Notifications ==
    [vote : Votes, round : 1..MaxRound, state : {"LOOKING", "LEADING", "FOLLOWING"}]
TypeOK ==
    /\ role \in [Voter -> {"LOOKING", "LEADING", "FOLLOWING"}]
    /\ round \in [Voter -> 0..MaxRound]
    /\ \A s \in Voter : vote[s] # None => vote[s] \in Votes
    /\ \A s, f \in Voter :
        /\ recvSet[s][f] # None => recvSet[s][f] \in Notifications
        /\ outOfElection[s][f] # None =>
             outOfElection[s][f] \in Notifications /\ outOfElection[s][f].state # "LOOKING"
        /\ Len(chan[s][f]) <= Cap
        /\ \A k \in DOMAIN chan[s][f] : chan[s][f][k] \in Notifications
    /\ finalizing \in [Voter -> BOOLEAN]
    /\ summary \in [Voter -> Summaries]

\* What waits for a server that takes part is read by exactly one action.
ExactlyOneReads ==
    \A s, f \in Voter : vote[s] # None /\ chan[f][s] # <<>> =>
        LET m == Head(chan[f][s])
            looking == role[s] = "LOOKING"
        IN  Cardinality({k \in 1..5 :
              CASE k = 1 -> ~looking
                [] k = 2 -> looking /\ IsOlder(s, m)
                [] k = 3 -> looking /\ IsSwallowed(s, m)
                [] k = 4 -> looking /\ IsOfLooking(s, m)
                [] k = 5 -> looking /\ IsOfSettled(s, m)}) = 1

\* E2: who finalizes follows nobody whose history is behind that of a LOOKING supporter.
BestOfSupporters ==
    \A d \in decisions : d.kind = "finalize" =>
        \A v \in d.looking : ~Above(summary[v], summary[d.leader])

\* E4 where no epoch is refreshed: the leader that a server joins is one of its supporters.  A
\* settled vote of a leader for itself says LEADING, by E3.
JoinOnlyLeading ==
    /\ LeaderHeard
    /\ \A d \in decisions : d.kind = "join" /\ d.who # d.leader =>
         d.leader \in d.support \ d.looking

\* E7: all decisions of one round name one leader, if finalizing waits for silence.
AgreePerRound ==
    \A d, e \in decisions : d.round = e.round => d.leader = e.leader

\* E8: the order of votes is a strict total order, so that every set of votes has one best.
SmallVotes == [leader : Voter, zxid : {<<1, 1>>, <<1, 2>>, <<2, 1>>}, epoch : 1..2]
TotalOrder ==
    /\ \A v \in SmallVotes : ~Better(v, v)
    /\ \A v, w \in SmallVotes : v # w => (Better(v, w) \/ Better(w, v))
    /\ \A u, v, w \in SmallVotes : Better(u, v) /\ Better(v, w) => Better(u, w)
ASSUME TotalOrder
=============================================================================
