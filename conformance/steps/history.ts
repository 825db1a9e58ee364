/** The histories of a run: what was on the disks at its beginning, and where each txn stands. */
import type { TraceHeader } from "#codec";
import { placeText, type Place } from "../trace/run.js";
import { CannotTell } from "../trace/stop.js";
import { ByZxid } from "./by-zxid.js";

export interface Entry {
  readonly zxid: string;
  readonly val: string;
}

/** The content of the one entry that stands for everything before the first known zxid. */
const FORGOTTEN = "base";

const ZERO = "0:0";

/** Negative, zero or positive as `a` is before, equal to or after `b`. */
export function compareZxids(a: string, b: string): number {
  const [x, y] = [a, b].map((zxid) => zxid.split(":").map(Number));
  return (x?.[0] ?? 0) - (y?.[0] ?? 0) || (x?.[1] ?? 0) - (y?.[1] ?? 0);
}

/** What a server had on disk when it recorded its first line. */
export interface Start {
  readonly place: Place;
  readonly header: TraceHeader;
}

/**
 * The history of each server at the start of the run. Histories begin at the latest zxid that
 * some server has forgotten everything before; that prefix becomes one entry.
 *
 * @throws CannotTell when a server's history does not reach that zxid, or does not hold it.
 */
export function initialHistories(starts: readonly Start[]): ReadonlyMap<number, readonly Entry[]> {
  const latest = latestToForget(starts);
  const from = latest?.header.base.from ?? ZERO;
  return new Map(
    starts.map((start) => [start.header.server, historyFrom(start, from, latest?.place ?? null)]),
  );
}

/** The zxid before which nothing of the run is known. */
export function forgottenBefore(starts: readonly Start[]): string {
  return latestToForget(starts)?.header.base.from ?? ZERO;
}

/** The start that forgot the longest prefix. */
function latestToForget(starts: readonly Start[]): Start | null {
  return starts.reduce<Start | null>(
    (best, start) =>
      best === null || compareZxids(start.header.base.from, best.header.base.from) > 0
        ? start
        : best,
    null,
  );
}

function historyFrom({ place, header }: Start, from: string, latest: Place | null): Entry[] {
  const { base } = header;
  const entries = base.log.map(([zxid, val]) => ({ zxid, val }));
  if (base.last === ZERO || from === ZERO) return entries;
  const forgotten = { zxid: from, val: FORGOTTEN };
  if (base.from === from) return [forgotten, ...entries];
  const index = entries.findIndex(({ zxid }) => zxid === from);
  if (index >= 0) return [forgotten, ...entries.slice(index + 1)];
  const whose = `the history of server ${String(header.server)} (to ${base.last})`;
  const why = `${whose} does not hold ${from}`;
  const known = latest === null ? "" : `, before which ${placeText(latest)} has forgotten all`;
  throw new CannotTell(`${why}${known}: how the two relate is unknown`, place);
}

/** Where each zxid of the run stands, and what it carries: histories that share one agree on it. */
export class Positions {
  readonly #index = new ByZxid<number>();
  readonly #val = new ByZxid<string>();
  /** What a txn stands behind, where that is not the one of its epoch before it. */
  readonly #behind = new ByZxid<string>();

  constructor() {
    this.#index.set(ZERO, 0);
  }

  /** The position of a zxid, counted from 1; undefined when the run never held it. */
  of(zxid: string): number | undefined {
    return this.#index.get(zxid);
  }

  /** The content at a zxid; undefined when it is unknown or forgotten. */
  val(zxid: string): string | undefined {
    return this.#val.get(zxid);
  }

  /** The zxid that a txn stands behind, in whichever history: all that hold it agree up to it. */
  behind(zxid: string): string {
    return this.#behind.get(zxid) ?? countedDown(zxid);
  }

  /**
   * A txn at a position, behind another one; the first to be told wins, and what does not agree
   * is returned.
   */
  add(zxid: string, index: number, val: string, behind: string): string | null {
    const known = this.#index.get(zxid);
    if (known !== undefined && known !== index) {
      return `${zxid} is entry ${String(index)} here and entry ${String(known)} elsewhere`;
    }
    const before = this.#val.get(zxid);
    if (before !== undefined && before !== val) {
      return `${zxid} carries ${val} here and ${before} elsewhere`;
    }
    if (known !== undefined && this.behind(zxid) !== behind) {
      return `${zxid} stands behind ${behind} here and behind ${this.behind(zxid)} elsewhere`;
    }
    this.#index.set(zxid, index);
    if (behind !== countedDown(zxid)) this.#behind.set(zxid, behind);
    if (val !== FORGOTTEN) this.#val.set(zxid, val);
    return null;
  }
}

/** The zxid before it in its epoch; of a first one, the end of the epoch before is not known. */
function countedDown(zxid: string): string {
  const colon = zxid.indexOf(":");
  return `${zxid.slice(0, colon)}:${String(Number(zxid.slice(colon + 1)) - 1)}`;
}
