/** One line of the table. */
export interface Measure {
  /** Its name among the samples. */
  readonly key: string;
  readonly label: string;
  readonly digits: number;
  /** What is wanted of the value of ours; undefined when nothing was promised. */
  readonly wanted?: Wanted;
}

/** A promise: against the other product, or against a fixed bound. */
export type Wanted = { readonly atLeast: "apache" } | { readonly atMost: "apache" | number };

function operations(kind: "create" | "get", place: string, title: string): readonly Measure[] {
  const key = `${kind}/${place}`;
  const rate = { key: `${key}/rate`, label: `${title}: operations/s`, digits: 0 };
  const wanted = { atLeast: "apache" } as const;
  return [
    place === "pipelined" ? { ...rate, wanted } : rate,
    { key: `${key}/p50`, label: `${title}: p50, ms`, digits: 2 },
    { key: `${key}/p99`, label: `${title}: p99, ms`, digits: 2 },
    { key: `${key}/cpu`, label: `${title}: CPU of the servers, ms per 1,000`, digits: 1 },
  ];
}

/** The lines that compare the two products, in the order of the table. */
export const COMPARED: readonly Measure[] = [
  ...operations("create", "pipelined", "create, 12 × 64 outstanding"),
  ...operations("get", "pipelined", "get, 12 × 64 outstanding"),
  ...operations("create", "leader", "create, one at a time, leader"),
  ...operations("create", "follower", "create, one at a time, follower"),
  ...operations("get", "leader", "get, one at a time, leader"),
  ...operations("get", "follower", "get, one at a time, follower"),
  memoryOf("idle", "idle"),
  memoryOf("filled", "100,000 nodes of 100 bytes"),
  {
    key: "start",
    label: "cold start to first committed write, s",
    digits: 2,
    wanted: { atMost: 3 },
  },
  {
    key: "failover",
    label: "kill -9 of the leader to the next committed write, s",
    digits: 2,
    wanted: { atMost: 3 },
  },
  { key: "stalls/snapshots", label: "snapshots under load, 3 servers: written", digits: 0 },
  { key: "stalls/during/p99", label: "ping during a snapshot: p99, ms", digits: 2 },
  { key: "stalls/during/max", label: "ping during a snapshot: longest, ms", digits: 2 },
  { key: "stalls/otherwise/p99", label: "ping, same load, no snapshot: p99, ms", digits: 2 },
  { key: "stalls/otherwise/max", label: "ping, same load, no snapshot: longest, ms", digits: 2 },
];

function memoryOf(what: string, label: string): Measure {
  const wanted = { atMost: "apache" } as const;
  return { key: `memory/${what}`, label: `resident memory, ${label}, MiB`, digits: 0, wanted };
}

/** The lines that concern ours alone. */
export const OURS_ALONE: readonly Measure[] = [
  { key: "record/off/rate", label: "create, 12 × 64, recording off: operations/s", digits: 0 },
  { key: "record/on/rate", label: "create, 12 × 64, recording on: operations/s", digits: 0 },
  { key: "record/off/cpu", label: "recording off: CPU, ms per 1,000", digits: 1 },
  { key: "record/on/cpu", label: "recording on: CPU, ms per 1,000", digits: 1 },
  { key: "steps/leader", label: "steps/s of the reducers, leader (4 a write)", digits: 0 },
  { key: "steps/follower", label: "steps/s of the reducers, follower (3 a write)", digits: 0 },
];

/** Recording may cost this share of the throughput. */
export const RECORDING_MAY_COST = 0.25;
