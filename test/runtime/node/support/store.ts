import {
  type Acl,
  type SnapshotSink,
  type SnapshotSource,
  type StatPersisted,
  Writer,
} from "#codec";
import type { DiskRequest, LogEntry } from "#runtime";
import {
  type Directories,
  FileDisk,
  type FileDiskOptions,
  type Files,
  type Found,
  nodeTimers,
  openDirectories,
  recover,
} from "#runtime/node";
import { type Zxid, Zero } from "#state-machine";

/** Longest entry body in these tests, bytes. */
export const MAX_BODY = 4_096;

export function zxid(epoch: number, counter: number): Zxid {
  return { epoch, counter };
}

/** An error txn with `size` bytes of something behind it. */
export function entry(epoch: number, counter: number, size = 20, fill = "x"): LogEntry {
  const w = new Writer(256);
  w.halves(0, 1);
  w.int(counter);
  w.halves(epoch, counter);
  w.long(0);
  w.int(-1);
  w.bytes(Buffer.alloc(size, fill));
  return { zxid: zxid(epoch, counter), body: w.finish() };
}

/** The entries of one epoch from `first` to `last`. */
export function entries(epoch: number, first: number, last: number): LogEntry[] {
  const all: LogEntry[] = [];
  for (let counter = first; counter <= last; counter += 1) all.push(entry(epoch, counter));
  return all;
}

export function appends(all: readonly LogEntry[]): DiskRequest[] {
  return all.map((one) => ({ kind: "append", entry: one }));
}

const stat: StatPersisted = {
  czxid: Zero,
  mzxid: Zero,
  ctime: 0,
  mtime: 0,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwnerHi: 0,
  ephemeralOwnerLo: 0,
  pzxid: Zero,
};

/** A tree of nodes right below the root. */
export function source(...names: string[]): SnapshotSource {
  const nodes = ["", ...names].map((path) => ({ path, data: null, aclKey: -1, stat }));
  return { sessions: [], acls: [], nodes };
}

/** Remembers the paths of a snapshot. */
export class Paths implements SnapshotSink {
  readonly error: string | null = null;
  readonly paths: string[] = [];
  session(): void {}
  acl(_key: number, _acl: readonly Acl[]): void {}
  node(path: string): void {
    this.paths.push(path);
  }
}

/** A data directory, the server processes of which come and go. */
export class Store {
  readonly directories: Directories;
  readonly lines: string[] = [];

  constructor(files: Files, data = "/data", log = data) {
    this.directories = openDirectories(data, log, files);
  }

  recover(): Found<Paths> {
    return recover({
      directories: this.directories,
      newTree: () => new Paths(),
      emptySource: () => source(),
      maxBody: MAX_BODY,
      log: (line) => this.lines.push(line),
    });
  }

  /** Everything a start finds, as text. */
  state(): string {
    const { snapshot, tree, entries: log, acceptedEpoch, currentEpoch } = this.recover();
    const txns = log.map((one) => `${name(one.zxid)}:${one.body.toString("latin1", 32, 34)}`);
    const epochs = `${acceptedEpoch}/${currentEpoch}`;
    return `${name(snapshot)} [${tree.paths.join(" ")}] ${txns.join(" ")} epochs ${epochs}`;
  }

  open(options: Partial<FileDiskOptions> = {}): OpenStore {
    return new OpenStore(this, options);
  }

  /** One process: recovers, carries out the requests, and ends in peace. */
  async process(...requests: DiskRequest[]): Promise<void> {
    this.recover();
    const disk = this.open();
    await disk.run(...requests);
    await disk.disk.close();
    if (disk.failures.length > 0) throw new Error(disk.failures.join());
  }
}

export function name({ epoch, counter }: Zxid): string {
  return `${epoch}.${counter}`;
}

/** A store with its queue, and what the queue said. */
export class OpenStore {
  readonly disk: FileDisk;
  readonly lines: string[];
  /** How many operations each call completed. */
  readonly groups: number[] = [];
  readonly failures: string[] = [];
  #submitted = 0;
  #wake: () => void = () => {};

  constructor({ directories, lines }: Store, options: Partial<FileDiskOptions>) {
    this.lines = lines;
    const fixed = { directories, timers: nodeTimers, maxBody: MAX_BODY };
    const chosen = { snapRetainCount: 3, purgeInterval: 0, ...options };
    const log = (line: string) => lines.push(line);
    this.disk = new FileDisk(
      { ...fixed, ...chosen, log },
      {
        completed: (count) => {
          this.groups.push(count);
          this.disk.flush();
          this.#wake();
        },
        failed: (reason) => {
          this.failures.push(reason);
          this.#wake();
        },
      },
    );
  }

  get completed(): number {
    return this.groups.reduce((sum, count) => sum + count, 0);
  }

  submit(...requests: DiskRequest[]): void {
    for (const request of requests) this.disk.submit(request);
    this.#submitted += requests.length;
    this.disk.flush();
  }

  /** Submits, and waits until everything is durable, or the disk failed. */
  async run(...requests: DiskRequest[]): Promise<void> {
    this.submit(...requests);
    while (this.completed < this.#submitted && this.failures.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
