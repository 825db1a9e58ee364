// Promise: voters elect, or the schedule names leaders; observers follow whoever leads.
import { compareZxid, type ServerId } from "#state-machine";
import type { Scene } from "./scene.js";
import type { Server } from "./server.js";

/** A step towards a leader. */
export function elect(scene: Scene, server: Server): boolean {
  if (server.election !== null) return vote(scene, server) || takeUp(scene, server);
  return server.state.role === "LOOKING" && named(scene, server);
}

/** A step of the election. */
function vote({ ensemble, dice }: Scene, server: Server): boolean {
  const { voting } = ensemble;
  const { election } = server;
  const others = ensemble.servers.filter((one) => one !== server && one.election !== null);
  const other = dice.pick(others);
  if (election === null || other === undefined) return false;
  if (!voting.notices.connected(server.id, other.id)) voting.connect(server, other);
  if (election.role === "LOOKING" && election.vote === null) return voting.start(server);
  const waiting = others.filter(({ id }) => voting.notices.waiting(id, server.id));
  const from = dice.pick(waiting);
  if (from !== undefined && dice.chance(0.9)) return voting.read(server, from.id);
  if (election.role !== "LOOKING" || (from !== undefined && dice.chance(0.9))) return false;
  if (election.finalizing) return voting.offer(server, { kind: "FinalizeTimeout" });
  return dice.chance(0.05) && voting.offer(server, { kind: "NotificationTimeout" });
}

/** A server takes up the role that was decided, or gives up on a leader that does not lead. */
function takeUp({ ensemble, dice }: Scene, server: Server): boolean {
  const { decided, state } = server;
  if (decided === null || state.role !== "LOOKING") return false;
  if (decided === server.id)
    return taken(server, ensemble.offer(server, { kind: "ElectedLeading" }));
  const leads = ensemble.server(decided).state.role === "LEADING";
  if (leads || dice.chance(0.05)) {
    return taken(server, ensemble.offer(server, { kind: "ElectedFollowing", leader: decided }));
  }
  if (dice.chance(0.05)) ensemble.voting.leave(server);
  return false;
}

function taken(server: Server, done: boolean): boolean {
  if (done) server.decided = null;
  return done;
}

/** The schedule names a leader: mostly one that leads, or the best of those who look for one. */
function named({ ensemble, dice, habits }: Scene, server: Server): boolean {
  const follow = (leader: ServerId) => ensemble.offer(server, { kind: "ElectedFollowing", leader });
  const leading = ensemble.servers.filter(({ state }) => state.role === "LEADING");
  const leader = dice.pick(leading);
  const poor = dice.chance(habits.poor);
  if (leader !== undefined && !poor) return follow(leader.id);
  if (!server.state.voters.includes(server.id) || server.election !== null) return false;
  const rivals = ensemble.servers.filter(({ id, state }) => {
    return id !== server.id && state.role === "LOOKING" && state.voters.includes(id);
  });
  if (!poor && rivals.some((rival) => isBetter(rival, server)) && dice.chance(0.95)) return false;
  if (dice.chance(0.03)) return follow((dice.pick(ensemble.servers) as Server).id);
  return dice.chance(0.3) && ensemble.offer(server, { kind: "ElectedLeading" });
}

function isBetter({ state: a }: Server, { state: b }: Server): boolean {
  if (a.currentEpoch !== b.currentEpoch) return a.currentEpoch > b.currentEpoch;
  return compareZxid(a.memLog.lastZxid, b.memLog.lastZxid) > 0;
}
