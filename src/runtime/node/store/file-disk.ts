import { appendEntry, Writer, type SnapshotSource } from "#codec";
import type { Cancel, Disk, DiskEvents, DiskRequest, Timers } from "#runtime";
import type { Zxid } from "#state-machine";
import { directorySize, type Directories } from "./directories.js";
import { writeEpoch } from "./epoch-files.js";
import { LogFile } from "./log-file.js";
import { purge } from "./purge.js";
import { replace } from "./replacement.js";
import { writeSnapshot } from "./snapshots.js";

export interface FileDiskOptions {
  readonly directories: Directories;
  readonly timers: Timers;
  /** Longest entry body in bytes. */
  readonly maxBody: number;
  /** Snapshots that purging keeps; purging every `purgeInterval` ms, never when 0. */
  readonly snapRetainCount: number;
  readonly purgeInterval: number;
  log(line: string): void;
}

/** Bytes of log entries that one write gathers at most. */
const MAX_GROUP = 8 * 1024 * 1024;

/** Bytes allocated at a time for encoding. */
const SLAB = 256 * 1024;

/**
 * The ordered disk queue in files: everything submitted while one group is being made durable is
 * the next group, so that groups grow with the load and nobody waits for a timer.
 */
export class FileDisk implements Disk {
  readonly #options: FileDiskOptions;
  readonly #events: DiskEvents;
  readonly #writer = new Writer(SLAB);
  #queue: DiskRequest[] = [];
  #file: LogFile | null = null;
  /** Files that are full; closed when no sync of theirs can be in flight. */
  #retired: LogFile[] = [];
  #working = false;
  #failed = false;
  #snapshotting: Cancel | null = null;
  readonly #cancelPurge: Cancel;
  #idle: (() => void) | null = null;

  constructor(options: FileDiskOptions, events: DiskEvents) {
    this.#options = options;
    this.#events = events;
    const { timers, purgeInterval } = options;
    this.#cancelPurge =
      purgeInterval === 0 ? () => {} : timers.every(purgeInterval, () => this.#purge());
  }

  submit(request: DiskRequest): void {
    this.#queue.push(request);
  }

  flush(): void {
    if (this.#working || this.#failed || this.#queue.length === 0) return;
    this.#working = true;
    this.#guard(() => this.#next());
  }

  snapshot(at: Zxid, source: SnapshotSource): void {
    if (this.#snapshotting !== null || this.#failed) return;
    const { directories, timers, log } = this.#options;
    this.#guard(() => {
      this.#roll();
      this.#snapshotting = writeSnapshot(directories.data, at, source, timers, (error) => {
        this.#snapshotting = null;
        if (error === null) this.#purge();
        else if (!this.#failed) log(`snapshot not written: ${error.message}`);
      });
    });
  }

  sizes(): { data: number; log: number } {
    const { data, log } = this.#options.directories;
    return { data: directorySize(data), log: directorySize(log) };
  }

  async close(): Promise<void> {
    this.#cancelPurge();
    this.flush();
    if (this.#working && !this.#failed) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    this.#failed = true;
    this.#snapshotting?.();
    this.#roll();
  }

  /**
   * Starts the next operation, or the next group of appends. Only `flush` calls it: at the end of
   * a turn, when the lines that record the submitted operations have left the process.
   */
  #next(): void {
    const head = this.#queue[0] as DiskRequest;
    if (head.kind === "append") return this.#appendGroup();
    this.#queue.shift();
    if (head.kind === "truncate" || head.kind === "install") return this.#replace(head);
    writeEpoch(this.#options.directories.data, head.kind, head.epoch);
    setImmediate(() => this.#completed(1));
  }

  /** One write and one fdatasync for every append at the front of the queue. */
  #appendGroup(): void {
    let count = 0;
    for (; count < this.#queue.length && this.#writer.length < MAX_GROUP; count += 1) {
      const request = this.#queue[count] as DiskRequest;
      if (request.kind !== "append") break;
      this.#file ??= new LogFile(this.#options.directories.log, request.entry.zxid);
      appendEntry(this.#writer, request.entry.body);
    }
    this.#queue = this.#queue.slice(count);
    const file = this.#file as LogFile;
    file.write(this.#writer.view());
    this.#writer.reset();
    file.sync((error) => {
      if (error === null) this.#completed(count);
      else this.#fail(error);
    });
  }

  #replace(request: Parameters<typeof replace>[1]): void {
    const { directories, maxBody, timers } = this.#options;
    this.#snapshotting?.();
    if (this.#file !== null) this.#retired.push(this.#file);
    this.#file = null;
    this.#closeRetired();
    replace(directories, request, maxBody, timers).then(
      () => this.#completed(1),
      (error: unknown) => this.#fail(error as Error),
    );
  }

  #completed(count: number): void {
    if (this.#failed) return;
    this.#closeRetired();
    this.#working = false;
    this.#events.completed(count);
    if (this.#queue.length === 0) this.#idle?.();
  }

  /** The next append begins a new file. A group in flight keeps the old one open. */
  #roll(): void {
    if (this.#file !== null) this.#retired.push(this.#file);
    this.#file = null;
    if (!this.#working || this.#failed) this.#closeRetired();
  }

  #closeRetired(): void {
    for (const file of this.#retired) file.close();
    this.#retired = [];
  }

  #purge(): void {
    const { directories, snapRetainCount, log } = this.#options;
    try {
      purge(directories, snapRetainCount, log);
    } catch (error) {
      log(`old files not removed: ${(error as Error).message}`);
    }
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#idle?.();
    this.#events.failed(error.message);
  }
}
