import { Ensemble } from "./ensemble.js";
import { runLoad } from "./load.js";
import { ours } from "./product.js";
import { CONNECTIONS, OUTSTANDING } from "./throughput.js";
import type { Context } from "./context.js";

const FULL = { operations: 40_000, milliseconds: 6000 };
const QUICK = { operations: 12_000, milliseconds: 3000 };

/** The warm-up is longer than a round: both must be at full speed before they are compared. */
const WARM_UP = 2;

/** Pipelined creates with `--record` and without, alternating between two ensembles of ours. */
export async function recording(context: Context): Promise<void> {
  const { options } = context;
  const ensembles: (readonly ["off" | "on", Ensemble])[] = [];
  try {
    for (const [mode, record] of [
      ["off", false],
      ["on", true],
    ] as const) {
      const ensemble = await Ensemble.spawn(ours(options.script, record), options.dir);
      ensembles.push([mode, ensemble]);
      await ensemble.serving();
    }
    await rounds(context, ensembles);
  } finally {
    await Promise.all(ensembles.map(([, ensemble]) => ensemble.stop()));
  }
}

async function rounds(
  { options, samples, say, hasTime }: Context,
  ensembles: readonly (readonly ["off" | "on", Ensemble])[],
): Promise<void> {
  const size = options.quick ? QUICK : FULL;
  for (let round = 0; round <= options.rounds && (round < 2 || hasTime()); round += 1) {
    for (const [mode, ensemble] of round % 2 === 0 ? ensembles : [...ensembles].reverse()) {
      const before = ensemble.cpuSeconds();
      const { perSecond, operations } = await runLoad({
        kind: "create",
        ports: ensemble.ports,
        connections: CONNECTIONS,
        outstanding: OUTSTANDING,
        operations: round === 0 ? WARM_UP * size.operations : size.operations,
        milliseconds: size.milliseconds,
        parent: `/record-${round}`,
        nodes: 0,
      });
      await ensemble.settle();
      const cpu = ((ensemble.cpuSeconds() - before) * 1e6) / operations;
      const name = round === 0 ? "warm-up" : `round ${round}`;
      say(`${name}: creates with recording ${mode} ${Math.round(perSecond)}/s`);
      if (round === 0) continue;
      samples.add(`record/${mode}/rate`, "ours", perSecond);
      samples.add(`record/${mode}/cpu`, "ours", cpu);
    }
  }
}
