/*
 * The service: what committed transactions mean for the tree, the sessions and the watches.
 * Deterministic: no clock, no chance, no I/O; what needs one of them gets it as a parameter.
 *
 *   Service          applies transactions, answers reads, takes and loads snapshots
 *   Preparer         makes transactions of requests, on the leader or a standalone server
 *   SessionTracker   says which sessions have expired, there
 *
 * The folders: `prepare/` (request to transaction, one file per operation), `apply/` (transaction
 * to tree, one file per kind), `read/` (one file per operation), and what they work on: `tree/`,
 * `acl/`, `sessions/`, `watches/`, `snapshot/`.
 */
export type { SnapshotSource } from "#codec";
export type { Applied } from "./apply/applied.js";
export { checkBody, isServed, isWrite } from "./operations.js";
export { Preparer, type PreparerOptions } from "./prepare/preparer.js";
export type { WriteRequest } from "./prepare/request.js";
export type { ReadRequest } from "./read/request.js";
export { Service, type ServiceOptions } from "./service.js";
export { generatePassword, isPassword } from "./sessions/password.js";
export { SessionMap } from "./sessions/session-map.js";
export { type SessionId, SessionTracker } from "./sessions/session-tracker.js";
export { SnapshotLoader } from "./snapshot/loader.js";
export type { OnEvent, Watcher } from "./watches/watcher.js";
