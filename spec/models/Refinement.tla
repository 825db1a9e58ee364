----------------------------- MODULE Refinement -----------------------------
(***************************************************************************)
(* Zab implements atomic broadcast: with memory, messages and disks hidden *)
(* it is one sequence that grows and servers that deliver it.              *)
(***************************************************************************)
EXTENDS MCZab, Seen

Hidden == INSTANCE AtomicBroadcast WITH
  committedSeq <- gCommitted,
  delivered <- [s \in Server |-> Delivered(s)]

ImplementsAtomicBroadcast == Hidden!Spec

\* Two servers have delivered: the sequence grew, and was delivered further on its way.
V_ImplementsAtomicBroadcast ==
  \E s, t \in Server : s # t /\ Delivered(s) # <<>> /\ Delivered(t) # <<>>

WInit == MCInit /\ NothingSeen(1)

\* As CONSTRAINT: it looks at every state.
SeenInState == Seen(1, "V_ImplementsAtomicBroadcast", V_ImplementsAtomicBroadcast)

\* For Delivered, in a model that has to fail: what a server holds is not yet delivered.
Held(s) == memLog[s]

=============================================================================
