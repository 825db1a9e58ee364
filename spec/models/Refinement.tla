----------------------------- MODULE Refinement -----------------------------
(***************************************************************************)
(* Zab implements atomic broadcast: with memory, messages and disks hidden *)
(* it is one sequence that grows and servers that deliver it.              *)
(***************************************************************************)
EXTENDS MCZab

Hidden == INSTANCE AtomicBroadcast WITH
  committedSeq <- gCommitted,
  delivered <- [s \in Server |-> Delivered(s)]

ImplementsAtomicBroadcast == Hidden!Spec

\* For Delivered, in a model that has to fail: what a server holds is not yet delivered.
Held(s) == memLog[s]

=============================================================================
