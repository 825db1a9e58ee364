-------------------------------- MODULE Seen --------------------------------
(***************************************************************************)
(* Situations that a model must reach.  The first time one is seen, a line *)
(*   <<"WITNESS", name, depth>>                                            *)
(* is printed, once per worker: each has registers of its own.  The depth  *)
(* is the number of steps that lead there, with one worker the smallest.   *)
(***************************************************************************)
EXTENDS Naturals, TLC

\* As conjunct of a CONSTRAINT or ACTION_CONSTRAINT: always true.
Seen(register, name, P) ==
  IF TLCGet(register) = 0 /\ P
  THEN TLCSet(register, 1) /\ PrintT(<<"WITNESS", name, TLCGet("level")>>)
  ELSE TRUE

\* As conjunct of an initial predicate: registers 1 to n are empty.
NothingSeen(n) == \A k \in 1..n : TLCSet(k, 0)

=============================================================================
