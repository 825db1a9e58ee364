------------------------------ MODULE AnySync ------------------------------
(***************************************************************************)
(* Every sound way to synchronise a learner, not only the one that Zab's   *)
(* own operators choose: what recorded runs may show is safe as well.      *)
(***************************************************************************)
EXTENDS MCZab

CommittedPart(l) == Prefix(memLog[l], SyncEnd(l))

\* The number of committed txns of l that are not beyond what f named as its last.
NotBeyond(l, f) ==
  Cardinality({k \in 1..SyncEnd(l) : ~ZxidBelow(learnerZxid[l][f], memLog[l][k].zxid)})

\* For SyncModes: SNAP and TRUNC always, DIFF wherever the learner's last txn is committed.
AllSyncModes(l, f) ==
  {"SNAP", "TRUNC"} \cup (IF Holds(CommittedPart(l), learnerZxid[l][f]) THEN {"DIFF"} ELSE {})

\* For SyncBases: any older snapshot, and any cut that the learner is sure to hold.
AllSyncBases(l, f, mode) ==
  CASE mode = "DIFF" -> {IndexOf(memLog[l], learnerZxid[l][f])}
    [] mode = "TRUNC" -> 0..NotBeyond(l, f)
    [] mode = "SNAP" -> 0..SyncEnd(l)

\* For SyncOps: one exchange of the whole, even where appends would do.
WholeSyncOps(f) == <<Operation("replace", memLog[f], <<>>)>>

=============================================================================
