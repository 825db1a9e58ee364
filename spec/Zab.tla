-------------------------------- MODULE Zab --------------------------------
(***************************************************************************)
(* ZooKeeper's atomic broadcast: discovery, synchronization, broadcast and *)
(* recovery, at the grain of what one server can do between two waits.     *)
(*                                                                         *)
(* An action changes the variables of one server, its first parameter, and *)
(* channels.  Every server has one ordered disk queue; an operation there  *)
(* carries the messages that may leave only once it is durable.            *)
(*                                                                         *)
(* The election is outside: BecomeLeading and FollowLeader may happen to   *)
(* any LOOKING server whose disk is idle.                                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, Channels

CONSTANTS
  Voter,          \* the servers that count in quorums; the others are observers
  Nobody,         \* no server
  Value,          \* what the content of a txn is identified by
  SnapWindow,     \* a learner that lacks more committed txns than this is sent a snapshot
  AckUptodate     \* TRUE: a learner answers UPTODATE with one more ACK, as ZooKeeper's do

VARIABLES
  \* durable, they survive a crash
  log,            \* log[s]: the sequence of txns on disk
  acceptedEpoch,  \* acceptedEpoch[s]: the last epoch s promised to follow
  currentEpoch,   \* currentEpoch[s]: the last epoch whose initial history s made durable
  \* of every server
  role,           \* role[s]: LOOKING, LEADING, or FOLLOWING (observers too)
  phase,          \* phase[s]: how far s is in its role
  memLog,         \* memLog[s]: the log as the process sees it, queued appends included
  committed,      \* committed[s]: length of the delivered prefix of memLog[s]
  diskQueue,      \* diskQueue[s]: disk operations in order, each with what it lets leave
  \* of a learner
  leaderOf,       \* leaderOf[f]: the server f follows, or Nobody
  syncCommitted,  \* syncCommitted[f]: the commit mark f collects from its sync until UPTODATE
  \* of a leader
  learner,        \* learner[l][f]: how far l has come with learner f
  learnerZxid,    \* learnerZxid[l][f]: last zxid of f, from ACKEPOCH until it is synchronised
  proposedEpoch,  \* proposedEpoch[l]: the epoch l forms or leads; 0 when it does not lead
  epochInfo,      \* epochInfo[l]: the servers that helped to choose proposedEpoch[l]
  epochAcks,      \* epochAcks[l]: the servers that promised to follow proposedEpoch[l]
  newLeaderAcks,  \* newLeaderAcks[l]: the servers that hold the initial history durably
  ackIndex        \* ackIndex[l][f]: highest index of memLog[l] acknowledged by f since its sync

durableVars == <<log, acceptedEpoch, currentEpoch>>
learnerVars == <<leaderOf, syncCommitted>>
countVars == <<epochInfo, epochAcks, newLeaderAcks>>
leaderVars == <<learner, learnerZxid, proposedEpoch, countVars, ackIndex>>
vars == <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars, leaderVars,
          channelVars>>

-----------------------------------------------------------------------------
(* Zxids and histories *)

\* The zxid before every other: that of an empty history.
Zero == <<0, 0>>

\* Zxids are ordered by epoch, then by counter.
ZxidBelow(y, z) == y[1] < z[1] \/ (y[1] = z[1] /\ y[2] < z[2])

\* z may follow y in a history: the next counter of the same epoch or the first of a later one.
IsNextZxid(y, z) == (z[1] = y[1] /\ z[2] = y[2] + 1) \/ (z[1] > y[1] /\ z[2] = 1)

LastZxid(h) == IF h = <<>> THEN Zero ELSE h[Len(h)].zxid

\* History h holds z, or z is the position before its first txn.
Holds(h, z) == z = Zero \/ \E k \in 1..Len(h) : h[k].zxid = z

\* The number of txns of h up to z, which h holds; no zxid occurs twice in a history.
IndexOf(h, z) == IF z = Zero THEN 0 ELSE CHOOSE k \in 1..Len(h) : h[k].zxid = z

Prefix(h, n) == SubSeq(h, 1, n)

IsPrefix(g, h) == Len(g) <= Len(h) /\ g = Prefix(h, Len(g))

Max(m, n) == IF m >= n THEN m ELSE n

-----------------------------------------------------------------------------
(* Servers, quorums, connections *)

\* The voters in S are a majority of all voters.
Q(S) == Cardinality(S \cap Voter) * 2 > Cardinality(Voter)

\* The connection of learner f to server l is up at both ends.
Linked(l, f) == role[f] = "FOLLOWING" /\ leaderOf[f] = l /\ link[f] = "up"

\* The learners of l that are in one of these states and can still hear it.
Hearing(l, states) == {f \in Server : learner[l][f] \in states /\ Linked(l, f)}

\* Leader l has a message of this type from learner f to read.
LeaderReads(l, f, type) == Linked(l, f) /\ HeadUp(f, type)

\* Learner f has a message of this type from its leader to read.
Reads(f, type) == link[f] = "up" /\ HeadDown(f, type)

\* Every learner of l that is synchronised, or nearly, is sent what out says.
SendToSynced(l, out) == SendDown(Hearing(l, {"synced", "ready"}), out)

\* The zxid that acknowledges NEWLEADER of epoch e.
NewLeaderZxid(e) == <<e, 0>>

ACK(z) == [type |-> "ACK", zxid |-> z]

-----------------------------------------------------------------------------
(* The disk *)

\* A disk operation and the messages that may leave once it is durable.
Operation(op, arg, then) == [op |-> op, arg |-> arg, then |-> then]

\* Server s appends these operations to its disk queue.
Queue(s, operations) == diskQueue' = [diskQueue EXCEPT ![s] = @ \o operations]

\* What a disk holds after one more operation.
Written(disk, d) ==
  CASE d.op = "append" -> [disk EXCEPT !.log = Append(@, d.arg)]
    [] d.op = "replace" -> [disk EXCEPT !.log = d.arg]
    [] d.op = "acceptedEpoch" -> [disk EXCEPT !.acceptedEpoch = d.arg]
    [] d.op = "currentEpoch" -> [disk EXCEPT !.currentEpoch = d.arg]

RECURSIVE WrittenAll(_, _)
WrittenAll(disk, operations) ==
  IF operations = <<>> THEN disk
  ELSE WrittenAll(Written(disk, Head(operations)), Tail(operations))

\* The first k operations in the queue of s become durable.
Persist(s, k) ==
  LET disk == [log |-> log[s], acceptedEpoch |-> acceptedEpoch[s],
               currentEpoch |-> currentEpoch[s]]
      after == WrittenAll(disk, SubSeq(diskQueue[s], 1, k))
  IN  /\ log' = [log EXCEPT ![s] = after.log]
      /\ acceptedEpoch' = [acceptedEpoch EXCEPT ![s] = after.acceptedEpoch]
      /\ currentEpoch' = [currentEpoch EXCEPT ![s] = after.currentEpoch]

-----------------------------------------------------------------------------
(* Types *)

Role == {"LOOKING", "LEADING", "FOLLOWING"}
Phase == {"election", "discovery", "sync", "newleader", "broadcast"}
LearnerState == {"none", "connected", "info", "epochSent", "acked", "synced", "ready"}

Zxid == Nat \X Nat
Txn == [zxid : Zxid, val : Value]
History == Seq(Txn)

UpMessage ==
  [type : {"FOLLOWERINFO"}, epoch : Nat]
    \cup [type : {"ACKEPOCH"}, counts : BOOLEAN, epoch : Nat, zxid : Zxid]
    \cup [type : {"ACK"}, zxid : Zxid]

DownMessage ==
  [type : {"LEADERINFO", "NEWLEADER"}, epoch : Nat]
    \cup [type : {"DIFF", "UPTODATE"}]
    \cup [type : {"TRUNC", "COMMIT"}, zxid : Zxid]
    \cup [type : {"SNAP"}, history : History]
    \cup [type : {"PROPOSAL", "INFORM"}, txn : Txn]

DiskOperation ==
  [op : {"append"}, arg : Txn, then : Seq(UpMessage)]
    \cup [op : {"replace"}, arg : History, then : Seq(UpMessage)]
    \cup [op : {"acceptedEpoch", "currentEpoch"}, arg : Nat, then : Seq(UpMessage)]

\* Z1. Every variable is in its set, and channels and queues hold only records of known type.
TypeOK ==
  /\ log \in [Server -> History]
  /\ acceptedEpoch \in [Server -> Nat]
  /\ currentEpoch \in [Server -> Nat]
  /\ role \in [Server -> Role]
  /\ phase \in [Server -> Phase]
  /\ memLog \in [Server -> History]
  /\ committed \in [Server -> Nat]
  /\ diskQueue \in [Server -> Seq(DiskOperation)]
  /\ leaderOf \in [Server -> Server \cup {Nobody}]
  /\ syncCommitted \in [Server -> Nat]
  /\ learner \in [Server -> [Server -> LearnerState]]
  /\ learnerZxid \in [Server -> [Server -> Zxid]]
  /\ proposedEpoch \in [Server -> Nat]
  /\ epochInfo \in [Server -> SUBSET Server]
  /\ epochAcks \in [Server -> SUBSET Server]
  /\ newLeaderAcks \in [Server -> SUBSET Server]
  /\ ackIndex \in [Server -> [Server -> Nat]]
  /\ link \in [Server -> {"none", "opening", "up"}]
  /\ toLeader \in [Server -> Seq(UpMessage)]
  /\ toLearner \in [Server -> Seq(DownMessage)]

Init ==
  /\ log = [s \in Server |-> <<>>]
  /\ acceptedEpoch = [s \in Server |-> 0]
  /\ currentEpoch = [s \in Server |-> 0]
  /\ role = [s \in Server |-> "LOOKING"]
  /\ phase = [s \in Server |-> "election"]
  /\ memLog = [s \in Server |-> <<>>]
  /\ committed = [s \in Server |-> 0]
  /\ diskQueue = [s \in Server |-> <<>>]
  /\ leaderOf = [s \in Server |-> Nobody]
  /\ syncCommitted = [s \in Server |-> 0]
  /\ learner = [s \in Server |-> [f \in Server |-> "none"]]
  /\ learnerZxid = [s \in Server |-> [f \in Server |-> Zero]]
  /\ proposedEpoch = [s \in Server |-> 0]
  /\ epochInfo = [s \in Server |-> {}]
  /\ epochAcks = [s \in Server |-> {}]
  /\ newLeaderAcks = [s \in Server |-> {}]
  /\ ackIndex = [s \in Server |-> [f \in Server |-> 0]]
  /\ ChannelsInit

-----------------------------------------------------------------------------
(* Leaving a role *)

\* Server s forgets everything that belongs to its role, and its connections end.
ResetRole(s) ==
  /\ role' = [role EXCEPT ![s] = "LOOKING"]
  /\ phase' = [phase EXCEPT ![s] = "election"]
  /\ committed' = [committed EXCEPT ![s] = 0]
  /\ leaderOf' = [leaderOf EXCEPT ![s] = Nobody]
  /\ syncCommitted' = [syncCommitted EXCEPT ![s] = 0]
  /\ learner' = [learner EXCEPT ![s] = [f \in Server |-> "none"]]
  /\ learnerZxid' = [learnerZxid EXCEPT ![s] = [f \in Server |-> Zero]]
  /\ proposedEpoch' = [proposedEpoch EXCEPT ![s] = 0]
  /\ epochInfo' = [epochInfo EXCEPT ![s] = {}]
  /\ epochAcks' = [epochAcks EXCEPT ![s] = {}]
  /\ newLeaderAcks' = [newLeaderAcks EXCEPT ![s] = {}]
  /\ ackIndex' = [ackIndex EXCEPT ![s] = [f \in Server |-> 0]]
  /\ Close({s} \cup {f \in Server : leaderOf[f] = s /\ link[f] # "none"})

\* Server s looks for a leader again; its disk goes on with what was queued, silently.
Leave(s) ==
  /\ ResetRole(s)
  /\ diskQueue' = [diskQueue EXCEPT ![s] = [k \in 1..Len(@) |-> [@[k] EXCEPT !.then = <<>>]]]
  /\ memLog' = IF role[s] = "FOLLOWING" /\ phase[s] = "sync"
               THEN [memLog EXCEPT ![s] = log[s]]   \* an unfinished sync never happened
               ELSE memLog
  /\ UNCHANGED durableVars

-----------------------------------------------------------------------------
(* Election outcome and connection *)

\* Server l, elected, begins to form the next epoch.
BecomeLeading(l) ==
  /\ l \in Voter
  /\ role[l] = "LOOKING"
  /\ diskQueue[l] = <<>>
  /\ role' = [role EXCEPT ![l] = "LEADING"]
  /\ phase' = [phase EXCEPT ![l] = "discovery"]
  /\ proposedEpoch' = [proposedEpoch EXCEPT ![l] = acceptedEpoch[l] + 1]
  /\ epochInfo' = [epochInfo EXCEPT ![l] = {l}]
  /\ epochAcks' = [epochAcks EXCEPT ![l] = {l}]
  /\ UNCHANGED <<durableVars, memLog, committed, diskQueue, learnerVars, learner, learnerZxid,
                 newLeaderAcks, ackIndex, channelVars>>

\* Server f follows l, whether l leads or not, and opens a connection to it.
FollowLeader(f, l) ==
  /\ role[f] = "LOOKING"
  /\ diskQueue[f] = <<>>
  /\ f # l
  /\ role' = [role EXCEPT ![f] = "FOLLOWING"]
  /\ phase' = [phase EXCEPT ![f] = "discovery"]
  /\ leaderOf' = [leaderOf EXCEPT ![f] = l]
  /\ Open(f, [type |-> "FOLLOWERINFO", epoch |-> acceptedEpoch[f]])
  /\ UNCHANGED <<durableVars, memLog, committed, diskQueue, syncCommitted, leaderVars>>

\* Leader l accepts the connection of f, which replaces an earlier one l still believed in.
LeaderAcceptLearner(l, f) ==
  /\ role[l] = "LEADING"
  /\ leaderOf[f] = l
  /\ link[f] = "opening"
  /\ learner' = [learner EXCEPT ![l][f] = "connected"]
  /\ learnerZxid' = [learnerZxid EXCEPT ![l][f] = Zero]
  /\ Accept(f)
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars,
                 proposedEpoch, countVars, ackIndex>>

-----------------------------------------------------------------------------
(* Discovery *)

\* Leader l lets f raise the new epoch while a quorum is missing, and fixes it with the quorum.
LeaderProcessFOLLOWERINFO(l, f) ==
  /\ role[l] = "LEADING"
  /\ learner[l][f] = "connected"
  /\ LeaderReads(l, f, "FOLLOWERINFO")
  /\ LET open == ~Q(epochInfo[l])
         fixed == acceptedEpoch[l] = proposedEpoch[l]   \* durable, so the quorum was there before
         info == epochInfo[l] \cup {f}
         epoch == Max(proposedEpoch[l], Head(toLeader[f]).epoch + 1)
     IN  /\ IF open
            THEN /\ proposedEpoch' = [proposedEpoch EXCEPT ![l] = epoch]
                 /\ epochInfo' = [epochInfo EXCEPT ![l] = info]
                 /\ IF Q(info) THEN Queue(l, <<Operation("acceptedEpoch", epoch, <<>>)>>)
                    ELSE UNCHANGED diskQueue
            ELSE UNCHANGED <<proposedEpoch, epochInfo, diskQueue>>
         /\ IF fixed
            THEN /\ learner' = [learner EXCEPT ![l][f] = "epochSent"]
                 /\ SendDown({f}, [g \in {f} |->
                      <<[type |-> "LEADERINFO", epoch |-> proposedEpoch[l]]>>])
            ELSE /\ learner' = [learner EXCEPT ![l][f] = "info"]
                 /\ UNCHANGED toLearner
  /\ ConsumeUp(f)
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, learnerVars, learnerZxid,
                 epochAcks, newLeaderAcks, ackIndex, link>>

\* Learner f promises a newer epoch, repeats a promise without counting, or leaves a stale leader.
FollowerProcessLEADERINFO(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "discovery"
  /\ Reads(f, "LEADERINFO")
  /\ LET epoch == Head(toLearner[f]).epoch
         answer == [type |-> "ACKEPOCH", counts |-> epoch > acceptedEpoch[f],
                    epoch |-> currentEpoch[f], zxid |-> LastZxid(memLog[f])]
     IN  IF epoch < acceptedEpoch[f] THEN Leave(f)
         ELSE /\ phase' = [phase EXCEPT ![f] = "sync"]
              /\ IF epoch > acceptedEpoch[f]
                 THEN /\ Queue(f, <<Operation("acceptedEpoch", epoch, <<answer>>)>>)
                      /\ UNCHANGED toLeader
                 ELSE /\ SendUp(f, <<answer>>)
                      /\ UNCHANGED diskQueue
              /\ ConsumeDown(f)
              /\ UNCHANGED <<durableVars, role, memLog, committed, learnerVars, leaderVars, link>>

\* What f says of itself is more recent than what l holds.
IsAhead(l, epoch, zxid) ==
  \/ epoch > currentEpoch[l]
  \/ epoch = currentEpoch[l] /\ ZxidBelow(LastZxid(memLog[l]), zxid)

\* Leader l counts the promise of f, or, while a quorum is missing, drops one that is ahead of it.
LeaderProcessACKEPOCH(l, f) ==
  /\ role[l] = "LEADING"
  /\ learner[l][f] = "epochSent"
  /\ LeaderReads(l, f, "ACKEPOCH")
  /\ LET m == Head(toLeader[f])
         counted == m.counts /\ ~Q(epochAcks[l])
         acks == epochAcks[l] \cup {f}
     IN  IF counted /\ IsAhead(l, m.epoch, m.zxid)
         THEN /\ learner' = [learner EXCEPT ![l][f] = "none"]
              /\ Close({f})
              /\ UNCHANGED <<epochAcks, diskQueue, learnerZxid>>
         ELSE /\ IF counted THEN epochAcks' = [epochAcks EXCEPT ![l] = acks]
                 ELSE UNCHANGED epochAcks
              /\ IF counted /\ Q(acks)
                 THEN Queue(l, <<Operation("currentEpoch", proposedEpoch[l], <<>>)>>)
                 ELSE UNCHANGED diskQueue
              /\ learnerZxid' = [learnerZxid EXCEPT ![l][f] = m.zxid]
              /\ learner' = [learner EXCEPT ![l][f] = "acked"]
              /\ ConsumeUp(f)
              /\ UNCHANGED <<link, toLearner>>
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, learnerVars, proposedEpoch,
                 epochInfo, newLeaderAcks, ackIndex>>

-----------------------------------------------------------------------------
(* Synchronization *)

\* How much of its history leader l may hand out as committed: before broadcast, all of it.
SyncEnd(l) == IF phase[l] = "broadcast" THEN committed[l] ELSE Len(memLog[l])

\* How leader l may synchronise f; one way, but trace models allow what ZooKeeper may choose.
SyncModes(l, f) ==
  LET end == SyncEnd(l)
      h == Prefix(memLog[l], end)
      z == learnerZxid[l][f]
  IN  IF Holds(h, z) /\ end - IndexOf(h, z) <= SnapWindow THEN {"DIFF"}
      ELSE IF ZxidBelow(LastZxid(h), z) THEN {"TRUNC"}
      ELSE {"SNAP"}

\* How long a snapshot of leader l may be; trace models allow one older than its commit mark.
SnapBases(l) == {SyncEnd(l)}

\* Where leader l may cut the history of a learner; trace models allow any earlier place.
TruncBases(l) == {SyncEnd(l)}

\* How much of the history of l learner f has before the stream begins.
SyncBases(l, f, mode) ==
  CASE mode = "DIFF" -> {IndexOf(memLog[l], learnerZxid[l][f])}
    [] mode = "TRUNC" -> TruncBases(l)
    [] mode = "SNAP" -> SnapBases(l)

\* The first message of a sync stream, which makes the learner hold exactly history h.
ModeMessage(mode, h) ==
  CASE mode = "DIFF" -> [type |-> "DIFF"]
    [] mode = "TRUNC" -> [type |-> "TRUNC", zxid |-> LastZxid(h)]
    [] mode = "SNAP" -> [type |-> "SNAP", history |-> h]

\* The txns of h from index k to last, as proposals, each up to end followed by its commit.
RECURSIVE Stream(_, _, _, _)
Stream(h, k, end, last) ==
  IF k > last THEN <<>>
  ELSE <<[type |-> "PROPOSAL", txn |-> h[k]]>>
         \o (IF k <= end THEN <<[type |-> "COMMIT", zxid |-> h[k].zxid]>> ELSE <<>>)
         \o Stream(h, k + 1, end, last)

\* Leader l sends f what it lacks, then NEWLEADER; acknowledgements of f before this are void.
LeaderSyncFollower(l, f, mode) ==
  /\ role[l] = "LEADING"
  /\ phase[l] \in {"sync", "broadcast"}
  /\ learner[l][f] = "acked"
  /\ Linked(l, f)
  /\ mode \in SyncModes(l, f)
  /\ \E base \in SyncBases(l, f, mode) :
       LET h == memLog[l]
           last == IF f \in Voter THEN Len(h) ELSE SyncEnd(l)
       IN  SendDown({f}, [g \in {f} |->
             <<ModeMessage(mode, Prefix(h, base))>>
               \o Stream(h, base + 1, SyncEnd(l), last)
               \o <<[type |-> "NEWLEADER", epoch |-> proposedEpoch[l]]>>])
  /\ learner' = [learner EXCEPT ![l][f] = "synced"]
  /\ learnerZxid' = [learnerZxid EXCEPT ![l][f] = Zero]
  /\ ackIndex' = [ackIndex EXCEPT ![l][f] = 0]
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars,
                 proposedEpoch, countVars, link, toLeader>>

\* Learner f, in memory only, begins its sync stream with history h, all of it committed.
BeginSync(f, h) ==
  /\ memLog' = [memLog EXCEPT ![f] = h]
  /\ syncCommitted' = [syncCommitted EXCEPT ![f] = Len(h)]
  /\ ConsumeDown(f)
  /\ UNCHANGED <<durableVars, role, phase, committed, diskQueue, leaderOf, leaderVars, link,
                 toLeader>>

\* Learner f keeps its whole history as the base of the stream.
FollowerProcessDIFF(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "sync"
  /\ Reads(f, "DIFF")
  /\ BeginSync(f, memLog[f])

\* Learner f cuts its history after the txn named, which it holds.
FollowerProcessTRUNC(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "sync"
  /\ Reads(f, "TRUNC")
  /\ LET z == Head(toLearner[f]).zxid
     IN  /\ Holds(memLog[f], z)
         /\ BeginSync(f, Prefix(memLog[f], IndexOf(memLog[f], z)))

\* Learner f takes the history of the snapshot in place of its own.
FollowerProcessSNAP(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "sync"
  /\ Reads(f, "SNAP")
  /\ BeginSync(f, Head(toLearner[f]).history)

\* Learner f logs the next proposal of its leader; the acknowledgement waits for the disk.
FollowerProcessPROPOSAL(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] \in {"sync", "newleader", "broadcast"}
  /\ Reads(f, "PROPOSAL")
  /\ LET txn == Head(toLearner[f]).txn
     IN  /\ IsNextZxid(LastZxid(memLog[f]), txn.zxid)
         /\ memLog' = [memLog EXCEPT ![f] = Append(@, txn)]
         /\ IF phase[f] = "sync"
            THEN UNCHANGED diskQueue   \* NEWLEADER makes the stream durable, in one piece
            ELSE Queue(f, <<Operation("append", txn, <<ACK(txn.zxid)>>)>>)
  /\ ConsumeDown(f)
  /\ UNCHANGED <<durableVars, role, phase, committed, learnerVars, leaderVars, link, toLeader>>

\* Learner f delivers the txn committed; before UPTODATE it only remembers how far it may.
FollowerProcessCOMMIT(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] \in {"sync", "newleader", "broadcast"}
  /\ Reads(f, "COMMIT")
  /\ LET z == Head(toLearner[f]).zxid
         next == committed[f] + 1
     IN  IF phase[f] = "broadcast"
         THEN /\ next <= Len(memLog[f])
              /\ memLog[f][next].zxid = z
              /\ committed' = [committed EXCEPT ![f] = next]
              /\ UNCHANGED syncCommitted
         ELSE /\ Holds(memLog[f], z)
              /\ syncCommitted' = [syncCommitted EXCEPT ![f] = IndexOf(memLog[f], z)]
              /\ UNCHANGED committed
  /\ ConsumeDown(f)
  /\ UNCHANGED <<durableVars, role, phase, memLog, diskQueue, leaderOf, leaderVars, link,
                 toLeader>>

\* What makes the history that f received durable: appends where they suffice, else one exchange.
SyncOps(f) ==
  LET held == Len(log[f])
  IN  IF IsPrefix(log[f], memLog[f])
      THEN [k \in 1..(Len(memLog[f]) - held) |-> Operation("append", memLog[f][held + k], <<>>)]
      ELSE <<Operation("replace", memLog[f], <<>>)>>

\* Learner f makes the stream durable, then the epoch, and only then acknowledges both.
FollowerProcessNEWLEADER(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "sync"
  /\ Reads(f, "NEWLEADER")
  /\ LET epoch == Head(toLearner[f]).epoch
         acks == [k \in 1..(Len(memLog[f]) - syncCommitted[f]) |->
                    ACK(memLog[f][syncCommitted[f] + k].zxid)]
         then == <<ACK(NewLeaderZxid(epoch))>> \o acks
     IN  Queue(f, SyncOps(f) \o <<Operation("currentEpoch", epoch, then)>>)
  /\ phase' = [phase EXCEPT ![f] = "newleader"]
  /\ ConsumeDown(f)
  /\ UNCHANGED <<durableVars, role, memLog, committed, learnerVars, leaderVars, link, toLeader>>

\* Leader l counts f as holding the initial history; a quorum commits it and begins broadcast.
LeaderProcessACKLD(l, f) ==
  /\ role[l] = "LEADING"
  /\ phase[l] \in {"sync", "broadcast"}
  /\ learner[l][f] = "synced"
  /\ LeaderReads(l, f, "ACK")
  /\ Head(toLeader[f]).zxid = NewLeaderZxid(proposedEpoch[l])
  /\ LET acks == newLeaderAcks[l] \cup {f}
         first == phase[l] = "sync" /\ Q(acks)
         ready == {f} \cup (IF first THEN Hearing(l, {"ready"}) ELSE {})
     IN  /\ IF phase[l] = "sync"
            THEN newLeaderAcks' = [newLeaderAcks EXCEPT ![l] = acks]
            ELSE UNCHANGED newLeaderAcks
         /\ IF first
            THEN /\ phase' = [phase EXCEPT ![l] = "broadcast"]
                 /\ committed' = [committed EXCEPT ![l] = Len(memLog[l])]
            ELSE UNCHANGED <<phase, committed>>
         /\ IF first \/ phase[l] = "broadcast"
            THEN SendDown(ready, [g \in ready |-> <<[type |-> "UPTODATE"]>>])
            ELSE UNCHANGED toLearner
  /\ learner' = [learner EXCEPT ![l][f] = "ready"]
  /\ ConsumeUp(f)
  /\ UNCHANGED <<durableVars, role, memLog, diskQueue, learnerVars, learnerZxid, proposedEpoch,
                 epochInfo, epochAcks, ackIndex, link>>

\* Learner f begins to serve, with everything delivered that it knows to be committed.
FollowerProcessUPTODATE(f) ==
  /\ role[f] = "FOLLOWING"
  /\ phase[f] = "newleader"
  /\ Reads(f, "UPTODATE")
  /\ phase' = [phase EXCEPT ![f] = "broadcast"]
  /\ committed' = [committed EXCEPT ![f] = syncCommitted[f]]
  /\ syncCommitted' = [syncCommitted EXCEPT ![f] = 0]
  /\ IF AckUptodate THEN SendUp(f, <<ACK(NewLeaderZxid(currentEpoch[f]))>>)
     ELSE UNCHANGED toLeader
  /\ ConsumeDown(f)
  /\ UNCHANGED <<durableVars, role, memLog, diskQueue, leaderOf, leaderVars, link>>

-----------------------------------------------------------------------------
(* Broadcast *)

\* The zxid of the next request that leader l proposes.
NextZxid(l) ==
  LET z == LastZxid(memLog[l])
  IN  IF z[1] = proposedEpoch[l] THEN <<z[1], z[2] + 1>> ELSE <<proposedEpoch[l], 1>>

\* Leader l proposes content v to every voter whose sync stream has been sent.
LeaderProcessRequest(l, v) ==
  /\ role[l] = "LEADING"
  /\ phase[l] = "broadcast"
  /\ LET txn == [zxid |-> NextZxid(l), val |-> v]
     IN  /\ memLog' = [memLog EXCEPT ![l] = Append(@, txn)]
         /\ Queue(l, <<Operation("append", txn, <<>>)>>)
         /\ SendToSynced(l, [f \in Server |->
              IF f \in Voter THEN <<[type |-> "PROPOSAL", txn |-> txn]>> ELSE <<>>])
  /\ UNCHANGED <<durableVars, role, phase, committed, learnerVars, leaderVars, link, toLeader>>

\* Index k of l is backed by the durable length of l and the acknowledgements of a quorum.
Backed(l, k, acks, own) == Q({s \in Voter : IF s = l THEN own >= k ELSE acks[s] >= k})

\* The highest index that l may commit; there is one highest.
Committable(l, acks, own) ==
  LET K == {k \in (committed[l] + 1)..Len(memLog[l]) : Backed(l, k, acks, own)}
  IN  IF K = {} THEN committed[l] ELSE CHOOSE k \in K : \A j \in K : k >= j

\* Leader l commits up to index k and tells voters the zxid, observers the txn.
CommitUpTo(l, k) ==
  LET done == committed[l]
      commits == [j \in 1..(k - done) |-> [type |-> "COMMIT", zxid |-> memLog[l][done + j].zxid]]
      informs == [j \in 1..(k - done) |-> [type |-> "INFORM", txn |-> memLog[l][done + j]]]
  IN  /\ committed' = [committed EXCEPT ![l] = k]
      /\ SendToSynced(l, [f \in Server |-> IF f \in Voter THEN commits ELSE informs])

\* Leader l counts an acknowledgement of f and commits what a quorum has made durable.
LeaderProcessACK(l, f) ==
  /\ role[l] = "LEADING"
  /\ phase[l] = "broadcast"
  /\ learner[l][f] \in {"synced", "ready"}
  /\ LeaderReads(l, f, "ACK")
  /\ LET z == Head(toLeader[f]).zxid
         acks == [ackIndex[l] EXCEPT ![f] = Max(@, IndexOf(memLog[l], z))]
     IN  /\ z[2] > 0
         /\ Holds(memLog[l], z)
         /\ ackIndex' = [ackIndex EXCEPT ![l] = acks]
         /\ CommitUpTo(l, Committable(l, acks, Len(log[l])))
  /\ ConsumeUp(f)
  /\ UNCHANGED <<durableVars, role, phase, memLog, diskQueue, learnerVars, learner, learnerZxid,
                 proposedEpoch, countVars, link>>

\* Observer o logs and delivers a txn that is committed already.
ObserverProcessINFORM(o) ==
  /\ o \notin Voter
  /\ role[o] = "FOLLOWING"
  /\ phase[o] \in {"newleader", "broadcast"}
  /\ Reads(o, "INFORM")
  /\ LET txn == Head(toLearner[o]).txn
     IN  /\ IsNextZxid(LastZxid(memLog[o]), txn.zxid)
         /\ memLog' = [memLog EXCEPT ![o] = Append(@, txn)]
         /\ Queue(o, <<Operation("append", txn, <<>>)>>)
  /\ IF phase[o] = "broadcast"
     THEN committed' = [committed EXCEPT ![o] = @ + 1] /\ UNCHANGED syncCommitted
     ELSE syncCommitted' = [syncCommitted EXCEPT ![o] = @ + 1] /\ UNCHANGED committed
  /\ ConsumeDown(o)
  /\ UNCHANGED <<durableVars, role, phase, leaderOf, leaderVars, link, toLeader>>

\* Leader l reads the second ACK of NEWLEADER, which answers UPTODATE, and does nothing.
LeaderIgnoreACK(l, f) ==
  /\ role[l] = "LEADING"
  /\ learner[l][f] = "ready"
  /\ LeaderReads(l, f, "ACK")
  /\ Head(toLeader[f]).zxid = NewLeaderZxid(proposedEpoch[l])
  /\ ConsumeUp(f)
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars, leaderVars,
                 link, toLearner>>

-----------------------------------------------------------------------------
(* Disk *)

\* The new epoch is durable at leader l: it is offered to every learner that asked.
OfferEpoch(l, epoch) ==
  LET asked == {f \in Server : learner[l][f] = "info"}
  IN  /\ learner' = [learner EXCEPT ![l] =
           [f \in Server |-> IF f \in asked THEN "epochSent" ELSE @[f]]]
      /\ SendDown(Hearing(l, {"info"}), [f \in Server |->
           <<[type |-> "LEADERINFO", epoch |-> epoch]>>])
      /\ UNCHANGED <<phase, newLeaderAcks, committed>>

\* The epoch is established at leader l: it may synchronise its learners.
EnterSync(l) ==
  /\ phase' = [phase EXCEPT ![l] = "sync"]
  /\ newLeaderAcks' = [newLeaderAcks EXCEPT ![l] = {l}]
  /\ UNCHANGED <<learner, committed, toLearner>>

\* The oldest disk operation of s is durable, and what waited for it happens.
DiskComplete(s) ==
  /\ diskQueue[s] # <<>>
  /\ LET d == Head(diskQueue[s])
         leads == role[s] = "LEADING"
     IN  /\ Persist(s, 1)
         /\ diskQueue' = [diskQueue EXCEPT ![s] = Tail(@)]
         /\ IF role[s] = "FOLLOWING" THEN SendUp(s, d.then) ELSE UNCHANGED toLeader
         /\ CASE leads /\ d.op = "acceptedEpoch" -> OfferEpoch(s, d.arg)
              [] leads /\ d.op = "currentEpoch" -> EnterSync(s)
              [] leads /\ d.op = "append" /\ phase[s] = "broadcast" ->
                   /\ CommitUpTo(s, Committable(s, ackIndex[s], Len(log[s]) + 1))
                   /\ UNCHANGED <<learner, phase, newLeaderAcks>>
              [] OTHER -> UNCHANGED <<learner, phase, newLeaderAcks, committed, toLearner>>
  /\ UNCHANGED <<role, memLog, learnerVars, learnerZxid, proposedEpoch, epochInfo, epochAcks,
                 ackIndex, link>>

-----------------------------------------------------------------------------
(* Failures *)

\* The connection of learner f breaks; neither end knows yet.
ConnBreak(f) ==
  /\ link[f] # "none"
  /\ Close({f})
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars, leaderVars>>

\* Learner f notices that its connection is gone.
LearnerLoseLeader(f) ==
  /\ role[f] = "FOLLOWING"
  /\ link[f] = "none"
  /\ Leave(f)

\* Leader l notices that the connection of f is gone; what f has promised and stored stays.
LeaderDropLearner(l, f) ==
  /\ role[l] = "LEADING"
  /\ learner[l][f] # "none"
  /\ ~Linked(l, f)
  /\ learner' = [learner EXCEPT ![l][f] = "none"]
  /\ learnerZxid' = [learnerZxid EXCEPT ![l][f] = Zero]
  /\ UNCHANGED <<durableVars, role, phase, memLog, committed, diskQueue, learnerVars,
                 proposedEpoch, countVars, ackIndex, channelVars>>

\* Leader l, without a quorum of connected learners, looks for a leader again.
LeaderLosesQuorum(l) ==
  /\ role[l] = "LEADING"
  /\ ~Q({l} \cup {f \in Server : learner[l][f] # "none"})
  /\ Leave(l)

\* Server s dies and starts again; k operations had reached its disk, and nobody was told.
Restart(s, k) ==
  /\ k <= Len(diskQueue[s])
  /\ Persist(s, k)
  /\ memLog' = [memLog EXCEPT ![s] = log'[s]]
  /\ diskQueue' = [diskQueue EXCEPT ![s] = <<>>]
  /\ ResetRole(s)

-----------------------------------------------------------------------------

Next ==
  \/ \E l \in Server : BecomeLeading(l)
  \/ \E f, l \in Server : FollowLeader(f, l)
  \/ \E l, f \in Server : LeaderAcceptLearner(l, f)
  \/ \E l, f \in Server : LeaderProcessFOLLOWERINFO(l, f)
  \/ \E f \in Server : FollowerProcessLEADERINFO(f)
  \/ \E l, f \in Server : LeaderProcessACKEPOCH(l, f)
  \/ \E l, f \in Server, mode \in {"DIFF", "TRUNC", "SNAP"} : LeaderSyncFollower(l, f, mode)
  \/ \E f \in Server : FollowerProcessDIFF(f)
  \/ \E f \in Server : FollowerProcessTRUNC(f)
  \/ \E f \in Server : FollowerProcessSNAP(f)
  \/ \E f \in Server : FollowerProcessPROPOSAL(f)
  \/ \E f \in Server : FollowerProcessCOMMIT(f)
  \/ \E f \in Server : FollowerProcessNEWLEADER(f)
  \/ \E l, f \in Server : LeaderProcessACKLD(l, f)
  \/ \E f \in Server : FollowerProcessUPTODATE(f)
  \/ \E l \in Server, v \in Value : LeaderProcessRequest(l, v)
  \/ \E l, f \in Server : LeaderProcessACK(l, f)
  \/ \E o \in Server : ObserverProcessINFORM(o)
  \/ \E l, f \in Server : LeaderIgnoreACK(l, f)
  \/ \E s \in Server : DiskComplete(s)
  \/ \E f \in Server : ConnBreak(f)
  \/ \E f \in Server : LearnerLoseLeader(f)
  \/ \E l, f \in Server : LeaderDropLearner(l, f)
  \/ \E l \in Server : LeaderLosesQuorum(l)
  \/ \E s \in Server : \E k \in 0..Len(diskQueue[s]) : Restart(s, k)

Spec == Init /\ [][Next]_vars

=============================================================================
