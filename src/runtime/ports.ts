/** What the loop asks of the world. The loop knows these ports and not what fills them. */
import type { SnapshotSource } from "#codec";
import type { Zxid } from "#state-machine";

/** One TCP connection, seen from the loop. */
export interface ByteStream {
  readonly localPort: number;
  readonly remotePort: number;
  /** Without port, as text: `127.0.0.1` or `::1`. */
  readonly remoteAddress: string;
  /** Bytes handed over with `write` that the operating system has not taken yet. */
  readonly backlog: number;
  /** Hands bytes over for good: the caller never touches them again. One call per turn. */
  write(bytes: Uint8Array): void;
  /** Stops and resumes reading. */
  pause(): void;
  resume(): void;
  /** Lets what was written leave, then closes. */
  end(): void;
  /** Closes at once. `onClose` is still called, once. */
  destroy(): void;
  /** Who is told what happens; set by the owner as soon as it has the stream. */
  handler: StreamHandler;
}

export interface StreamHandler {
  onData(chunk: Buffer): void;
  /** The backlog fell below the stream's own low mark. */
  onDrain(): void;
  /** The connection is over, whoever ended it; `reason` is for people. Called once. */
  onClose(reason: string): void;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A listening port; closing it leaves its connections alone. */
export interface Listener {
  readonly port: number;
  close(): void;
}

/** A function that takes something back; calling it twice does nothing. */
export type Cancel = () => void;

export interface Network {
  /** Tells `done` the stream, or the reason why there is none after `timeout` ms at most. */
  connect(
    address: Address,
    timeout: number,
    done: (stream: ByteStream | null, reason: string) => void,
  ): Cancel;
  /** Listens; `failed` is called when the port cannot be had. */
  listen(
    address: Address,
    accept: (stream: ByteStream) => void,
    failed: (reason: string) => void,
  ): Listener;
}

export interface Timers {
  /** Milliseconds on a clock that never jumps. */
  now(): number;
  /** Milliseconds since 1970: for what users see, never for time-outs. */
  wall(): number;
  after(milliseconds: number, run: () => void): Cancel;
  every(milliseconds: number, run: () => void): Cancel;
  /** Runs once everything that is ready now was read: the end of the turn. */
  endOfTurn(run: () => void): void;
  /** Runs between turns: the next slice of long work. */
  nextTurn(run: () => void): void;
  /** A whole number from 0 to below `bound`. */
  random(bound: number): number;
}

/** One txn as the disk keeps it: `body` is the log entry's body, header and record. */
export interface LogEntry {
  readonly zxid: Zxid;
  readonly body: Buffer;
}

/** One operation of the ordered disk queue. */
export type DiskRequest =
  | { readonly kind: "append"; readonly entry: LogEntry }
  /** Cut the log behind `to`, then append: all of it or nothing of it. */
  | { readonly kind: "truncate"; readonly to: Zxid; readonly entries: readonly LogEntry[] }
  /** Replace everything by a snapshot named `at` and what follows it: all of it or nothing. */
  | {
      readonly kind: "install";
      readonly at: Zxid;
      readonly snapshot: SnapshotSource;
      readonly entries: readonly LogEntry[];
    }
  | { readonly kind: "acceptedEpoch"; readonly epoch: number }
  | { readonly kind: "currentEpoch"; readonly epoch: number };

/**
 * The one ordered disk queue of a server. `submit` only remembers; `flush`, called once a turn,
 * hands everything remembered to one write and one fdatasync as soon as the group before it is
 * durable. Completions come in order, several at once.
 */
export interface Disk {
  submit(request: DiskRequest): void;
  flush(): void;
  /**
   * Rolls the log and writes a fuzzy snapshot named `at` in slices between turns; does nothing
   * while one is being written.
   */
  snapshot(at: Zxid, source: SnapshotSource): void;
  /** Bytes of the snapshot directory and the log directory, for `conf`. */
  sizes(): { readonly data: number; readonly log: number };
  /** Waits for what is in flight; nothing may be submitted any more. */
  close(): Promise<void>;
}

export interface DiskEvents {
  /** The `count` oldest submitted operations are durable. */
  completed(count: number): void;
  /** The disk failed: nothing that was not completed may be acknowledged, ever. */
  failed(reason: string): void;
}

/** Where recorded lines go. */
export interface Evidence {
  /** Adds one line, newline included. */
  append(line: string): void;
  /** Hands the lines to the operating system: called before any effect of their steps leaves. */
  flush(): void;
  close(): void;
}
