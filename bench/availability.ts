import { inTurn, type Context } from "./context.js";
import { Ensemble } from "./ensemble.js";
import { firstWrite } from "./first-write.js";
import { pause } from "./wait.js";
import type { Product } from "./product.js";

const START_MS = 40_000;
const FAIL_OVER_MS = 40_000;
/** Time for a new ensemble to come to rest before its leader is killed. */
const REST_MS = 500;

/** Cold start to the first committed write, and kill -9 of the leader to the next one. */
export async function availability(context: Context): Promise<void> {
  const { options, hasTime } = context;
  for (let round = 0; round < options.rounds && (round < 1 || hasTime()); round += 1) {
    for (const product of inTurn(context, round)) await startAndFail(context, product);
  }
}

async function startAndFail(context: Context, product: Product): Promise<void> {
  const { options, samples, say } = context;
  const ensemble = await Ensemble.spawn(product, options.dir);
  try {
    const up = await firstWrite(ensemble.ports, "/first", START_MS);
    const start = (up - ensemble.startedAt) / 1000;
    if (options.sections.has("start")) samples.add("start", product.name, start);
    say(`start: ${product.name} ${start.toFixed(2)} s`);
    if (!options.sections.has("failover")) return;
    await ensemble.serving();
    await pause(REST_MS);
    await ensemble.killLeader();
    const killed = performance.now();
    const again = await firstWrite(ensemble.ports, "/second", FAIL_OVER_MS);
    const failover = (again - killed) / 1000;
    samples.add("failover", product.name, failover);
    say(`failover: ${product.name} ${failover.toFixed(2)} s`);
  } finally {
    await ensemble.stop();
  }
}
