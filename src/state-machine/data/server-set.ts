import type { ServerId } from "./zxid.js";

/** A set of servers: a sorted array without repetition, so that equal sets look equal. */
export type ServerSet = readonly ServerId[];

/** The set with `server` in it; the same array when it is there already. */
export function add(set: ServerSet, server: ServerId): ServerSet {
  if (set.includes(server)) return set;
  return [...set, server].sort((a, b) => a - b);
}

/** The set of the given servers. */
export function serverSet(servers: readonly ServerId[]): ServerSet {
  return servers.reduce<ServerSet>(add, []);
}

/** One value for each server. Written only by `set`, so the records may be shared. */
export type PerServer<T> = Readonly<Record<ServerId, T>>;

/** The same value for each of `servers`. */
export function everywhere<T>(servers: ServerSet, value: T): PerServer<T> {
  const result: Record<ServerId, T> = {};
  for (const server of servers) result[server] = value;
  return result;
}

/** The value of `server`, which is one of those that the record was made for. */
export function of<T>(record: PerServer<T>, server: ServerId): T {
  return record[server] as T;
}

/** `record` with the value of `server` replaced; the same record when it is that already. */
export function set<T>(record: PerServer<T>, server: ServerId, value: T): PerServer<T> {
  return record[server] === value ? record : { ...record, [server]: value };
}
