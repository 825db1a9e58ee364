------------------------- MODULE ElectionWitnesses -------------------------
(***************************************************************************)
(* Situations that a model of the election must reach.  W17 to W19 are     *)
(* what it is about; a V_ goes with the property of its name: a state, or  *)
(* a step, in which that property has something to say.  Where none of     *)
(* them occurs, green may be empty.                                        *)
(***************************************************************************)
EXTENDS MCElection, Seen

\* s is about to hear from f, which is settled.
HearsSettled(s, f) == InElection(s) /\ Reads(s, f) /\ IsOfSettled(s, Head(chan[f][s]))

\* W17, a step. A late joiner follows through the votes of any round, and by no others.
W17 == \E s, f \in Voter :
    /\ HearsSettled(s, f)
    /\ LET n == Head(chan[f][s])
       IN  ~JoinsPresent(s, PresentWith(s, f, n), n) /\ Joins(s, SettledWith(s, f, n), n)
    /\ role'[s] = "FOLLOWING"

\* W18. Two servers lead in one round.
W18 == \E s, t \in Voter :
    s # t /\ role[s] = "LEADING" /\ role[t] = "LEADING" /\ round[s] = round[t]

\* W19, a step. A better vote of the same round interrupts the wait for silence.
W19 == \E s \in Voter :
    /\ InElection(s) /\ finalizing[s]
    /\ role'[s] = "LOOKING" /\ vote'[s] # None /\ vote'[s] # vote[s] /\ round'[s] = round[s]

-----------------------------------------------------------------------------
\* Something waits to be read, and a settled vote is remembered.
V_TypeOK == \E s, f \in Voter : outOfElection[s][f] # None /\ chan[f][s] # <<>>

\* A message could be swallowed and could be counted as that of a settled server.
V_ExactlyOneReads == \E s, f \in Voter :
    /\ InElection(s) /\ Reads(s, f) /\ finalizing[s]
    /\ Head(chan[f][s]).state # "LOOKING"

\* E1. A decision without the support of all.
V_DecisionBacked == \E d \in decisions : d.support # Voter

\* E2. A LOOKING supporter has a history below that of the leader.
V_BestOfSupporters == \E d \in decisions :
    d.kind = "finalize" /\ \E v \in d.looking : Above(summary[d.leader], summary[v])

\* E2b. A LOOKING server votes for a history above its own.
V_NeverBelowOwn == \E s \in Voter : InElection(s) /\ Above(vote[s], summary[s])

\* E3.
V_LeadersVoteForThemselves == \E s \in Voter : role[s] = "LEADING"

\* E4, here and for the composition. A server joins another one.
V_JoinOnlyLeading == \E d \in decisions : d.kind = "join" /\ d.who # d.leader
V_LeaderHeard == V_JoinOnlyLeading

\* E5, a step. A LOOKING server changes its vote within a round.
V_VoteMonotone == \E s \in Voter :
    /\ InElection(s) /\ role'[s] = "LOOKING" /\ vote'[s] # None
    /\ round'[s] = round[s] /\ vote'[s] # vote[s]

\* E6, a step. A server returns to an earlier round, by joining settled servers.
V_RoundMonotone == \E s \in Voter : round'[s] < round[s] /\ role'[s] # "LOOKING"

\* E7. Two servers have decided in one round.
V_AgreePerRound == \E d, e \in decisions : d.round = e.round /\ d.who # e.who

\* E8 is an ASSUME, and so is this. Votes differ in one thing alone: the order has to decide.
ASSUME \E u, v, w \in SmallVotes :
    /\ u.epoch # v.epoch /\ u.zxid = v.zxid /\ u.leader = v.leader
    /\ v.epoch = w.epoch /\ v.zxid # w.zxid /\ v.leader = w.leader

\* E9. A LOOKING server in a later round has counted the vote of another one.
V_PresentRound == \E s, f \in Voter :
    role[s] = "LOOKING" /\ round[s] > 1 /\ f # s /\ recvSet[s][f] # None

\* L4. A quorum follows a leader of a later round: what an earlier one led to did not last.
V_ElectionEnds == \E l \in Voter :
    /\ role[l] = "LEADING" /\ round[l] > 1
    /\ IsQuorum({l} \cup {f \in Voter : role[f] = "FOLLOWING" /\ vote[f].leader = l})

-----------------------------------------------------------------------------
WInit == MCInit /\ NothingSeen(19)

\* One assignment of histories where it is enough: the highest id is ahead of the others.
OneWInit ==
    /\ OneAheadInit
    /\ \A s, t \in Voter : s < t => summary[s].epoch <= summary[t].epoch
    /\ NothingSeen(19)

\* As CONSTRAINT: it looks at every state.
SeenInState ==
    /\ Seen(1, "V_DecisionBacked", V_DecisionBacked)
    /\ Seen(2, "V_BestOfSupporters", V_BestOfSupporters)
    /\ Seen(3, "V_NeverBelowOwn", V_NeverBelowOwn)
    /\ Seen(4, "V_LeadersVoteForThemselves", V_LeadersVoteForThemselves)
    /\ Seen(5, "V_JoinOnlyLeading", V_JoinOnlyLeading)
    /\ Seen(6, "V_LeaderHeard", V_LeaderHeard)
    /\ Seen(7, "V_AgreePerRound", V_AgreePerRound)
    /\ Seen(8, "V_PresentRound", V_PresentRound)
    /\ Seen(9, "V_ExactlyOneReads", V_ExactlyOneReads)
    /\ Seen(12, "V_TypeOK", V_TypeOK)
    /\ Seen(13, "V_ElectionEnds", V_ElectionEnds)
    /\ Seen(18, "W18", W18)

\* As ACTION_CONSTRAINT: it looks at every step.
SeenInStep ==
    /\ Seen(10, "V_VoteMonotone", V_VoteMonotone)
    /\ Seen(11, "V_RoundMonotone", V_RoundMonotone)
    /\ Seen(17, "W17", W17)
    /\ Seen(19, "W19", W19)
=============================================================================
