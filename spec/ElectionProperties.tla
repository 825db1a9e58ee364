------------------------ MODULE ElectionProperties ------------------------
(***************************************************************************)
(* What Fast Leader Election promises, for models and for recorded runs.   *)
(* What speaks of decisions needs a memory of them, a ghost that whoever   *)
(* uses the module keeps.                                                  *)
(***************************************************************************)
EXTENDS Election

VARIABLE decisions      \* ghost: decisions taken, see Decision

-----------------------------------------------------------------------------
\* The votes of m and n are equal: written out once more, so that a mistake in SameVote cannot
\* hide itself.
EqualVotes(m, n) ==
    /\ m.vote.leader = n.vote.leader
    /\ m.vote.epoch = n.vote.epoch
    /\ "LOOKING" \in {m.state, n.state} => m.vote.zxid = n.vote.zxid /\ m.round = n.round

\* A decision for the vote of n: who, for whom, how, and whose notifications in `set` are
\* behind it; of those, the ones that were LOOKING when they sent it; and of who joins, whether
\* the leader itself is heard to lead there.
Decision(s, kind, set, n) ==
    LET support == {v \in Voter : set[v] # None /\ EqualVotes(set[v], n)}
        word == set[n.vote.leader]
    IN  [who |-> s, leader |-> n.vote.leader, round |-> n.round, kind |-> kind,
         support |-> support,
         looking |-> {v \in support : set[v].state = "LOOKING"},
         heard |-> kind = "join" /\ word # None /\ word.state = "LEADING"]

\* What s decides by FinalizeTimeout.
FinalDecision(s) == Decision(s, "finalize", recvSet[s], recvSet[s][s])

\* What s decides by ReceiveSettled from f, if it does.
JoinDecision(s, f) ==
    LET n == Head(chan[f][s])
        present == PresentWith(s, f, n)
        set == IF JoinsPresent(s, present, n) THEN present ELSE SettledWith(s, f, n)
    IN  Decision(s, "join", set, n)

-----------------------------------------------------------------------------
\* The order of histories and votes, written out once more: a property that used the
\* protocol's own operators would share their mistakes.
Key(x) == <<x.epoch, x.zxid[1], x.zxid[2]>>
Above(x, y) ==
    LET k == Key(x)
        l == Key(y)
    IN  \E i \in 1..3 : k[i] > l[i] /\ \A j \in 1..(i - 1) : k[j] = l[j]

\* E1: behind every decision stand equal votes of a majority.
DecisionBacked ==
    \A d \in decisions : Cardinality(d.support \cap Voter) * 2 > Cardinality(Voter)

\* E2b: nobody who looks for a leader votes for less than its own history.
NeverBelowOwn ==
    \A s \in Voter : InElection(s) => ~Above(summary[s], vote[s])

\* E3: who leads voted for itself.
LeadersVoteForThemselves ==
    \A s \in Voter : role[s] = "LEADING" => vote[s].leader = s

\* E4: who joins another server has heard from that server itself that it leads.  The word of
\* the leader may be older than the epoch it has established since, and so than its supporters'.
LeaderHeard ==
    \A d \in decisions : d.kind = "join" /\ d.who # d.leader => d.heard

\* E9: a LOOKING server counts votes of its present round only.
PresentRound ==
    \A s, f \in Voter : role[s] = "LOOKING" /\ recvSet[s][f] # None =>
        recvSet[s][f].round = round[s]

\* E5: within one round and one life of the process the vote of a LOOKING server only improves.
VoteMonotone ==
    [][\A s \in Voter :
        /\ InElection(s) /\ role'[s] = "LOOKING" /\ vote'[s] # None
        /\ round'[s] = round[s]
        /\ vote'[s] # vote[s]
        => \/ Above(vote'[s], vote[s])
           \/ Key(vote'[s]) = Key(vote[s]) /\ vote'[s].leader > vote[s].leader]_vars

\* E6: only two things take a server to an earlier round: the end of its process, which forgets
\* the round, and joining settled servers whose election was an earlier one.
RoundMonotone ==
    [][\A s \in Voter : round'[s] < round[s] =>
        \/ round'[s] = 0
        \/ role[s] = "LOOKING" /\ role'[s] # "LOOKING"]_vars
=============================================================================
