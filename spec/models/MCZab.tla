------------------------------- MODULE MCZab -------------------------------
(***************************************************************************)
(* Zab made finite and observable: budgets bound what may happen, ghosts   *)
(* remember what was proposed and committed, ev names the step taken.      *)
(* Each action of Zab is wrapped in one line.                              *)
(***************************************************************************)
EXTENDS Properties, TLC

CONSTANTS
  MaxEpoch,       \* no epoch above this is proposed
  MaxTxn,         \* number of requests in a run
  MaxRestart,     \* number of restarts in a run
  MaxBreak,       \* number of connections that break by themselves in a run
  Oracle,         \* "any": whoever wants leads or follows; "best": a quorum elects its best
  Named           \* TRUE: ev names each step; FALSE in liveness models, which have no VIEW

VARIABLES
  nTxn, nRestart, nBreak,   \* what has been used of the budgets
  gCommitted,     \* the longest history that any leader ever committed
  gEstablished,   \* gEstablished[e]: how many times epoch e was established
  gBroadcast,     \* gBroadcast[e]: the txns proposed in epoch e, in order
  ev              \* the step that led here: its action and parameters

budgets == <<nTxn, nRestart, nBreak>>
ghosts == <<gCommitted, gEstablished, gBroadcast>>
mcVars == <<vars, budgets, ghosts, ev>>

\* Everything but ev, so that naming the steps costs no states.
View == <<vars, budgets, ghosts>>

\* Voters are interchangeable, and so are observers; not with oracles or checks that use ids.
Symmetry == Permutations(Voter) \cup Permutations(Server \ Voter)

-----------------------------------------------------------------------------
(* The accelerated oracle *)

\* Server l is at least as recent as s.
AtLeastAsRecent(l, s) == ~IsAhead(l, currentEpoch[s], LastZxid(memLog[s]))

\* The LOOKING quorum S adopts its most recent member l; in one step, what is otherwise
\* BecomeLeading(l), then FollowLeader(f, l) and LeaderAcceptLearner(l, f) for each other f in S.
ElectLeader(l, S) ==
  /\ l \in S
  /\ Q(S)
  /\ \A s \in S : role[s] = "LOOKING" /\ diskQueue[s] = <<>> /\ AtLeastAsRecent(l, s)
  /\ LET others == S \ {l}
     IN  /\ role' = [s \in Server |-> IF s = l THEN "LEADING"
                                      ELSE IF s \in others THEN "FOLLOWING" ELSE role[s]]
         /\ phase' = [s \in Server |-> IF s \in S THEN "discovery" ELSE phase[s]]
         /\ leaderOf' = [s \in Server |-> IF s \in others THEN l ELSE leaderOf[s]]
         /\ learner' = [learner EXCEPT ![l] =
              [s \in Server |-> IF s \in others THEN "connected" ELSE @[s]]]
         /\ link' = [s \in Server |-> IF s \in others THEN "up" ELSE link[s]]
         /\ toLeader' = [s \in Server |-> IF s \in others
              THEN <<[type |-> "FOLLOWERINFO", epoch |-> acceptedEpoch[s]]>> ELSE toLeader[s]]
  /\ proposedEpoch' = [proposedEpoch EXCEPT ![l] = acceptedEpoch[l] + 1]
  /\ epochInfo' = [epochInfo EXCEPT ![l] = {l}]
  /\ epochAcks' = [epochAcks EXCEPT ![l] = {l}]
  /\ UNCHANGED <<durableVars, memLog, committed, diskQueue, syncCommitted, learnerZxid,
                 newLeaderAcks, ackIndex, toLearner>>

-----------------------------------------------------------------------------
(* Wrappers *)

\* The parameters are named as text: a server in ev itself would take part in choosing the
\* representative of symmetric states, and equal situations would no longer be equal states.
Step(A, name, args) == A /\ ev' = IF Named THEN <<name, ToString(args)>> ELSE ev

\* The step uses no budget and no ghost remembers it.
Free == UNCHANGED <<budgets, ghosts>>

EpochInBounds(l) == proposedEpoch'[l] <= MaxEpoch

\* The step uses no budget; gCommitted follows a leader that has committed further than any other.
Commits(l) ==
  /\ gCommitted' = IF role[l] = "LEADING" /\ committed'[l] > Len(gCommitted)
                   THEN Prefix(memLog'[l], committed'[l]) ELSE gCommitted
  /\ UNCHANGED <<budgets, gBroadcast>>

\* Server s, leading, makes its own epoch durable in this step.
Establishes(s) == role[s] = "LEADING" /\ Head(diskQueue[s]).op = "currentEpoch"

MCBecomeLeading(l) ==
  /\ Oracle = "any"
  /\ Step(BecomeLeading(l), "BecomeLeading", <<l>>)
  /\ EpochInBounds(l)
  /\ Free

MCElectLeader(l, S) ==
  /\ Oracle = "best"
  /\ Step(ElectLeader(l, S), "ElectLeader", <<l, S>>)
  /\ EpochInBounds(l)
  /\ Free

\* To save states, nobody follows a server that does not lead.
MCFollowLeader(f, l) ==
  /\ role[l] = "LEADING"
  /\ Step(FollowLeader(f, l), "FollowLeader", <<f, l>>)
  /\ Free

MCLeaderAcceptLearner(l, f) ==
  Step(LeaderAcceptLearner(l, f), "LeaderAcceptLearner", <<l, f>>) /\ Free

MCLeaderProcessFOLLOWERINFO(l, f) ==
  /\ Step(LeaderProcessFOLLOWERINFO(l, f), "LeaderProcessFOLLOWERINFO", <<l, f>>)
  /\ EpochInBounds(l)
  /\ Free

MCFollowerProcessLEADERINFO(f) ==
  Step(FollowerProcessLEADERINFO(f), "FollowerProcessLEADERINFO", <<f>>) /\ Free

MCLeaderProcessACKEPOCH(l, f) ==
  Step(LeaderProcessACKEPOCH(l, f), "LeaderProcessACKEPOCH", <<l, f>>) /\ Free

MCLeaderSyncFollower(l, f, mode) ==
  Step(LeaderSyncFollower(l, f, mode), "LeaderSyncFollower", <<l, f, mode>>) /\ Free

MCFollowerProcessDIFF(f) == Step(FollowerProcessDIFF(f), "FollowerProcessDIFF", <<f>>) /\ Free

MCFollowerProcessTRUNC(f) == Step(FollowerProcessTRUNC(f), "FollowerProcessTRUNC", <<f>>) /\ Free

MCFollowerProcessSNAP(f) == Step(FollowerProcessSNAP(f), "FollowerProcessSNAP", <<f>>) /\ Free

MCFollowerProcessPROPOSAL(f) ==
  Step(FollowerProcessPROPOSAL(f), "FollowerProcessPROPOSAL", <<f>>) /\ Free

MCFollowerProcessCOMMIT(f) ==
  Step(FollowerProcessCOMMIT(f), "FollowerProcessCOMMIT", <<f>>) /\ Free

MCFollowerProcessNEWLEADER(f) ==
  Step(FollowerProcessNEWLEADER(f), "FollowerProcessNEWLEADER", <<f>>) /\ Free

MCLeaderProcessACKLD(l, f) ==
  /\ Step(LeaderProcessACKLD(l, f), "LeaderProcessACKLD", <<l, f>>)
  /\ Commits(l)
  /\ UNCHANGED gEstablished

MCFollowerProcessUPTODATE(f) ==
  Step(FollowerProcessUPTODATE(f), "FollowerProcessUPTODATE", <<f>>) /\ Free

\* The content of a txn is its serial number.
MCLeaderProcessRequest(l) ==
  /\ nTxn < MaxTxn
  /\ Step(LeaderProcessRequest(l, nTxn + 1), "LeaderProcessRequest", <<l, nTxn + 1>>)
  /\ nTxn' = nTxn + 1
  /\ gBroadcast' = [gBroadcast EXCEPT ![proposedEpoch[l]] = Append(@, memLog'[l][Len(memLog'[l])])]
  /\ UNCHANGED <<nRestart, nBreak, gCommitted, gEstablished>>

MCLeaderProcessACK(l, f) ==
  /\ Step(LeaderProcessACK(l, f), "LeaderProcessACK", <<l, f>>)
  /\ Commits(l)
  /\ UNCHANGED gEstablished

MCObserverProcessINFORM(o) ==
  Step(ObserverProcessINFORM(o), "ObserverProcessINFORM", <<o>>) /\ Free

MCLeaderIgnoreACK(l, f) == Step(LeaderIgnoreACK(l, f), "LeaderIgnoreACK", <<l, f>>) /\ Free

MCDiskComplete(s) ==
  /\ Step(DiskComplete(s), "DiskComplete", <<s>>)
  /\ Commits(s)
  /\ gEstablished' = IF Establishes(s)
                     THEN [gEstablished EXCEPT ![proposedEpoch[s]] = @ + 1] ELSE gEstablished

MCConnBreak(f) ==
  /\ nBreak < MaxBreak
  /\ Step(ConnBreak(f), "ConnBreak", <<f>>)
  /\ nBreak' = nBreak + 1
  /\ UNCHANGED <<nTxn, nRestart, ghosts>>

MCLearnerLoseLeader(f) == Step(LearnerLoseLeader(f), "LearnerLoseLeader", <<f>>) /\ Free

MCLeaderDropLearner(l, f) == Step(LeaderDropLearner(l, f), "LeaderDropLearner", <<l, f>>) /\ Free

MCLeaderLosesQuorum(l) == Step(LeaderLosesQuorum(l), "LeaderLosesQuorum", <<l>>) /\ Free

MCRestart(s, k) ==
  /\ nRestart < MaxRestart
  /\ Step(Restart(s, k), "Restart", <<s, k>>)
  /\ nRestart' = nRestart + 1
  /\ UNCHANGED <<nTxn, nBreak, ghosts>>

-----------------------------------------------------------------------------
(* Runs *)

MCInit ==
  /\ Init
  /\ nTxn = 0 /\ nRestart = 0 /\ nBreak = 0
  /\ gCommitted = <<>>
  /\ gEstablished = [e \in 1..MaxEpoch |-> 0]
  /\ gBroadcast = [e \in 1..MaxEpoch |-> <<>>]
  /\ ev = <<"Init", "<<>>">>

\* What server f can do as a learner, and server l with learner f.
LearnerSteps(f) ==
  \/ MCFollowerProcessLEADERINFO(f)
  \/ MCFollowerProcessDIFF(f)
  \/ MCFollowerProcessTRUNC(f)
  \/ MCFollowerProcessSNAP(f)
  \/ MCFollowerProcessPROPOSAL(f)
  \/ MCFollowerProcessCOMMIT(f)
  \/ MCFollowerProcessNEWLEADER(f)
  \/ MCFollowerProcessUPTODATE(f)
  \/ MCObserverProcessINFORM(f)
  \/ MCLearnerLoseLeader(f)

LeaderSteps(l, f) ==
  \/ MCLeaderAcceptLearner(l, f)
  \/ MCLeaderProcessFOLLOWERINFO(l, f)
  \/ MCLeaderProcessACKEPOCH(l, f)
  \/ \E mode \in {"DIFF", "TRUNC", "SNAP"} : MCLeaderSyncFollower(l, f, mode)
  \/ MCLeaderProcessACKLD(l, f)
  \/ MCLeaderProcessACK(l, f)
  \/ MCLeaderIgnoreACK(l, f)
  \/ MCLeaderDropLearner(l, f)

ElectionSteps ==
  \/ \E l \in Server : MCBecomeLeading(l)
  \/ \E S \in SUBSET Voter : \E l \in S : MCElectLeader(l, S)
  \/ \E f, l \in Server : MCFollowLeader(f, l)

MCNext ==
  \/ ElectionSteps
  \/ \E f \in Server : LearnerSteps(f)
  \/ \E l, f \in Server : LeaderSteps(l, f)
  \/ \E l \in Server : MCLeaderLosesQuorum(l)
  \/ \E l \in Server : MCLeaderProcessRequest(l)
  \/ \E s \in Server : MCDiskComplete(s)
  \/ \E f \in Server : MCConnBreak(f)
  \/ \E s \in Server : \E k \in 0..Len(diskQueue[s]) : MCRestart(s, k)

-----------------------------------------------------------------------------
(* Properties over the ghosts *)

\* Z3. No epoch is established twice, neither by two servers nor twice by one.
OneLeaderPerEpoch ==
  \A e \in 1..MaxEpoch : gEstablished[e] <= 1

\* Z4. What a server has delivered is the beginning of what was committed.
DeliveredPrefix ==
  \A s \in Server : committed[s] <= Len(memLog[s]) /\ IsPrefix(Delivered(s), gCommitted)

\* Z5. Nothing committed is ever lost or changed.
CommittedStable ==
  [][IsPrefix(gCommitted, gCommitted')]_gCommitted

\* Z6. Every txn in a history was proposed, under that zxid, by the primary of its epoch.
Integrity ==
  \A s \in Server : \A i \in 1..Len(memLog[s]) :
    LET z == memLog[s][i].zxid
    IN  z[2] <= Len(gBroadcast[z[1]]) /\ gBroadcast[z[1]][z[2]] = memLog[s][i]

\* Z10. A leader that serves holds whatever was committed of earlier epochs, in its place.
PrimaryIntegrity ==
  \A l \in Established : \A i \in 1..Len(gCommitted) :
    gCommitted[i].zxid[1] < proposedEpoch[l]
      => i <= Len(memLog[l]) /\ memLog[l][i] = gCommitted[i]

\* Z11. A leader that serves holds everything committed, unless a later epoch has begun.
LeaderCompleteness ==
  \A l \in Established :
    \/ IsPrefix(gCommitted, memLog[l])
    \/ \E s \in Server : acceptedEpoch[s] > proposedEpoch[l]

\* Z12. Every committed txn is on the disks of a quorum.
CommittedDurable ==
  \A i \in 1..Len(gCommitted) :
    Q({s \in Server : Len(log[s]) >= i /\ log[s][i] = gCommitted[i]})

-----------------------------------------------------------------------------
(* L0: whoever stops, stops with a leader in broadcast and a quorum following it *)

Stable ==
  \E l \in Established :
    Q({l} \cup {f \in Server : Linked(l, f) /\ phase[f] = "broadcast"})

\* Checked as the absence of deadlock: a halt that is not stable has no successor but itself.
MCNextOrStable == (MCNext /\ vars' # vars) \/ (Stable /\ UNCHANGED mcVars)

=============================================================================
