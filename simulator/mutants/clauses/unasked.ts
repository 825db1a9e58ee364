// Promise: only what production would refuse is offered; whatever happens is the mutant's doing.
import { production } from "#explorer";
import type { ElectionEvent, Event } from "#state-machine";
import { Dice } from "../../dice.js";
import type { Scene } from "../../scene.js";
import type { Server } from "../../server.js";

/** How often, of the steps of a run. */
const OFTEN = 0.2;

/** Events out of season, by a dice of their own: a caller that does not ask whether it may. */
export function unasked(seed: number): (scene: Scene) => void {
  const dice = new Dice(seed);
  return (scene) => {
    if (!dice.chance(OFTEN)) return;
    const server = dice.pick(scene.ensemble.servers) as Server;
    if (server.election !== null && dice.chance(0.4)) vote(scene, server, dice);
    else act(scene, server, dice);
  };
}

function act({ ensemble }: Scene, server: Server, dice: Dice): void {
  const other = dice.pick(ensemble.servers) as Server;
  const { learner, memLog, diskQueue } = server.state;
  const to = (ensemble.servers.find(({ id }) => learner[id] === "acked") ?? other).id;
  const events: readonly Event[] = [
    { kind: "ElectedLeading" },
    { kind: "ElectedFollowing", leader: other.id },
    { kind: "ClientRequest", val: dice.digest() },
    { kind: "DiskComplete" },
    { kind: "LeaderLost" },
    { kind: "LearnerLost", from: other.id },
    { kind: "QuorumLost" },
    { kind: "SyncLearner", to, mode: "DIFF", snapBase: 0 },
    { kind: "SyncLearner", to, mode: "TRUNC", snapBase: 0 },
    { kind: "SyncLearner", to, mode: "SNAP", snapBase: dice.below(4) },
    { kind: "SyncLearner", to, mode: "SNAP", snapBase: memLog.length },
    { kind: "Restart", completed: diskQueue.length + 1 },
  ];
  const event = dice.pick(events) as Event;
  if (production.step(server.state, event).action !== null) return;
  if (event.kind === "Restart") ensemble.restart(server, event.completed);
  else ensemble.offer(server, event);
}

function vote({ ensemble }: Scene, server: Server, dice: Dice): void {
  const { currentEpoch, log } = server.state;
  const events: readonly ElectionEvent[] = [
    { kind: "StartElection", summary: { epoch: currentEpoch, zxid: log.lastZxid } },
    { kind: "FinalizeTimeout" },
    { kind: "NotificationTimeout" },
    { kind: "LeaveInstance" },
    { kind: "EpochEstablished", epoch: currentEpoch },
  ];
  const event = dice.pick(events) as ElectionEvent;
  if (server.election === null) return;
  if (production.stepElection(server.election, event).action !== null) return;
  ensemble.voting.offer(server, event);
}
