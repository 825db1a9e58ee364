-------------------------- MODULE ElectionLiveness --------------------------
(***************************************************************************)
(* What the election promises in the long run, when whoever can move does. *)
(* A vote may be repeated at any time and any number of times, so there is *)
(* no budget for it.  Without a VIEW, ev and the ghost of decisions would  *)
(* only multiply the states: they stand still.                             *)
(***************************************************************************)
EXTENDS MCElection

\* Equal histories: only the order of the servers' ids is left to decide by.
AllEqual == {[epoch |-> 1, zxid |-> <<1, 1>>]}

Reading(s, f) ==
    \/ AnswerLooking(s, f)
    \/ ReceiveOlder(s, f)
    \/ ReceiveSwallowed(s, f)
    \/ ReceiveLooking(s, f)
    \/ ReceiveSettled(s, f)

\* Whoever follows a server that does not lead notices, in Zab, and looks for another one; here
\* as long as there is a round left for it.
NoticesDesertion(s) ==
    /\ role[s] = "FOLLOWING"
    /\ role[vote[s].leader] # "LEADING"
    /\ round[s] < MaxRound
    /\ LeaveInstance(s)

Starts(s) == round[s] < MaxRound /\ StartElection(s)

Still == UNCHANGED <<budgets, ghosts, ev>>

\* Departures that nothing in the election explains are finite, and not fair.
Departs(s) ==
    /\ nLeave < MaxLeave
    /\ LeaveInstance(s)
    /\ nLeave' = nLeave + 1
    /\ UNCHANGED <<nRestart, nResend, ghosts, ev>>

LiveNext ==
    \/ \E s \in Voter :
        \/ FinalizeTimeout(s) /\ Still
        \/ NotificationTimeout(s) /\ Still
        \/ Starts(s) /\ Still
        \/ NoticesDesertion(s) /\ Still
        \/ Departs(s)
    \/ \E s, f \in Voter : Reading(s, f) /\ Still

\* Every server reads what each other one sent, repeats its vote, and begins when it must.
AllButDeciding ==
    \A s \in Voter :
        /\ WF_vars(NotificationTimeout(s))
        /\ WF_vars(Starts(s))
        /\ WF_vars(NoticesDesertion(s))
        /\ \A f \in Voter : WF_vars(Reading(s, f))

\* The wait for silence ends, however much there is to read.
Deciding == \A s \in Voter : WF_vars(FinalizeTimeout(s))

LiveSpec == MCInit /\ [][LiveNext]_mcVars /\ AllButDeciding /\ Deciding

\* The same when a server may wait for silence for ever.
EndlessSpec == MCInit /\ [][LiveNext]_mcVars /\ AllButDeciding

LeaderFollowed ==
    \E l \in Voter :
        /\ role[l] = "LEADING"
        /\ IsQuorum({l} \cup {f \in Voter : role[f] = "FOLLOWING" /\ vote[f].leader = l})

\* L4. In the end there is a leader, and a quorum that follows it, for ever.
ElectionEnds == <>[]LeaderFollowed
=============================================================================
