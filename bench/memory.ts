import { inTurn, type Context } from "./context.js";
import { Ensemble } from "./ensemble.js";
import { firstWrite } from "./first-write.js";
import { runLoad } from "./load.js";
import { CONNECTIONS, OUTSTANDING } from "./throughput.js";
import { pause } from "./wait.js";
import type { Product } from "./product.js";

const NODES = 100_000;
const FILL_MS = 60_000;
const IDLE_MS = 2000;
const MOST_ROUNDS = 2;

/** Resident memory of the three processes: after the first write, and with 100,000 nodes. */
export async function memory(context: Context): Promise<void> {
  const rounds = Math.min(MOST_ROUNDS, context.options.rounds);
  for (let round = 0; round < rounds && (round < 1 || context.hasTime()); round += 1) {
    for (const product of inTurn(context, round)) await weigh(context, product);
  }
}

async function weigh({ options, samples, say }: Context, product: Product): Promise<void> {
  const ensemble = await Ensemble.spawn(product, options.dir);
  try {
    await firstWrite(ensemble.ports, "/first", FILL_MS);
    await ensemble.serving();
    await pause(IDLE_MS);
    const idle = ensemble.residentMiB();
    await runLoad({
      kind: "create",
      ports: ensemble.ports,
      connections: CONNECTIONS,
      outstanding: OUTSTANDING,
      operations: NODES,
      milliseconds: FILL_MS,
      parent: "/filled",
      nodes: 0,
    });
    await ensemble.settle();
    await pause(IDLE_MS);
    const filled = ensemble.residentMiB();
    samples.add("memory/idle", product.name, idle);
    samples.add("memory/filled", product.name, filled);
    say(`memory: ${product.name} idle ${Math.round(idle)} MiB, filled ${Math.round(filled)} MiB`);
  } finally {
    await ensemble.stop();
  }
}
