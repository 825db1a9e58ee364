import { appendEntry, Writer, type SnapshotSource } from "#codec";
import type { Disk, DiskEvents, DiskRequest, Timers } from "#runtime";
import type { Zxid } from "#state-machine";
import { directorySize, type Directories } from "./directories.js";
import { writeEpoch } from "./epoch-files.js";
import { LogFile } from "./log-file.js";
import { purge } from "./purge.js";
import { replace } from "./replacement.js";
import { writeSnapshot, type Snapshotting } from "./snapshots.js";

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

/** An operation that has the disk to itself. */
type Single = Exclude<DiskRequest, { readonly kind: "append" }>;

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
  /** A group or a single operation is being made durable. */
  #working = false;
  /** Replacements that are queued or being carried out. */
  #replacing = 0;
  /** It failed or was closed: nothing is begun or completed any more. */
  #over = false;
  #snapshotting: Snapshotting | null = null;
  readonly #cancelPurge: () => void;
  #idle: (() => void) | null = null;

  constructor(options: FileDiskOptions, events: DiskEvents) {
    this.#options = options;
    this.#events = events;
    const { timers, purgeInterval } = options;
    if (purgeInterval === 0) this.#cancelPurge = () => {};
    else {
      const first = timers.after(0, () => this.#purge());
      const later = timers.every(purgeInterval, () => this.#purge());
      this.#cancelPurge = () => {
        first();
        later();
      };
    }
  }

  submit(request: DiskRequest): void {
    this.#queue.push(request);
    if (isReplacement(request)) this.#replacing += 1;
  }

  flush(): void {
    if (this.#working || this.#over) return;
    const [head] = this.#queue;
    if (head === undefined) return;
    this.#working = true;
    if (head.kind === "append") return this.#appendGroup();
    this.#queue.shift();
    this.#single(head).then(
      () => this.#settled(null, 1),
      (error: unknown) => this.#settled(error as Error, 0),
    );
  }

  /** A replacement that comes decides what a snapshot may be named: until it is done, none is. */
  snapshot(at: Zxid, source: SnapshotSource): void {
    if (this.#snapshotting !== null || this.#replacing > 0 || this.#over) return;
    const { directories, log } = this.#options;
    this.#guard(() => this.#roll());
    this.#snapshotting = writeSnapshot(directories, at, source, (error) => {
      this.#snapshotting = null;
      if (error !== null) log(`snapshot not written: ${error.message}`);
    });
  }

  sizes(): { data: number; log: number } {
    const { files, data, log } = this.#options.directories;
    return { data: directorySize(files, data), log: directorySize(files, log) };
  }

  async close(): Promise<void> {
    this.flush();
    if (this.#working) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    this.stop();
    await this.#snapshotting?.cancel();
    this.#guard(() => this.#roll());
  }

  /** Begins and completes nothing any more; what is in flight may still reach the disk. */
  stop(): void {
    this.#over = true;
    this.#cancelPurge();
    void this.#snapshotting?.cancel();
  }

  /** One write and one fdatasync for every append at the front of the queue. */
  #appendGroup(): void {
    try {
      const count = this.#encodeGroup();
      const file = this.#file as LogFile;
      file.write(this.#writer.view());
      this.#writer.reset();
      file.sync((error) => this.#settled(error, count));
    } catch (error) {
      this.#settled(error as Error, 0);
    }
  }

  #encodeGroup(): number {
    let count = 0;
    for (; count < this.#queue.length && this.#writer.length < MAX_GROUP; count += 1) {
      const request = this.#queue[count] as DiskRequest;
      if (request.kind !== "append") break;
      this.#file ??= new LogFile(this.#options.directories, request.entry.zxid);
      appendEntry(this.#writer, request.entry.body);
    }
    this.#queue = this.#queue.slice(count);
    return count;
  }

  async #single(request: Single): Promise<void> {
    const { directories, maxBody, timers } = this.#options;
    if (isReplacement(request)) {
      await this.#snapshotting?.cancel();
      this.#snapshotting = null;
      this.#roll();
      this.#closeRetired();
      await replace(directories, request, maxBody);
      this.#replacing -= 1;
    } else {
      writeEpoch(directories.files, directories.data, request.kind, request.epoch);
      await new Promise<void>((resolve) => timers.nextTurn(resolve));
    }
  }

  /** What was being made durable is, or it failed. */
  #settled(error: Error | null, count: number): void {
    this.#working = false;
    if (error !== null) this.#fail(error);
    this.#guard(() => this.#closeRetired());
    if (!this.#over) this.#events.completed(count);
    if (this.#idle === null) return;
    this.flush();
    if (!this.#working) this.#idle();
  }

  /** The next append begins a new file. A group in flight keeps the old one open. */
  #roll(): void {
    if (this.#file !== null) this.#retired.push(this.#file);
    this.#file = null;
    if (!this.#working) this.#closeRetired();
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
    if (this.#over) return;
    this.stop();
    this.#events.failed(error.message);
  }
}

function isReplacement(
  request: DiskRequest,
): request is Extract<DiskRequest, { readonly kind: "truncate" | "install" }> {
  return request.kind === "truncate" || request.kind === "install";
}
