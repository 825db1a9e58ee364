----------------------------- MODULE Witnesses -----------------------------
(***************************************************************************)
(* Situations that a model must reach: where none of them occurs, green    *)
(* invariants may be empty.                                                *)
(***************************************************************************)
EXTENDS MCZab, Seen

\* W1. A txn of epoch 1 is committed, and another of a later epoch.
W1 == \E i, j \in 1..Len(gCommitted) : gCommitted[i].zxid[1] = 1 /\ gCommitted[j].zxid[1] > 1

\* W2. A DIFF is followed by at least one txn.
W2 == \E f \in Server : Reads(f, "DIFF") /\ \E k \in 2..Len(toLearner[f]) :
        toLearner[f][k].type = "PROPOSAL"

\* W3. A TRUNC arrives at a learner that holds a txn to drop.
W3 == \E f \in Server : Reads(f, "TRUNC") /\ Head(toLearner[f]).zxid # LastZxid(memLog[f])

\* W4. A SNAP arrives.
W4 == \E f \in Server : Reads(f, "SNAP")

\* W5, a step. An uncommitted txn survives and is committed by a NEWLEADER quorum.
W5 == \E l \in Server : phase[l] = "sync" /\ phase'[l] = "broadcast" /\ role[l] = "LEADING"
        /\ Len(gCommitted') > Len(gCommitted)

\* W6. An uncommitted txn of an old epoch is about to be cut off.
W6 == \E f \in Server : Reads(f, "TRUNC") /\ memLog[f] # <<>>
        /\ ZxidBelow(Head(toLearner[f]).zxid, LastZxid(memLog[f]))
        /\ LastZxid(memLog[f])[1] < proposedEpoch[leaderOf[f]]

\* W7. Two servers lead at once: one serves, the other synchronises a later epoch.
W7 == \E l, m \in Server : l \in Established /\ role[m] = "LEADING" /\ phase[m] = "sync"
        /\ proposedEpoch[m] > proposedEpoch[l]

\* W8. A LEADERINFO is about to be refused as stale.
W8 == \E f \in Server : Reads(f, "LEADERINFO") /\ Head(toLearner[f]).epoch < acceptedEpoch[f]

\* W9. An ACKEPOCH arrives that does not count.
W9 == \E l, f \in Server : LeaderReads(l, f, "ACKEPOCH") /\ ~Head(toLeader[f]).counts

\* W10. A learner that is ahead of its leader is about to be dropped.
W10 == \E l, f \in Server : LeaderReads(l, f, "ACKEPOCH") /\ ~Q(epochAcks[l])
         /\ Head(toLeader[f]).counts
         /\ IsAhead(l, Head(toLeader[f]).epoch, Head(toLeader[f]).zxid)

\* W11. A COMMIT arrives between NEWLEADER and UPTODATE.
W11 == \E f \in Server : Reads(f, "COMMIT") /\ phase[f] = "newleader"

\* W12. A LOOKING server with an idle disk holds a txn of a later epoch than its own.
W12 == \E s \in Server : role[s] = "LOOKING" /\ diskQueue[s] = <<>>
         /\ LastZxid(log[s])[1] > currentEpoch[s]

\* W13. A txn and then currentEpoch wait for the disk.
W13 == \E s \in Server : \E j, k \in 1..Len(diskQueue[s]) :
         j < k /\ diskQueue[s][j].op = "append" /\ diskQueue[s][k].op = "currentEpoch"

\* W14. A learner is synchronised while a proposal is outstanding.
W14 == \E f \in Server : \E k \in 2..Len(toLearner[f]) :
         toLearner[f][k].type = "NEWLEADER" /\ toLearner[f][k - 1].type = "PROPOSAL"

\* W15, a step. A leader commits because its own disk is done.
W15 == \E l \in Server : Len(log'[l]) > Len(log[l]) /\ committed'[l] > committed[l]

\* W16. An observer delivers.
W16 == \E o \in Server \ Voter : committed[o] > 0

WInit == MCInit /\ NothingSeen(16)

\* As CONSTRAINT: it looks at every state.
SeenInState ==
  /\ Seen(1, "W1", W1)
  /\ Seen(2, "W2", W2)
  /\ Seen(3, "W3", W3)
  /\ Seen(4, "W4", W4)
  /\ Seen(6, "W6", W6)
  /\ Seen(7, "W7", W7)
  /\ Seen(8, "W8", W8)
  /\ Seen(9, "W9", W9)
  /\ Seen(10, "W10", W10)
  /\ Seen(11, "W11", W11)
  /\ Seen(12, "W12", W12)
  /\ Seen(13, "W13", W13)
  /\ Seen(14, "W14", W14)
  /\ Seen(16, "W16", W16)

\* As ACTION_CONSTRAINT: it looks at every step.
SeenInStep ==
  /\ Seen(5, "W5", W5)
  /\ Seen(15, "W15", W15)

=============================================================================
