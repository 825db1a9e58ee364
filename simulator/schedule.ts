// Promise: every choice is the dice's; what may be done is asked of the reducers alone.
import type { SyncMode } from "#state-machine";
import type { Connection } from "./connection.js";
import { elect } from "./elect.js";
import type { Scene } from "./scene.js";
import type { Server } from "./server.js";

/** Something that a server may do; false where it cannot, or is not given to it now. */
type Option = (scene: Scene, server: Server) => boolean;

const MODES: readonly SyncMode[] = ["DIFF", "TRUNC", "SNAP"];

const options: readonly Option[] = [
  /** The disk completes an operation. */
  ({ ensemble, dice, habits }, server) =>
    server.state.diskQueue.length > 0 &&
    dice.chance(server.state.role === "LEADING" ? habits.leaderDisk : habits.disk) &&
    ensemble.offer(server, { kind: "DiskComplete" }),

  /** A learner, or a leader, reads. */
  ({ ensemble, dice, habits }, server) =>
    server.own !== null && dice.chance(habits.read) && ensemble.read(server, server.own),
  ({ ensemble, dice, habits }, server) => {
    const waiting = learnersOf(server, (connection) => connection.waiting(server.id));
    const connection = dice.pick(waiting);
    return (
      connection !== undefined && dice.chance(habits.read) && ensemble.read(server, connection)
    );
  },

  /** A leader accepts, synchronises, proposes. */
  ({ ensemble }, server) => ensemble.servers.some((learner) => ensemble.accept(server, learner)),
  (scene, server) =>
    learnersOf(server, () => true).some((connection) => sync(scene, server, connection)),
  ({ ensemble, dice, habits }, server) => {
    const { role, memLog, committed, diskQueue } = server.state;
    const { outstanding, request } = habits;
    if (role !== "LEADING" || diskQueue.length >= outstanding) return false;
    if (memLog.length - committed >= outstanding || !dice.chance(request)) return false;
    return ensemble.offer(server, { kind: "ClientRequest", val: dice.digest() });
  },

  /** Somebody notices that a connection is gone. */
  ({ ensemble, dice }, server) =>
    server.own?.alive === false &&
    dice.chance(0.4) &&
    ensemble.offer(server, { kind: "LeaderLost" }),
  ({ ensemble, dice }, server) => {
    const dead = dice.pick(learnersOf(server, ({ alive }) => !alive));
    if (dead === undefined || !dice.chance(0.4)) return false;
    return ensemble.offer(server, { kind: "LearnerLost", from: dead.learner });
  },

  /** A leader counts its learners, or has waited long enough for a quorum. */
  ({ ensemble, dice, habits }, server) =>
    server.state.role === "LEADING" &&
    dice.chance(server.state.phase === "broadcast" ? habits.counting : habits.counting / 10) &&
    ensemble.offer(server, { kind: "QuorumLost" }),
  ({ dice }, server) => {
    if (
      server.state.role === "LEADING" &&
      server.state.phase !== "broadcast" &&
      dice.chance(0.002)
    ) {
      for (const connection of server.learners.values()) connection.break();
    }
    return false;
  },

  /** A learner gives up on somebody who does not lead. */
  ({ ensemble, dice }, server) => {
    const { own } = server;
    if (own === null || own.accepted || !own.alive) return false;
    if (ensemble.server(own.leader).state.role !== "LEADING" && dice.chance(0.3)) own.break();
    return false;
  },

  (scene, server) => elect(scene, server),
];

function learnersOf(server: Server, wanted: (connection: Connection) => boolean): Connection[] {
  return server.learners.size === 0 ? [] : [...server.learners.values()].filter(wanted);
}

/** The mode that the server would choose, or one that it could have chosen. */
function sync(scene: Scene, server: Server, connection: Connection): boolean {
  const { ensemble, dice, habits, syncModeFor } = scene;
  const { learner } = connection;
  if (server.state.learner[learner] !== "acked") return false;
  const chosen = syncModeFor(server.state, learner, habits.window);
  const mode = dice.chance(0.8) ? chosen : (dice.pick(MODES) as SyncMode);
  return ensemble.sync(server, connection, mode, dice.below(4));
}

/** One step of somebody; false where nobody happened to have anything to do. */
export function advance(scene: Scene): boolean {
  const { ensemble, dice, habits } = scene;
  if (dice.chance(habits.trouble)) fail(scene);
  const { servers } = ensemble;
  const first = dice.below(servers.length);
  for (let k = 0; k < servers.length; k += 1) {
    const server = servers[(first + k) % servers.length] as Server;
    if (act(scene, server)) return true;
  }
  return false;
}

function act(scene: Scene, server: Server): boolean {
  const { dice, habits, ensemble } = scene;
  const { memLog, committed } = server.state;
  if (committed - memLog.baseLength >= 2 * habits.kept) ensemble.snapshot(server, habits.kept);
  // A step of a prime number of options visits each of them once, in an order of its own.
  const [first, stride] = [
    dice.below(options.length),
    STRIDES[dice.below(STRIDES.length)] as number,
  ];
  for (let k = 0; k < options.length; k += 1) {
    const option = options[(first + k * stride) % options.length] as Option;
    if (option(scene, server)) return true;
  }
  return false;
}

/** Numbers without a common divisor with that of the options. */
const STRIDES: readonly number[] = options
  .map((_, k) => k + 1)
  .filter((k) => coprime(k, options.length));

function coprime(a: number, b: number): boolean {
  return b === 0 ? a === 1 : coprime(b, a % b);
}

function fail({ ensemble, dice, habits }: Scene): void {
  const server = dice.pick(ensemble.servers) as Server;
  const kind = dice.throw();
  if (kind < habits.restarts) {
    ensemble.restart(server, dice.below(server.state.diskQueue.length + 1));
  } else if (kind < habits.restarts + habits.breaks) {
    const other = dice.pick(ensemble.servers) as Server;
    server.own?.break();
    if (server.election !== null && other.election !== null && other !== server) {
      ensemble.voting.notices.cut(server.id, other.id, dice.chance(0.5));
    }
  } else ensemble.snapshot(server, dice.below(habits.kept));
}
