------------------------------ MODULE Channels ------------------------------
(***************************************************************************)
(* The connections between learners and leaders: FIFO both ways, reliable  *)
(* while they live, empty once they break.  A learner has at most one of   *)
(* them, to the server it follows, so a connection is named by its learner *)
(* alone.  No other module knows that there is a network.                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANT
  Server        \* every server of the ensemble, observers included

VARIABLES
  link,         \* link[f]: the connection of learner f: "none", "opening" or "up"
  toLeader,     \* toLeader[f]: what f sent on its connection and its leader has not read
  toLearner     \* toLearner[f]: what the leader sent to f and f has not read

channelVars == <<link, toLeader, toLearner>>

ChannelsInit ==
  /\ link = [f \in Server |-> "none"]
  /\ toLeader = [f \in Server |-> <<>>]
  /\ toLearner = [f \in Server |-> <<>>]

\* Learner f opens its connection; the first message is there before anybody has accepted it.
Open(f, first) ==
  /\ link' = [link EXCEPT ![f] = "opening"]
  /\ toLeader' = [toLeader EXCEPT ![f] = <<first>>]
  /\ UNCHANGED toLearner

\* The other end accepts the connection of learner f.
Accept(f) ==
  /\ link' = [link EXCEPT ![f] = "up"]
  /\ UNCHANGED <<toLeader, toLearner>>

\* The connections of the learners in S end, and nothing on its way arrives.
Close(S) ==
  /\ link' = [f \in Server |-> IF f \in S THEN "none" ELSE link[f]]
  /\ toLeader' = [f \in Server |-> IF f \in S THEN <<>> ELSE toLeader[f]]
  /\ toLearner' = [f \in Server |-> IF f \in S THEN <<>> ELSE toLearner[f]]

\* The first unread message of learner f to its leader is of this type.
HeadUp(f, type) == toLeader[f] # <<>> /\ Head(toLeader[f]).type = type

\* The first unread message of the leader to learner f is of this type.
HeadDown(f, type) == toLearner[f] # <<>> /\ Head(toLearner[f]).type = type

\* The leader has read the first message of learner f.
ConsumeUp(f) == toLeader' = [toLeader EXCEPT ![f] = Tail(@)]

\* Learner f has read the first message of its leader.
ConsumeDown(f) == toLearner' = [toLearner EXCEPT ![f] = Tail(@)]

\* Learner f sends these messages, into the void when its connection is gone.
SendUp(f, messages) ==
  toLeader' = [toLeader EXCEPT ![f] = IF link[f] = "none" THEN @ ELSE @ \o messages]

\* Each learner f in S is sent the sequence of messages out[f].
SendDown(S, out) ==
  toLearner' = [f \in Server |-> IF f \in S THEN toLearner[f] \o out[f] ELSE toLearner[f]]

=============================================================================
