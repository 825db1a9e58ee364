------------------------ MODULE ElectionBookkeeping ------------------------
(***************************************************************************)
(* What a server of the election keeps, and when it speaks: nothing that   *)
(* the election promises, but what its steps take for granted.  A clause   *)
(* that no promise misses is missed here, or stands in survivors.json.     *)
(***************************************************************************)
EXTENDS MCElection, Seen

\* One assignment of histories where it is enough: the highest id is ahead of the others.
OneBInit ==
    /\ OneAheadInit
    /\ \A s, t \in Voter : s < t => summary[s].epoch <= summary[t].epoch
    /\ NothingSeen(12)

BInit == MCInit /\ NothingSeen(12)

-----------------------------------------------------------------------------
SmallNotifications ==
    [vote : SmallVotes, round : 1..2, state : {"LOOKING", "LEADING", "FOLLOWING"}]

\* Notifications count for the same decision where their votes are equal.
SameVoteIsEqual == \A m, n \in SmallNotifications : SameVote(m, n) <=> EqualVotes(m, n)
ASSUME SameVoteIsEqual

-----------------------------------------------------------------------------
\* Whoever is in no election has nothing collected; without a vote nobody has a role.
KeepsForElectionOnly ==
    \A s \in Voter :
        /\ vote[s] = None => role[s] = "LOOKING"
        /\ ~InElection(s) => recvSet[s] = NoVotes /\ outOfElection[s] = NoVotes /\ ~finalizing[s]

\* Among the votes that a server counts is the one that it tells others.
CountsItsOwn == \A s \in Voter : InElection(s) => recvSet[s][s] = Present(s)

\* A server waits for silence exactly as long as a quorum of what it has counted is for its vote.
WaitsForItsQuorum ==
    \A s \in Voter : InElection(s) =>
        LET behind == {v \in Voter : recvSet[s][v] # None /\ EqualVotes(recvSet[s][v], Present(s))}
        IN  finalizing[s] = (2 * Cardinality(behind) > Cardinality(Voter))

\* Whom a settled quorum of the present round names, itself included, a server has joined.
JoinsAtOnce ==
    \A s, f \in Voter :
        LET IsSettled(v) == recvSet[s][v] # None /\ recvSet[s][v].state # "LOOKING"
            settled == [v \in Voter |-> IF IsSettled(v) THEN recvSet[s][v] ELSE None]
        IN  InElection(s) /\ IsSettled(f) => ~Joins(s, settled, settled[f])

\* Who follows voted for another server.
FollowersVoteForOthers == \A s \in Voter : role[s] = "FOLLOWING" => vote[s].leader # s

\* Without a word of the leader nobody joins it, whoever else has told of it.
NeedsLeadersWord ==
    \A s, l \in Voter : s # l =>
        ~LeaderCheck(s, NoVotes, Notification(OwnVote(l), round[l], "FOLLOWING"))

\* What has arrived can be read in one way, by whoever takes part; the others let it wait, and
\* nobody repeats its vote with something to read.
OneWayToRead ==
    \A s \in Voter :
        LET ways(f) == Cardinality({k \in 1..5 :
              CASE k = 1 -> ENABLED AnswerLooking(s, f)
                [] k = 2 -> ENABLED ReceiveOlder(s, f)
                [] k = 3 -> ENABLED ReceiveSwallowed(s, f)
                [] k = 4 -> ENABLED ReceiveLooking(s, f)
                [] k = 5 -> ENABLED ReceiveSettled(s, f)})
            wanted(f) == IF vote[s] # None /\ chan[f][s] # <<>> THEN 1 ELSE 0
        IN  /\ \A f \in Voter : ways(f) = wanted(f)
            /\ ENABLED NotificationTimeout(s) =>
                 role[s] = "LOOKING" /\ \A f \in Voter : chan[f][s] = <<>>

\* Whatever is possible makes a difference; only a restart may find everything as it was, and a
\* vote that is repeated the same vote in a full channel.
EveryStepChanges ==
    ~ENABLED (MCNext /\ vars' = vars /\ UNCHANGED <<nRestart, nResend>>)

-----------------------------------------------------------------------------
\* Of who is in an election, a new vote or round is told to everybody else, at once; and the old
\* ones when they are repeated.
ChangesAreTold ==
    [][\A s, f \in Voter :
        (/\ f # s /\ role'[s] = "LOOKING" /\ vote'[s] # None
         /\ \/ vote'[s] # vote[s] \/ round'[s] # round[s]
            \/ nResend' # nResend /\ ev'[2] = <<s>>)
            => chan'[s][f] # <<>> /\ chan'[s][f][Len(chan'[s][f])] = Present(s)']_mcVars

\* Who is in an election enters a later round only when it hears of it.
RoundsAreHeardOf ==
    [][\A s \in Voter :
        (InElection(s) /\ role'[s] = "LOOKING" /\ round'[s] > round[s])
            => \E f \in Voter : chan[f][s] # <<>> /\ Head(chan[f][s]).round = round'[s]]_vars

\* A server settles on what it has decided.
SettlesAsDecided ==
    [][\A s \in Voter :
        (role[s] = "LOOKING" /\ role'[s] # "LOOKING")
            => \E d \in decisions' :
                 d.who = s /\ d.leader = vote'[s].leader /\ d.round = round'[s]]_vars

\* A process that starts again is as one that starts.
RestartForgets ==
    [][nRestart' # nRestart =>
        LET s == ev'[2][1]
        IN  /\ role'[s] = "LOOKING" /\ round'[s] = 0 /\ vote'[s] = None
            /\ recvSet'[s] = NoVotes /\ outOfElection'[s] = NoVotes /\ ~finalizing'[s]
            /\ \A f \in Voter : chan'[s][f] = <<>> /\ chan'[f][s] = <<>>]_mcVars

-----------------------------------------------------------------------------
\* Where each of these has something to say.
V_KeepsForElectionOnly ==
    (\E s \in Voter : vote[s] = None /\ round[s] > 0) /\ \E t \in Voter : outOfElection[t] # NoVotes
V_CountsItsOwn == \E s, f \in Voter : InElection(s) /\ f # s /\ recvSet[s][f] # None
V_WaitsForItsQuorum == \E s \in Voter : finalizing[s]
V_JoinsAtOnce == \E s, f \in Voter :
    InElection(s) /\ recvSet[s][f] # None /\ recvSet[s][f].state # "LOOKING"
V_FollowersVoteForOthers == \E s \in Voter : role[s] = "FOLLOWING"
\* Of who follows it, not of the leader, a server hears about it.
V_NeedsLeadersWord == \E s, f \in Voter :
    /\ InElection(s) /\ chan[f][s] # <<>>
    /\ LET n == Head(chan[f][s])
       IN  n.state = "FOLLOWING" /\ outOfElection[s][n.vote.leader] = None
V_OneWayToRead == \E s, f \in Voter : InElection(s) /\ chan[f][s] # <<>> /\ finalizing[s]
V_EveryStepChanges == ENABLED MCNext /\ \E s \in Voter : role[s] # "LOOKING"

\* Steps.
V_ChangesAreTold == \E s \in Voter : InElection(s) /\ role'[s] = "LOOKING" /\ vote'[s] # vote[s]
V_RoundsAreHeardOf == \E s \in Voter :
    InElection(s) /\ role'[s] = "LOOKING" /\ round'[s] > round[s]
V_SettlesAsDecided == \E s \in Voter :
    role[s] = "LOOKING" /\ role'[s] = "FOLLOWING" /\ round'[s] # round[s]
V_RestartForgets == \E s \in Voter :
    /\ nRestart' # nRestart /\ ev'[2][1] = s
    /\ finalizing[s] /\ \E f \in Voter : chan[f][s] # <<>>

\* As CONSTRAINT.
SeenInState ==
    /\ Seen(1, "V_KeepsForElectionOnly", V_KeepsForElectionOnly)
    /\ Seen(2, "V_CountsItsOwn", V_CountsItsOwn)
    /\ Seen(3, "V_WaitsForItsQuorum", V_WaitsForItsQuorum)
    /\ Seen(4, "V_JoinsAtOnce", V_JoinsAtOnce)
    /\ Seen(5, "V_FollowersVoteForOthers", V_FollowersVoteForOthers)
    /\ Seen(6, "V_OneWayToRead", V_OneWayToRead)
    /\ Seen(7, "V_EveryStepChanges", V_EveryStepChanges)
    /\ Seen(12, "V_NeedsLeadersWord", V_NeedsLeadersWord)

\* As ACTION_CONSTRAINT.
SeenInStep ==
    /\ Seen(8, "V_ChangesAreTold", V_ChangesAreTold)
    /\ Seen(9, "V_RoundsAreHeardOf", V_RoundsAreHeardOf)
    /\ Seen(10, "V_SettlesAsDecided", V_SettlesAsDecided)
    /\ Seen(11, "V_RestartForgets", V_RestartForgets)
=============================================================================
