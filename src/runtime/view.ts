import { sessionIdToHex } from "#codec";
import type { Service } from "#service";
import type { NodeState } from "#state-machine";
import type { ServerView } from "./clients/four-letter.js";
import type { Clients } from "./clients/clients.js";
import type { ServerStats } from "./clients/stats.js";
import type { Disk, Timers } from "./ports.js";
import type { Leading } from "./quorum/leading.js";
import type { Settings } from "./settings.js";

/** What of a server can be looked at. */
export interface Viewed {
  readonly settings: Settings;
  readonly state: NodeState;
  readonly service: Service;
  readonly clients: Clients;
  readonly stats: ServerStats;
  /** Null while it does not lead. */
  readonly leading: Leading | null;
  readonly configText: string;
  /** Monotonic ms. */
  readonly startedAt: number;
}

/** What the four-letter words say of a server. */
export function viewOf(server: Viewed, ports: { timers: Timers; disk: Disk }): ServerView {
  const { settings, state, service, clients, stats, leading } = server;
  const alone = settings.myid === null;
  const observer = !state.voters.includes(state.self);
  const role = state.role === "LEADING" ? "leader" : observer ? "observer" : "follower";
  const mode = !clients.serving ? null : alone ? "standalone" : role;
  const peer = state.role === "LEADING" ? "leading" : observer ? "observing" : "following";
  return {
    version: settings.version,
    mode,
    peerState: alone ? null : `${peer} - ${state.phase}`,
    zxid: service.lastZxid,
    epoch: state.role === "LEADING" ? state.proposedEpoch : state.currentEpoch,
    nodes: service.nodeCount,
    watches: service.watchCount,
    ephemerals: service.ephemeralsCount,
    dataSize: service.approximateDataSize,
    sessions: service.sessions.size,
    outstanding: clients.outstanding,
    uptime: ports.timers.now() - server.startedAt,
    stats,
    connections: [...clients.connections].map((connection) => ({
      address: connection.stream.remoteAddress,
      port: connection.stream.remotePort,
      open: connection.state === "open",
      session: sessionIdToHex(connection.sessionHi, connection.sessionLo),
      queued: connection.pending.length,
      received: connection.received,
      sent: connection.sent,
    })),
    quorumSize: alone ? null : state.voters.length,
    learners: mode === "leader" && leading !== null ? learnersOf(server) : null,
    conf: confOf(server, ports.disk),
    membership: alone ? "" : server.configText,
  };
}

function learnersOf({ leading, state }: Viewed): NonNullable<ServerView["learners"]> {
  const all = leading?.learners ?? [];
  const ready = all.filter((sid) => state.learner[sid] === "ready");
  return {
    all: all.length,
    syncedFollowers: ready.filter((sid) => state.voters.includes(sid)).length,
    syncedObservers: ready.filter((sid) => !state.voters.includes(sid)).length,
    pendingSyncs: leading?.ordering.pendingSyncs ?? 0,
  };
}

function confOf({ settings }: Viewed, disk: Disk): ServerView["conf"] {
  const { data, log } = disk.sizes();
  const own = settings.members.find(({ id }) => id === settings.myid);
  const rows: [string, string | number][] = [
    ["clientPort", settings.client.port],
    ["secureClientPort", -1],
    ["dataDir", `${settings.dataDir}/version-2`],
    ["dataDirSize", data],
    ["dataLogDir", `${settings.dataLogDir}/version-2`],
    ["dataLogSize", log],
    ["tickTime", settings.tickTime],
    ["maxClientCnxns", settings.maxClientCnxns],
    ["minSessionTimeout", settings.minSessionTimeout],
    ["maxSessionTimeout", settings.maxSessionTimeout],
    ["clientPortListenBacklog", -1],
    ["serverId", settings.myid ?? 0],
  ];
  if (own === undefined) return rows;
  rows.push(
    ["initLimit", settings.initLimit],
    ["syncLimit", settings.syncLimit],
    ["electionAlg", 3],
    ["electionPort", own.electionPort],
    ["quorumPort", own.quorumPort],
    ["peerType", own.role === "observer" ? 1 : 0],
  );
  return rows;
}
