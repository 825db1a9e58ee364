-------------------------------- MODULE Bugs --------------------------------
(***************************************************************************)
(* What the catalogue of ZooKeeper's bugs (docs/bugs) asks of Zab beyond   *)
(* its properties: that a defect is seen which breaks no promise of the    *)
(* paper, but leaves a server waiting or a message without a reader.       *)
(***************************************************************************)
EXTENDS MCZab

\* A leader finds no acknowledgement of a txn before the acknowledgement of NEWLEADER.
AcksInOrder ==
  \A l, f \in Server :
    (Linked(l, f) /\ toLeader[f] # <<>>) =>
      LET m == Head(toLeader[f])
      IN  (m.type = "ACK" /\ m.zxid[2] > 0) => learner[l][f] = "ready"

\* For Stable, where nothing fails: whoever stops, stops with everybody in broadcast.
EverybodyServes ==
  \E l \in Established :
    \A f \in Server \ {l} : Linked(l, f) /\ phase[f] = "broadcast"

=============================================================================
