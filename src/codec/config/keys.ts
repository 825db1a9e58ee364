import { nearest } from "./nearest.js";

/** The keys that mean something here, but for `server.N`. */
export const KEYS = [
  "tickTime",
  "initLimit",
  "syncLimit",
  "dataDir",
  "dataLogDir",
  "clientPort",
  "clientPortAddress",
  "maxClientCnxns",
  "minSessionTimeout",
  "maxSessionTimeout",
  "snapCount",
  "autopurge.snapRetainCount",
  "autopurge.purgeInterval",
  "4lw.commands.whitelist",
  "jute.maxbuffer",
  "standaloneEnabled",
  "electionAlg",
  "peerType",
  "zabkeeper.recordDir",
] as const;

export type Key = (typeof KEYS)[number];

/** Keys that cannot be passed over: without them other servers would decide. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["dynamicConfigFile", "the server.N lines in this file instead"],
  ["group.N", "no groups: every voter counts the same here"],
  ["weight.N", "no weights: every voter counts the same here"],
]);

/** ZooKeeper's other keys, by name: they are accepted and do nothing here. */
const WITHOUT_EFFECT = new Set(
  `secureClientPort secureClientPortAddress clientPortListenBacklog connectToLearnerMasterLimit
  reconfigEnabled localSessionsEnabled localSessionsUpgradingEnabled quorumListenOnAllIPs
  observerMasterPort syncEnabled sslQuorum portUnification sslQuorumReloadCertFiles
  quorum.cnxn.threads.size metricsProvider.className oraclePath globalOutstandingLimit
  snapSizeLimitInKb txnLogSizeLimitInKb preAllocSize commitLogCount snapshotSizeFactor forceSync
  fsync.warningthresholdms flushDelay maxWriteQueuePollTime maxBatchSize leaderServes skipACL
  enforceQuota extendedTypesEnabled emulate353TTLNodes maxCnxns maxResponseCacheSize
  maxGetChildrenResponseCacheSize cnxTimeout quorumCnxnTimeoutMs electionPortBindRetry
  fastleader.minNotificationInterval fastleader.maxNotificationInterval
  leader.maxTimeToWaitForEpoch leader.maxConcurrentSnapSyncs leader.maxConcurrentDiffSyncs
  leader.nodelay follower.nodelay observer.reconnectDelayMs observer.election.DelayMs
  observer.syncEnabled serverCnxnFactory throttled_op_wait_time largeRequestMaxBytes
  largeRequestThreshold snapshot.compression.method snapshot.trust.empty datadir.autocreate
  db.autocreate superUser sessionRequireClientSASLAuth allowSaslFailedClients audit.enable
  audit.impl.class client.portUnification client.certReload fips-mode watchManagerName
  readonlymode.enabled digest.enabled closeSessionTxn.enabled serializeLastProcessedZxid.enabled
  jvm.pause.monitor jute.maxbuffer.extrasize intBufferStartingSizeBytes
  connectionMaxTokens admin.enableServer admin.serverPort`.split(/\s+/),
);

/** The same, by what they begin with. */
const PREFIXES_WITHOUT_EFFECT = [
  "metricsProvider.",
  "quorum.auth.",
  "multiAddress.",
  "jvm.pause.",
  "nio.",
  "netty.",
  "admin.",
  "ssl.",
  "authProvider.",
  "enforce.auth.",
  "DigestAuthenticationProvider.",
  "X509AuthenticationProvider.",
  "znode.container.",
  "connection_throttle_",
  "request_throttle_",
  "learner.",
];

export type KeyKind =
  | { readonly kind: "known" }
  | { readonly kind: "server"; readonly number: string }
  | { readonly kind: "refused"; readonly wanted: string }
  | { readonly kind: "without effect" }
  | { readonly kind: "unknown"; readonly nearest: string | null };

/** What this server makes of a key. */
export function classifyKey(key: string): KeyKind {
  if ((KEYS as readonly string[]).includes(key)) return { kind: "known" };
  if (key.startsWith("server.")) return { kind: "server", number: key.slice("server.".length) };
  const refused = REFUSED.get(key.replace(/^(group|weight)[.].*/s, "$1.N"));
  if (refused !== undefined) return { kind: "refused", wanted: refused };
  if (WITHOUT_EFFECT.has(key) || PREFIXES_WITHOUT_EFFECT.some((start) => key.startsWith(start))) {
    return { kind: "without effect" };
  }
  return { kind: "unknown", nearest: nearest(key, [...KEYS, ...WITHOUT_EFFECT, "server.1"]) };
}
