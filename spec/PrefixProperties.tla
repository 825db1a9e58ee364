-------------------------- MODULE PrefixProperties --------------------------
(***************************************************************************)
(* The properties over whole histories once more, as recursion over the    *)
(* prefix: what holds of a history is said of its last txn and of the      *)
(* history before it.  Of a run in which histories grow at their ends only *)
(* the last step is new each time, so a judge that remembers the prefix    *)
(* pays for one txn and not for all.                                       *)
(*                                                                         *)
(* The recursive operators see their arguments and no variable.  What a    *)
(* run has committed and proposed is not the protocol's to know: c and b   *)
(* stand for gCommitted and gBroadcast of models/MCZab.tla.  That both     *)
(* forms say the same is checked by models/Forms.tla.                      *)
(***************************************************************************)
EXTENDS Properties

\* A history without its last txn.
Front(h) == SubSeq(h, 1, Len(h) - 1)

Last(h) == h[Len(h)]

\* Zxids grow along h.
RECURSIVE Sorted(_)
Sorted(h) ==
  \/ Len(h) < 2
  \/ ZxidBelow(h[Len(h) - 1].zxid, Last(h).zxid) /\ Sorted(Front(h))

\* Each txn of h but the first of an epoch comes right after the one before it in that epoch.
RECURSIVE WithoutGaps(_)
WithoutGaps(h) ==
  \/ h = <<>>
  \/ LET z == Last(h).zxid
     IN  /\ z[2] > 1 => Len(h) > 1 /\ h[Len(h) - 1].zxid = <<z[1], z[2] - 1>>
         /\ WithoutGaps(Front(h))

\* Every txn of h is, under its zxid, among the txns b proposed in each epoch.
RECURSIVE Proposed(_, _)
Proposed(h, b) ==
  \/ h = <<>>
  \/ LET z == Last(h).zxid
     IN  /\ z[2] <= Len(b[z[1]])
         /\ b[z[1]][z[2]] = Last(h)
         /\ Proposed(Front(h), b)

\* With how many txns both histories begin.
RECURSIVE Common(_, _)
Common(g, h) ==
  IF Len(g) > Len(h) THEN Common(Front(g), h)
  ELSE IF Len(h) > Len(g) THEN Common(g, Front(h))
  ELSE IF g = <<>> THEN 0
  ELSE LET n == Common(Front(g), Front(h))
       IN  IF n = Len(g) - 1 /\ Last(g) = Last(h) THEN Len(g) ELSE n

\* History g is the beginning of h.
Begins(g, h) == Common(g, h) = Len(g)

\* Of two sorted histories: whatever zxid they share stands at the end of a common beginning.
RECURSIVE Match(_, _)
Match(g, h) ==
  \/ g = h
  \/ g = <<>> \/ h = <<>>
  \/ ZxidBelow(LastZxid(g), LastZxid(h)) /\ Match(g, Front(h))
  \/ ZxidBelow(LastZxid(h), LastZxid(g)) /\ Match(Front(g), h)

\* What c holds of epochs before e stands in h, in its place.
RECURSIVE HoldsEarlier(_, _, _)
HoldsEarlier(h, c, e) ==
  IF c = <<>> THEN TRUE
  ELSE IF Len(h) > Len(c) THEN HoldsEarlier(Front(h), c, e)
  ELSE LET earlier == LastZxid(c)[1] < e
       IN  IF Len(h) < Len(c) THEN ~earlier /\ HoldsEarlier(h, Front(c), e)
           ELSE (earlier => Last(h) = Last(c)) /\ HoldsEarlier(Front(h), Front(c), e)

-----------------------------------------------------------------------------

\* Z4, where c is what was committed.
DeliveredPrefixByPrefix(c) ==
  \A s \in Server : committed[s] <= Len(memLog[s]) /\ Begins(Delivered(s), c)

\* Z6, where b[e] is what was proposed in epoch e.
IntegrityByPrefix(b) == \A s \in Server : Proposed(memLog[s], b)

\* Z7.
AgreementByPrefix ==
  \A s, t \in Server :
    LET n == Common(Delivered(s), Delivered(t))
    IN  n = committed[s] \/ n = committed[t]

\* Z8.
LocalPrimaryOrderByPrefix == \A s \in Server : WithoutGaps(Delivered(s))

\* Z9.
GlobalPrimaryOrderByPrefix == \A s \in Server : Sorted(memLog[s])

\* Z10, where c is what was committed.
PrimaryIntegrityByPrefix(c) ==
  \A l \in Established : HoldsEarlier(memLog[l], c, proposedEpoch[l])

\* Z12, where c is what was committed; every member of the quorum holds all of it.  That is
\* what Z12 comes to where no two disks hold one zxid at the end of different histories.
CommittedDurableByPrefix(c) == Q({s \in Server : Begins(c, log[s])})

\* Z13, of histories that are sorted.
LogMatchingByPrefix == \A s, t \in Server : Match(memLog[s], memLog[t])

=============================================================================
