// Promise: each way in which a server can take an action is one step with a name of its own.
import { boundOf, serversOf, type ModelCfg } from "./model-cfg.js";
import { GraphError } from "./errors.js";

/** One action with its parameters: how edges are labelled, and the step in TLA+. */
export interface Instance {
  readonly label: string;
  readonly step: string;
}

/** More disk operations than any model lets wait. Beyond it `BEYOND` is taken, and refused. */
const MAX_QUEUE = 9;

/** Label of a step whose parameter is greater than any that has a label. */
export const BEYOND = "Restart(s, k) beyond the longest disk queue";

const MODES = ['"DIFF"', '"TRUNC"', '"SNAP"'];

/** Of a learner, or of a server by itself. */
const ALONE = [
  ...["BecomeLeading", "FollowerProcessLEADERINFO", "FollowerProcessDIFF", "FollowerProcessTRUNC"],
  ...["FollowerProcessSNAP", "FollowerProcessPROPOSAL", "FollowerProcessCOMMIT"],
  ...["FollowerProcessNEWLEADER", "FollowerProcessUPTODATE", "ObserverProcessINFORM"],
  ...["LearnerLoseLeader", "LeaderLosesQuorum", "DiskComplete", "ConnBreak"],
];

/** Of two servers: the follower and whom it follows, or the leader and its learner. */
const OF_TWO = [
  ...["FollowLeader", "LeaderAcceptLearner", "LeaderProcessFOLLOWERINFO", "LeaderProcessACKEPOCH"],
  ...["LeaderProcessACKLD", "LeaderProcessACK", "LeaderIgnoreACK", "LeaderDropLearner"],
];

const ELECTION_ALONE = [
  ...["StartElection", "FinalizeTimeout", "NotificationTimeout", "LeaveInstance", "Restart"],
];
const ELECTION_OF_TWO = [
  ...["AnswerLooking", "ReceiveOlder", "ReceiveSwallowed", "ReceiveLooking", "ReceiveSettled"],
];

/**
 * Every instance of every action of a model's next-state relation. That none is missing shows in
 * the count of generated states, which must be the same as with the relation itself.
 *
 * @throws GraphError for a module whose actions are not known here.
 */
export function instances(
  module: string,
  cfg: ModelCfg,
  defined: ReadonlySet<string>,
  place: string,
): readonly Instance[] {
  if (cfg.next === "MCNext" && module === "MCZab") return zabInstances(cfg, place);
  if (cfg.next === "MCNext" && module === "MCElection") {
    return electionInstances(cfg, defined, place);
  }
  throw new GraphError(
    `${place}: NEXT ${cfg.next} of ${module}: graphs are those of MCNext of MCZab or MCElection`,
  );
}

function zabInstances(cfg: ModelCfg, place: string): readonly Instance[] {
  const servers = serversOf(cfg, "Server", place);
  const pairs = pairsOf(servers);
  const wrapped = (name: string, ...parameters: readonly (number | string)[]): Instance =>
    instance(name, parameters, `MC${name}(${parameters.join(", ")})`);
  const elections = subsets(serversOf(cfg, "Voter", place)).flatMap((voters) =>
    voters.map((l) => wrapped("ElectLeader", l, `{${voters.join(", ")}}`)),
  );
  const requests = upTo(1, boundOf(cfg, "MaxTxn", place)).flatMap((v) =>
    servers.map((l) =>
      instance(
        "LeaderProcessRequest",
        [l, v],
        `nTxn + 1 = ${String(v)} /\\ MCLeaderProcessRequest(${String(l)})`,
      ),
    ),
  );
  const restarts = servers.flatMap((s) => [
    ...upTo(0, MAX_QUEUE).map((k) =>
      instance(
        "Restart",
        [s, k],
        `${String(k)} <= Len(diskQueue[${String(s)}]) /\\ ${restart(s, k)}`,
      ),
    ),
    {
      label: BEYOND,
      step: `\\E k \\in ${String(MAX_QUEUE + 1)}..Len(diskQueue[${String(s)}]) : ${restart(s, "k")}`,
    },
  ]);
  return [
    ...elections,
    ...ALONE.flatMap((name) => servers.map((s) => wrapped(name, s))),
    ...OF_TWO.flatMap((name) => pairs.map((pair) => wrapped(name, ...pair))),
    ...pairs.flatMap((pair) => MODES.map((mode) => wrapped("LeaderSyncFollower", ...pair, mode))),
    ...requests,
    ...restarts,
  ];
}

function restart(s: number, k: number | string): string {
  return `MCRestart(${String(s)}, ${String(k)})`;
}

/** Actions that need no budget have no wrapper of their own in MCElection. */
function electionInstances(
  cfg: ModelCfg,
  defined: ReadonlySet<string>,
  place: string,
): readonly Instance[] {
  const voters = serversOf(cfg, "Voter", place);
  const wrapped = (name: string, parameters: readonly number[]): Instance => {
    const list = parameters.join(", ");
    const bare = `Step(${name}(${list}), "${name}", <<${list}>>) /\\ Free`;
    return instance(name, parameters, defined.has(`MC${name}`) ? `MC${name}(${list})` : bare);
  };
  return [
    ...ELECTION_ALONE.flatMap((name) => voters.map((s) => wrapped(name, [s]))),
    ...ELECTION_OF_TWO.flatMap((name) => pairsOf(voters).map((pair) => wrapped(name, pair))),
  ];
}

function instance(name: string, parameters: readonly (number | string)[], step: string): Instance {
  return { label: `${name}(${parameters.join(", ")})`, step };
}

function pairsOf(servers: readonly number[]): readonly (readonly [number, number])[] {
  return servers.flatMap((a) => servers.map((b) => [a, b] as const));
}

/** The subsets with at least one member, each in ascending order. */
function subsets(servers: readonly number[]): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (const server of servers) all = [...all, ...all.map((each) => [...each, server])];
  return all.filter((each) => each.length > 0);
}

function upTo(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
