import type { Service } from "#service";
import { sameZxid, type DiskOperation, type History, type Txn, type Zxid } from "#state-machine";
import { bodyOf } from "./payload.js";
import type { Disk, DiskRequest, LogEntry, Timers } from "./ports.js";

/** How a txn stands in the log. */
function entry(txn: Txn): LogEntry {
  return { zxid: txn.zxid, body: bodyOf(txn) };
}

function entriesAfter(history: History, length: number): LogEntry[] {
  return history.slice(length, history.length).map(entry);
}

/**
 * The length of the longest common prefix of two histories of one numbering: one zxid stands at
 * one place of one history only (property LogMatching), so the last entry they share says it.
 */
function commonLength(a: History, b: History): number {
  let length = Math.min(a.length, b.length);
  const least = Math.max(a.baseLength, b.baseLength);
  while (length > least && !sameEntry(a.zxidAt(length), b.zxidAt(length))) length -= 1;
  return length;
}

function sameEntry(a: Zxid | undefined, b: Zxid | undefined): boolean {
  return a !== undefined && b !== undefined && sameZxid(a, b);
}

/** The bridge from the spec's disk operations to files: one ordered queue, and snapshots. */
export class Storage {
  readonly #disk: Disk;
  readonly #timers: Timers;
  readonly #snapCount: number;
  /** Txns logged since the last snapshot, and how many make the next one. */
  #logged = 0;
  #snapshotAt: number;

  constructor(disk: Disk, timers: Timers, snapCount: number) {
    this.#disk = disk;
    this.#timers = timers;
    this.#snapCount = snapCount;
    this.#snapshotAt = this.#draw();
  }

  /**
   * Queues one operation. `log` is what the disk holds (a `replace` is only ever queued when no
   * append is before it); `staged` is the tree of a SNAP that a `replace` begins with, if it does.
   */
  submit(operation: DiskOperation, log: History, staged: Service | null): void {
    this.#disk.submit(this.#request(operation, log, staged));
    if (operation.op === "append") this.#logged += 1;
  }

  /** Takes a snapshot when enough was logged; each server at a moment of its own. */
  snapshotIfDue(service: Service): void {
    if (this.#logged < this.#snapshotAt) return;
    this.#logged = 0;
    this.#snapshotAt = this.#draw();
    this.#disk.snapshot(service.lastZxid, service.snapshotSource());
  }

  #draw(): number {
    const half = Math.floor(this.#snapCount / 2);
    return half + this.#timers.random(Math.max(1, half));
  }

  #request(operation: DiskOperation, log: History, staged: Service | null): DiskRequest {
    if (operation.op === "append") return { kind: "append", entry: entry(operation.arg) };
    if (operation.op !== "replace") return { kind: operation.op, epoch: operation.arg };
    const history = operation.arg;
    if (staged !== null) {
      return {
        kind: "install",
        at: staged.lastZxid,
        snapshot: staged.snapshotSource(),
        entries: entriesAfter(history, history.baseLength),
      };
    }
    const length = commonLength(log, history);
    const to = history.zxidAt(length) ?? history.baseZxid;
    return { kind: "truncate", to, entries: entriesAfter(history, length) };
  }
}
