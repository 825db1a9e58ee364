import type { ClusterOptions } from "../../test/support/cluster.js";
import { pause, until } from "../../test/support/wait.js";
import { ZooKeeper } from "#client";
import type { RecordedEnsemble } from "./ensemble.js";
import { Load, SLOW, writes } from "./load.js";

/** A run to be recorded: what happens to an ensemble that begins with empty disks. */
export interface Schedule {
  /** What happens, as a sentence. */
  readonly story: string;
  readonly ensemble: ClusterOptions;
  /** Actions that the run is recorded for: without one of them it is not kept. */
  readonly shows: readonly string[];
  readonly play: (ensemble: RecordedEnsemble) => Promise<void>;
}

const steadyWrites: Schedule = {
  story: "Three clients write, one through each of three servers.",
  ensemble: {},
  shows: ["LeaderProcessRequest", "LeaderIgnoreACK"],
  async play(ensemble) {
    await ensemble.start();
    await Promise.all(
      ensemble.servers.map(({ address, id }) => writes(address, `/client-${id}`, 8)),
    );
  },
};

const leaderKilled: Schedule = {
  story: "The leader is killed under load, another one takes over, the dead one comes back.",
  ensemble: {},
  shows: ["LearnerLoseLeader", "LeaveInstance"],
  async play(ensemble) {
    await ensemble.start();
    const load = await Load.start(ensemble.all, "/load");
    await load.more(8);
    const leader = await ensemble.leader();
    await ensemble.kill(leader);
    await load.more(8);
    await ensemble.start(leader);
    await load.more(4);
    await load.stop();
  },
};

const followerRestarted: Schedule = {
  story: "A follower is killed under load and catches up with DIFF, twice.",
  ensemble: {},
  shows: ["LeaderDropLearner", "FollowerProcessDIFF"],
  async play(ensemble) {
    await ensemble.start();
    const load = await Load.start(ensemble.all, "/load", SLOW);
    for (let time = 1; time <= 2; time += 1) {
      const [follower] = await ensemble.others(await ensemble.leader());
      await load.more(6);
      await ensemble.kill(follower);
      await load.more(6);
      await ensemble.start(follower);
    }
    await load.more(4);
    await load.stop();
  },
};

const minorityPartition: Schedule = {
  story:
    "A follower is stopped (SIGSTOP) until its leader drops it, and goes on; then the leader is " +
    "stopped until the others have another one, and goes on.",
  ensemble: { config: ["syncLimit=2"] },
  shows: ["LearnerLoseLeader", "LeaderDropLearner", "LeaderLosesQuorum"],
  async play(ensemble) {
    await ensemble.start();
    const leader = await ensemble.leader();
    const [follower, other] = await ensemble.others(leader);
    const load = await Load.start(`${leader.address},${other.address}`, "/load", SLOW);
    await load.more(4);
    await ensemble.recorded(leader, "LeaderDropLearner", () => follower.signal("SIGSTOP"));
    await load.more(4);
    await ensemble.recorded(follower, "LearnerLoseLeader", () => follower.signal("SIGCONT"));
    await follower.serving();
    leader.signal("SIGSTOP");
    await until("another leader serves", async () => {
      const modes = await Promise.all([follower.mode(300), other.mode(300)]);
      return modes.includes("leader") && modes.includes("follower");
    });
    await load.more(4);
    await ensemble.recorded(leader, "LeaderLosesQuorum", () => leader.signal("SIGCONT"));
    await leader.serving();
    await load.more(4);
    await load.stop();
  },
};

const wholeEnsembleRestarted: Schedule = {
  story: "All three servers are killed under load and start again, twice.",
  ensemble: {},
  shows: [],
  async play(ensemble) {
    await ensemble.start();
    const load = await Load.start(ensemble.all, "/load");
    for (let time = 1; time <= 2; time += 1) {
      await load.more(8);
      await ensemble.kill(...ensemble.servers);
      await ensemble.start();
    }
    await load.more(4);
    await load.stop();
  },
};

const observer: Schedule = {
  story: "Two voters and an observer, which is killed under load and comes back.",
  ensemble: { voters: 2, observers: 1 },
  shows: ["ObserverProcessINFORM", "LeaderDropLearner"],
  async play(ensemble) {
    await ensemble.start();
    const watching = ensemble.server(3);
    await writes(watching.address, "/through-the-observer", 6);
    const load = await Load.start(ensemble.server(1).address, "/load");
    await load.more(6);
    await ensemble.kill(watching);
    await load.more(6);
    await ensemble.start(watching);
    await load.more(6);
    await load.stop();
  },
};

const snapshotSync: Schedule = {
  story:
    "A server starts for the first time, and later comes back, when the others have forgotten " +
    "the txns that it lacks: each time it is sent a snapshot.",
  ensemble: { config: ["snapCount=6"] },
  shows: ["FollowerProcessSNAP"],
  async play(ensemble) {
    const [one, two, late] = three(ensemble);
    await ensemble.start(one, two);
    for (const time of ["first", "second"]) {
      await writes(one.address, `/${time}`, 20);
      await ensemble.kill(one, two);
      await ensemble.start(one, two);
      await ensemble.start(late);
      await writes(late.address, `/${time}-late`, 4);
      if (time === "first") await ensemble.kill(late);
    }
  },
};

type Server = ReturnType<RecordedEnsemble["server"]>;

function three(ensemble: RecordedEnsemble): readonly [Server, Server, Server] {
  return [ensemble.server(1), ensemble.server(2), ensemble.server(3)];
}

const truncatedLeader: Schedule = {
  story:
    "A leader logs what nobody else has; it dies, the others form an epoch without it, and cut " +
    "its log when it comes back.",
  ensemble: {},
  shows: ["FollowerProcessTRUNC"],
  async play(ensemble) {
    await ensemble.start();
    await writes(ensemble.all, "/before", 5);
    const leader = await ensemble.leader();
    const others = await ensemble.others(leader);
    const client = await ZooKeeper.connect(leader.address);
    await client.create("/agreed", "");
    // Servers that are stopped and then killed never read what was sent to them meanwhile.
    for (const other of others) other.signal("SIGSTOP");
    await ensemble.recorded(leader, "LeaderProcessRequest", () => {
      for (const k of [1, 2, 3]) client.create(`/lost-${k}`, "").catch(() => undefined);
    });
    await until("the leader has logged them", () => isIdle(ensemble, leader));
    await ensemble.kill(leader, ...others);
    await client.close().catch(() => undefined);
    await ensemble.start(...others);
    await ensemble.start(leader);
    await writes(ensemble.all, "/after", 5);
  },
};

/** Every request that the server has taken is on its disk. */
function isIdle(ensemble: RecordedEnsemble, server: Server): boolean {
  const asked = ensemble.count(server, "LeaderProcessRequest");
  // Two operations of a leader are epochs.
  return ensemble.count(server, "DiskComplete") >= asked + 2;
}

/**
 * Milliseconds after which a server that votes alone has repeated its vote. Its file does not tell
 * yet: lines leave the process before whatever leaves it, and here nothing does.
 */
const REPEATS = 2_000;

const contestedElections: Schedule = {
  story:
    "Servers start one by one, so that one votes alone, one joins a leader, and one that has " +
    "lost its leaders meets a vote of an older round.",
  ensemble: {},
  shows: [
    "NotificationTimeout",
    "ReceiveSettled",
    "AnswerLooking",
    "LeaveInstance",
    "ReceiveOlder",
    "ReceiveSwallowed",
  ],
  async play(ensemble) {
    const [one, two, last] = three(ensemble);
    one.start(ensemble.folder);
    await pause(REPEATS);
    await ensemble.start(two);
    await ensemble.start(last);
    await writes(last.address, "/first", 4);
    await ensemble.kill(one, two);
    await pause(REPEATS);
    await ensemble.recorded(last, "ReceiveOlder", () => one.start(ensemble.folder));
    await Promise.all([one.serving(), last.serving()]);
    await ensemble.start(two);
    await writes(one.address, "/second", 4);
    await ensemble.kill(one, two, last);
    await ensemble.start();
    await writes(two.address, "/third", 4);
  },
};

/** Every run of `traces/good`, by its folder. */
export const schedules: Readonly<Record<string, Schedule>> = {
  "steady-writes": steadyWrites,
  "leader-killed": leaderKilled,
  "follower-restarted": followerRestarted,
  "minority-partition": minorityPartition,
  "whole-ensemble-restarted": wholeEnsembleRestarted,
  observer,
  "snapshot-sync": snapshotSync,
  "truncated-leader": truncatedLeader,
  "contested-elections": contestedElections,
};
