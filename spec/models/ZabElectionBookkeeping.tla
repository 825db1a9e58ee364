----------------------- MODULE ZabElectionBookkeeping -----------------------
(***************************************************************************)
(* What the composition does with the two modules' steps: that it takes    *)
(* each of them, and that a step of it is a step.  Neither is a promise,   *)
(* but without them a clause could be missing unnoticed.                   *)
(***************************************************************************)
EXTENDS MCZabElection, Seen

\* Whatever happens makes a difference; only a restart may find everything as it was, and a vote
\* that is repeated the same vote in a full channel.
StepsMatter ==
  [][vars' # vars \/ nRestart' # nRestart \/ nResend' # nResend]_mcVars

-----------------------------------------------------------------------------
(* The steps that must be seen, by the names that ev gives them *)

\* A role ends in this step.
EndsRole == \E s \in Server : role[s] # "LOOKING" /\ role'[s] = "LOOKING"

\* A step of this name that does what it is for.
Takes(name) ==
  /\ ev'[1] = name
  /\ name \in {"Restart", "LearnerLoseLeader", "LeaderLosesQuorum"} => EndsRole
  /\ name = "FinalizeTimeout" => role' # role
  /\ vars' # vars

Names ==
  <<"StartElection", "AnswerLooking", "ReceiveOlder", "ReceiveSwallowed", "ReceiveLooking",
    "ReceiveSettled", "NotificationTimeout", "FinalizeTimeout", "ObserverFollows",
    "LeaderAcceptLearner", "LeaderProcessFOLLOWERINFO", "LeaderProcessACKEPOCH",
    "LeaderSyncFollower", "LeaderProcessACKLD", "LeaderProcessACK", "LeaderIgnoreACK",
    "LeaderDropLearner", "FollowerProcessLEADERINFO", "FollowerProcessDIFF",
    "FollowerProcessTRUNC", "FollowerProcessSNAP", "FollowerProcessPROPOSAL",
    "FollowerProcessCOMMIT", "FollowerProcessNEWLEADER", "FollowerProcessUPTODATE",
    "ObserverProcessINFORM", "LearnerLoseLeader", "ConnBreak", "LeaderLosesQuorum",
    "LeaderProcessRequest", "DiskComplete", "Restart">>

\* A voter joins a leader on what settled voters say.
Joins == ev'[1] = "ReceiveSettled" /\ role' # role

\* A step that no budget counts.
V_StepsMatter == vars' # vars /\ UNCHANGED budgets

BInit == MCInit /\ NothingSeen(Len(Names) + 2)

\* As ACTION_CONSTRAINT.
SeenInStep ==
  /\ \A k \in 1..Len(Names) : Seen(k, Names[k], Takes(Names[k]))
  /\ Seen(Len(Names) + 1, "Joins", Joins)
  /\ Seen(Len(Names) + 2, "V_StepsMatter", V_StepsMatter)

=============================================================================
