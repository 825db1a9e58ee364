import { decimals, type ServerStats } from "./stats.js";

/** What the four-letter words are made of. */
export interface ServerView {
  readonly version: string;
  /** Null while the server does not serve. */
  readonly mode: "standalone" | "leader" | "follower" | "observer" | null;
  /** As mntr says it, e.g. `leading - broadcast`; null on a standalone server. */
  readonly peerState: string | null;
  readonly zxid: { readonly epoch: number; readonly counter: number };
  readonly epoch: number;
  readonly nodes: number;
  readonly watches: number;
  readonly ephemerals: number;
  readonly dataSize: number;
  readonly sessions: number;
  readonly outstanding: number;
  readonly uptime: number;
  readonly stats: ServerStats;
  readonly connections: readonly ConnectionView[];
  /** Voters; null on a standalone server. */
  readonly quorumSize: number | null;
  /** Of a leader: its learners; null elsewhere. */
  readonly learners: LearnersView | null;
  readonly conf: readonly (readonly [string, string | number])[];
  /** The membership text behind `conf`; empty on a standalone server. */
  readonly membership: string;
}

export interface ConnectionView {
  readonly address: string;
  readonly port: number;
  readonly open: boolean;
  readonly queued: number;
  readonly received: number;
  readonly sent: number;
}

export interface LearnersView {
  readonly all: number;
  readonly syncedFollowers: number;
  readonly syncedObservers: number;
  readonly pendingSyncs: number;
}

/** The words this server knows. */
const FOUR_LETTER_WORDS = ["ruok", "srvr", "stat", "mntr", "isro", "conf"] as const;

/** Every word of ZooKeeper's: none of them may be taken for a length. */
export const KNOWN_WORDS: ReadonlySet<string> = new Set(
  (
    "conf cons crst dirs dump envi gtmk ruok stmk srst srvr stat wchc wchp wchs mntr isro hash " +
    "orst lsnp sysp icfg obsr"
  ).split(" "),
);

const NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";

/** The text that answers a four-letter word. */
export function answerWord(
  word: string,
  allowed: ReadonlySet<string> | "*",
  view: () => ServerView,
): string {
  const known = (FOUR_LETTER_WORDS as readonly string[]).includes(word);
  if (!known || (word !== "srvr" && allowed !== "*" && !allowed.has(word))) {
    return `${word} is not executed because it is not in the whitelist.\n`;
  }
  if (word === "ruok") return "imok";
  const server = view();
  if (word === "isro") return server.mode === null ? "null" : "rw";
  if (server.mode === null) return NOT_SERVING;
  if (word === "conf") return confText(server);
  if (word === "mntr") return mntrText(server);
  return word === "stat" ? statText(server) : srvrText(server);
}

function hex({ epoch, counter }: ServerView["zxid"]): string {
  const low = counter.toString(16);
  return epoch === 0 ? `0x${low}` : `0x${epoch.toString(16)}${low.padStart(8, "0")}`;
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

function version(server: ServerView): string {
  return `Zookeeper version: ${server.version}`;
}

function figures(server: ServerView): string {
  const { min, avg, max } = server.stats.latency;
  const { lastProposal, minProposal, maxProposal } = server.stats;
  const sizes = `Proposal sizes last/min/max: ${lastProposal}/${minProposal}/${maxProposal}`;
  return lines(
    `Latency min/avg/max: ${min}/${decimals(avg)}/${max}`,
    `Received: ${server.stats.received}`,
    `Sent: ${server.stats.sent}`,
    `Connections: ${server.connections.length}`,
    `Outstanding: ${server.outstanding}`,
    `Zxid: ${hex(server.zxid)}`,
    `Mode: ${server.mode}`,
    `Node count: ${server.nodes}`,
    ...(server.mode === "leader" ? [sizes] : []),
  );
}

function srvrText(server: ServerView): string {
  return lines(version(server)) + figures(server);
}

function statText(server: ServerView): string {
  const clients = server.connections.map(
    ({ address, port, open, queued, received, sent }) =>
      ` /${address}:${port}[${open ? 1 : 0}](queued=${queued},recved=${received},sent=${sent})`,
  );
  return lines(version(server), "Clients:", ...clients, "") + figures(server);
}

function confText(server: ServerView): string {
  const keys = server.conf.map(([key, value]) => `${key}=${value}`);
  if (server.membership === "") return lines(...keys);
  return `${lines(...keys)}membership: \n${server.membership}`;
}

function mntrText(server: ServerView): string {
  const { min, avg, max } = server.stats.latency;
  const rows: [string, string | number][] = [
    ["version", server.version],
    ["server_state", server.mode ?? ""],
  ];
  if (server.peerState !== null) rows.push(["peer_state", server.peerState]);
  if (server.quorumSize !== null) rows.push(["quorum_size", server.quorumSize]);
  rows.push(
    ["avg_latency", decimals(avg)],
    ["max_latency", max],
    ["min_latency", min],
    ["packets_received", server.stats.received],
    ["packets_sent", server.stats.sent],
    ["num_alive_connections", server.connections.length],
    ["outstanding_requests", server.outstanding],
    ["uptime", Math.round(server.uptime)],
    ["znode_count", server.nodes],
    ["watch_count", server.watches],
    ["ephemerals_count", server.ephemerals],
    ["approximate_data_size", server.dataSize],
    ["global_sessions", server.sessions],
    ["current_epoch", server.epoch],
  );
  if (server.learners !== null) {
    rows.push(
      ["learners", server.learners.all],
      ["synced_followers", server.learners.syncedFollowers],
      ["synced_observers", server.learners.syncedObservers],
      ["pending_syncs", server.learners.pendingSyncs],
      ["last_proposal_size", server.stats.lastProposal],
      ["max_proposal_size", server.stats.maxProposal],
      ["min_proposal_size", server.stats.minProposal],
    );
  }
  return lines(...rows.map(([name, value]) => `zk_${name}\t${value}`));
}
