-------------------------- MODULE AtomicBroadcast --------------------------
(***************************************************************************)
(* What Zab is for, with nothing of how it is done: one sequence of txns   *)
(* that only grows, and servers that deliver it from its beginning.  A     *)
(* server that leaves its role forgets what it delivered and begins again. *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANT Server

VARIABLES
  committedSeq,   \* the txns committed, in their order
  delivered       \* delivered[s]: what s has delivered

vars == <<committedSeq, delivered>>

IsPrefix(g, h) == Len(g) <= Len(h) /\ g = SubSeq(h, 1, Len(g))

Init ==
  /\ committedSeq = <<>>
  /\ delivered = [s \in Server |-> <<>>]

\* The sequence grows at its end, by any number of txns; s, which committed them, has them all.
Broadcast(s) ==
  /\ committedSeq' # committedSeq
  /\ IsPrefix(committedSeq, committedSeq')
  /\ delivered' = [delivered EXCEPT ![s] = committedSeq']

\* Server s delivers further.
Deliver(s) ==
  /\ UNCHANGED committedSeq
  /\ \E n \in (Len(delivered[s]) + 1)..Len(committedSeq) :
       delivered' = [delivered EXCEPT ![s] = SubSeq(committedSeq, 1, n)]

\* Server s restarts, or looks for another leader.
Forget(s) ==
  /\ UNCHANGED committedSeq
  /\ delivered' = [delivered EXCEPT ![s] = <<>>]

Next == \E s \in Server : Broadcast(s) \/ Deliver(s) \/ Forget(s)

Spec == Init /\ [][Next]_vars

=============================================================================
