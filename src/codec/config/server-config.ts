import { printable } from "./printable.js";
export type ServerRole = "participant" | "observer";

/** One `server.N` line. */
export interface ServerLine {
  /** N, 1 to 255. */
  readonly id: number;
  /** Without brackets when it is an IPv6 address. */
  readonly host: string;
  readonly quorumPort: number;
  readonly electionPort: number;
  readonly role: ServerRole;
  /** What stands behind its `;`; null when nothing does. The host is 0.0.0.0 by default. */
  readonly client: { readonly host: string; readonly port: number } | null;
}

/** The meaning of a zoo.cfg, every default filled in. Times in ms unless said otherwise. */
export interface ServerConfig {
  readonly tickTime: number;
  /** Ticks a learner has to connect to its leader and to be brought up to date. */
  readonly initLimit: number;
  /** Ticks a learner may stay silent. */
  readonly syncLimit: number;
  readonly dataDir: string;
  /** Where the transaction log is; `dataDir` unless set. */
  readonly dataLogDir: string;
  /** 0 asks the system for any free port. */
  readonly clientPort: number;
  readonly clientAddress: string;
  /** This server's own number; null for a standalone server. */
  readonly myid: number | null;
  /** The ensemble in the order of ids; empty for a standalone server. */
  readonly servers: readonly ServerLine[];
  /** Connections per client address; 0 is without limit. */
  readonly maxClientCnxns: number;
  readonly minSessionTimeout: number;
  readonly maxSessionTimeout: number;
  /** Transactions between two snapshots. */
  readonly snapCount: number;
  /** Snapshots that a purge leaves, with the logs they need. */
  readonly snapRetainCount: number;
  /** 0 never purges. */
  readonly purgeIntervalHours: number;
  /** The words answered; `srvr` always is. */
  readonly fourLetterWords: readonly string[] | "*";
  /** Nobody chose the list: it holds for loopback, and the others are told only `srvr`. */
  readonly fourLetterWordsLoopbackOnly: boolean;
  /** Longest request frame in bytes. */
  readonly juteMaxBuffer: number;
  /** Where the run is recorded; null when it is not. */
  readonly recordDir: string | null;
}

/** What stands in the way of a configuration: where, what was found, what was wanted. */
export interface ConfigFault {
  readonly file: string;
  /** Counted from 1. For a key that is missing: the line that makes it necessary. */
  readonly line: number;
  readonly key: string;
  /** The value as written; null when there is none. */
  readonly found: string | null;
  /** What would be right, in words that follow "wanted". */
  readonly wanted: string;
}

/** What is odd about a configuration and stops nothing. */
export interface ConfigWarning {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly message: string;
}

/** What the caller, who can read directories, saw there. */
export interface ConfigContext {
  /** Text of `<dataDir>/myid`; null when there is no such file. */
  readonly myid: string | null;
  /** Why the directory cannot be used, e.g. "is not a directory"; null when it can be. */
  readonly dataDirProblem: string | null;
  readonly dataLogDirProblem: string | null;
}

export type ParsedConfig =
  | {
      readonly ok: true;
      readonly config: ServerConfig;
      readonly warnings: readonly ConfigWarning[];
    }
  | {
      readonly ok: false;
      readonly faults: readonly ConfigFault[];
      readonly warnings: readonly ConfigWarning[];
    };

/** One line for a terminal. */
export function describeFault({ file, line, key, found, wanted }: ConfigFault): string {
  const value = found === null ? "is not set" : `found ${JSON.stringify(found)}`;
  return printable(`${file}:${line}: ${key}: ${value}, wanted ${wanted}`);
}

export function describeWarning({ file, line, key, message }: ConfigWarning): string {
  return printable(`${file}:${line}: ${key}: ${message}`);
}

/** A `server.N` value in ZooKeeper's canonical form, role always present. */
export function formatServerLine({ host, quorumPort, electionPort, role, client }: ServerLine) {
  const server = `${bracketed(host)}:${quorumPort}:${electionPort}:${role}`;
  return client === null ? server : `${server};${bracketed(client.host)}:${client.port}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
