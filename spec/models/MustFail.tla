------------------------------ MODULE MustFail ------------------------------
(***************************************************************************)
(* Operators of Zab, broken.  A model here replaces one of them in its cfg *)
(* and must fail: a check that cannot turn red says nothing when green.    *)
(***************************************************************************)
EXTENDS MCZab

\* For Backed: one disk is enough, be it that of the leader or of any voter.
BackedByOne(l, k, acks, own) == \E s \in Voter : IF s = l THEN own >= k ELSE acks[s] >= k

\* For SyncOps: NEWLEADER is acknowledged while the synchronised txns are in memory only.
NoSyncOps(f) == <<>>

=============================================================================
