import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { inTurn, type Context } from "./context.js";
import { Ensemble, SERVERS } from "./ensemble.js";
import { runLoad, type Load } from "./load.js";
import { spread } from "./statistics.js";
import { CONNECTIONS, OUTSTANDING } from "./throughput.js";
import { within } from "./wait.js";
import type { Ping, PingReport, PingWork } from "./ping-worker.js";
import type { Product } from "./product.js";

const NODES = 100_000;
const FILL_MS = 60_000;
/** ZooKeeper draws the moment of a snapshot between half of this and all of it. */
const SNAP_COUNT = 20_000;
const LOAD = { connections: 4, outstanding: 8, operations: 30_000, milliseconds: 12_000 };
const PING_EVERY_MS = 1;
const WORKER_MS = 10_000;

/**
 * How long a server leaves a ping unanswered while it writes snapshots of 100,000 nodes under
 * load: from outside, so that one measure fits both products. Pings come from a thread of their
 * own, whose event loop the load does not touch.
 */
export async function stalls(context: Context): Promise<void> {
  for (const product of inTurn(context, 0)) await measure(context, product);
}

async function measure(context: Context, product: Product): Promise<void> {
  const ensemble = await Ensemble.spawn(product, context.options.dir, { snapCount: SNAP_COUNT });
  try {
    await ensemble.serving();
    const { ports } = ensemble;
    const common = { kind: "create", ports, nodes: 0 } as const;
    const many = { connections: CONNECTIONS, outstanding: OUTSTANDING };
    const fill = { ...common, ...many, operations: NODES, milliseconds: FILL_MS, parent: "/fill" };
    await runLoad(fill);
    await ensemble.settle();
    const { pings, since } = await pinged(ports, { ...common, ...LOAD, parent: "/load" });
    report(context, product, pings, ensemble, since);
  } finally {
    await ensemble.stop();
  }
}

async function pinged(ports: readonly number[], load: Load) {
  const workerData: PingWork = { ports, everyMs: PING_EVERY_MS };
  const worker = new Worker(new URL("./ping-worker.js", import.meta.url), { workerData });
  const next = () =>
    new Promise<PingReport>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  try {
    await within(WORKER_MS, "the pinging thread does not start", next());
    const since = Date.now();
    await runLoad(load);
    const answer = next();
    worker.postMessage("end");
    const pings = await within(WORKER_MS, "the pinging thread does not end", answer);
    if (!Array.isArray(pings)) throw new Error(`pings ended early: ${JSON.stringify(pings)}`);
    return { pings: pings as readonly Ping[], since };
  } finally {
    await worker.terminate();
  }
}

/** When one server wrote one snapshot, in ms since 1970. */
interface Window {
  readonly from: number;
  readonly to: number;
}

function report(
  { samples, say }: Context,
  { name }: Product,
  pings: readonly Ping[],
  ensemble: Ensemble,
  since: number,
): void {
  const within: number[] = [];
  const outside: number[] = [];
  let snapshots = 0;
  for (let i = 0; i < SERVERS; i += 1) {
    const windows = snapshotsIn(ensemble.folders[i] as string, since);
    snapshots += windows.length;
    for (const { port, sentAt, latency } of pings) {
      if (port !== ensemble.ports[i]) continue;
      const hit = windows.some(({ from, to }) => sentAt < to && sentAt + latency > from);
      (hit ? within : outside).push(latency);
    }
  }
  const during = spread(Float64Array.from(within));
  const otherwise = spread(Float64Array.from(outside));
  samples.add("stalls/snapshots", name, snapshots);
  if (within.length > 0) {
    samples.add("stalls/during/p99", name, during.p99);
    samples.add("stalls/during/max", name, during.max);
  }
  samples.add("stalls/otherwise/p99", name, otherwise.p99);
  samples.add("stalls/otherwise/max", name, otherwise.max);
  const worst = `${during.max.toFixed(1)} ms during, ${otherwise.max.toFixed(1)} ms otherwise`;
  say(`stalls: ${name} ${snapshots} snapshots, ${within.length} pings, longest ${worst}`);
}

/** A snapshot is being written from the birth of its file to its last change. */
function snapshotsIn(folder: string, since: number): readonly Window[] {
  const versioned = join(folder, "data", "version-2");
  return readdirSync(versioned)
    .filter((file) => file.startsWith("snapshot."))
    .map((file) => statSync(join(versioned, file)))
    .map(({ birthtimeMs, mtimeMs }) => ({ from: birthtimeMs, to: mtimeMs }))
    .filter(({ to }) => to >= since);
}
