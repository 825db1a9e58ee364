import * as f from "../jute/fields.js";
import { record, type RecordCodec } from "../jute/record.js";
import type { Zxid } from "../jute/zxid.js";

/** A client arms its watches again on a new connection. */
export interface SetWatches {
  /** The last zxid the client has seen: what changed later has fired already. */
  readonly relativeZxid: Zxid;
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
}

export interface SetWatches2 extends SetWatches {
  readonly persistentWatches: readonly string[];
  readonly persistentRecursiveWatches: readonly string[];
}

export interface AddWatchRequest {
  readonly path: string;
  /** 0 persistent, 1 persistent and recursive. */
  readonly mode: number;
}

/** checkWatches and removeWatches. */
export interface WatchesOfType {
  readonly path: string;
  /** 1 children, 2 data, 3 any, 4 persistent, 5 persistent and recursive. */
  readonly type: number;
}

/** The body of a notification. */
export interface WatcherEvent {
  /** An `eventType`. */
  readonly type: number;
  /** A `keeperState`. */
  readonly state: number;
  readonly path: string;
}

export const setWatchesCodec = record<SetWatches>("SetWatches", {
  relativeZxid: f.zxid,
  dataWatches: f.strings,
  existWatches: f.strings,
  childWatches: f.strings,
});

export const setWatches2Codec = record<SetWatches2>("SetWatches2", {
  relativeZxid: f.zxid,
  dataWatches: f.strings,
  existWatches: f.strings,
  childWatches: f.strings,
  persistentWatches: f.strings,
  persistentRecursiveWatches: f.strings,
});

export const addWatchRequestCodec = record<AddWatchRequest>("AddWatchRequest", {
  path: f.str,
  mode: f.int,
});

export const checkWatchesRequestCodec = record<WatchesOfType>("CheckWatchesRequest", {
  path: f.str,
  type: f.int,
});

export const removeWatchesRequestCodec = record<WatchesOfType>("RemoveWatchesRequest", {
  path: f.str,
  type: f.int,
});

export const watcherEventCodec: RecordCodec<WatcherEvent> = {
  name: "WatcherEvent",
  read: (r) => ({ type: r.int(), state: r.int(), path: r.str() }),
  write: (w, v) => {
    w.int(v.type);
    w.int(v.state);
    w.str(v.path);
  },
};
