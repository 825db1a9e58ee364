/*
 * A typed ZooKeeper client: `ZooKeeper.connect("host:2181,host:2182/chroot")`.
 * Works with this project's servers and with Apache's.
 */
export { DEFAULT_PORT, hostText, parseConnectString } from "./connect-string.js";
export type { ConnectString, HostAndPort } from "./connect-string.js";
export { ZooKeeperError } from "./errors.js";
export type { ZooKeeperErrorName } from "./errors.js";
export { fourLetterWord } from "./four-letter-word.js";
export type { AclAndStat, ChildrenAndStat, DataAndStat } from "./results.js";
export type { SessionState } from "./session.js";
export type { Watcher, WatchEvent, WatchEventType } from "./watch-registry.js";
export { ZooKeeper } from "./zookeeper.js";
export type { ClientOptions, CreateMode, CreateOptions, SessionKey } from "./zookeeper.js";
export { errorCode, errorName, perms } from "#codec";
export type { Acl, Create2Response, Stat, Zxid } from "#codec";
