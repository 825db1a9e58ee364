import { Ensemble } from "./ensemble.js";
import { runLoad, syncWith, type Load, type LoadResult } from "./load.js";
import type { Context } from "./context.js";
import type { Product } from "./product.js";

export const CONNECTIONS = 12;
export const OUTSTANDING = 64;

type Kind = Load["kind"];
type Place = "all" | "leader" | "follower";

/** The sizes of the runs; a run ends at its operations or its time, whichever comes first. */
interface Sizes {
  /** Pipelined creates end at their number, so that both products come to hold the same tree. */
  readonly create: { readonly operations: number; readonly milliseconds: number };
  /** Pipelined gets end at their time. */
  readonly get: { readonly operations: number; readonly milliseconds: number };
  readonly oneMs: number;
}

const FULL: Sizes = {
  create: { operations: 60_000, milliseconds: 8000 },
  get: { operations: 3_000_000, milliseconds: 2500 },
  oneMs: 1500,
};
const QUICK: Sizes = {
  create: { operations: 15_000, milliseconds: 4000 },
  get: { operations: 1_000_000, milliseconds: 1000 },
  oneMs: 700,
};
/** More than any server here answers one at a time in `oneMs`. */
const ONE_LIMIT = 200_000;

/** One run of one round: who is asked for what, and under which name it is reported. */
interface Run {
  readonly kind: Kind;
  readonly place: Place;
  readonly measure: string;
}

const PIPELINED: readonly Run[] = [
  { kind: "create", place: "all", measure: "create/pipelined" },
  { kind: "get", place: "all", measure: "get/pipelined" },
];
const ONE_AT_A_TIME: readonly Run[] = [
  { kind: "create", place: "leader", measure: "create/leader" },
  { kind: "create", place: "follower", measure: "create/follower" },
  { kind: "get", place: "leader", measure: "get/leader" },
  { kind: "get", place: "follower", measure: "get/follower" },
];

/** A running ensemble and the nodes of its last pipelined run, which gets read. */
interface Contestant {
  readonly ensemble: Ensemble;
  nodes: number;
  parent: string;
}

/** Creates and gets, pipelined and one at a time, alternating between the products. */
export async function throughput(context: Context): Promise<void> {
  const contestants = new Map<Product, Contestant>();
  try {
    for (const product of [context.ours, context.apache]) {
      const ensemble = await Ensemble.spawn(product, context.options.dir);
      contestants.set(product, { ensemble, nodes: 0, parent: "" });
      await ensemble.serving();
    }
    await rounds(context, contestants);
  } finally {
    await Promise.all([...contestants.values()].map(({ ensemble }) => ensemble.stop()));
  }
}

async function rounds(context: Context, contestants: Map<Product, Contestant>): Promise<void> {
  const { options, say, hasTime } = context;
  const wanted = ({ kind }: Run) => options.sections.has(`${kind}s`);
  // Gets need the nodes of a pipelined run, wanted or not.
  const runs = [...PIPELINED, ...ONE_AT_A_TIME].filter(
    (run) => wanted(run) || run.measure === "create/pipelined",
  );
  for (let round = 0; round <= options.rounds && (round < 2 || hasTime()); round += 1) {
    for (const run of runs) {
      const order = round % 2 === 0 ? [...contestants] : [...contestants].reverse();
      for (const [product, contestant] of order) {
        const { result, cpu } = await one(context, contestant, run, round);
        const rate = `${Math.round(result.perSecond)}/s`;
        const name = round === 0 ? "warm-up" : `round ${round}`;
        say(`${name}: ${run.measure} ${product.name} ${rate}, client CPU ${percent(result)}`);
        if (round > 0 && wanted(run)) keep(context, product, run.measure, result, cpu);
      }
    }
  }
}

/** How much of the time a core was busy with the client: beyond 90 % it would be the limit. */
function percent({ clientCpu, operations, perSecond }: LoadResult): string {
  return `${Math.round((clientCpu / (operations / perSecond)) * 100)} %`;
}

/**
 * After a pipelined run, CPU is counted until the ensemble is quiet again: what a run leaves to be
 * done belongs to it. After a run of few operations that would count little but idling.
 */
async function one(context: Context, contestant: Contestant, run: Run, round: number) {
  const { ensemble } = contestant;
  const load = await loadOf(context, contestant, run, round);
  if (run.kind === "get") for (const port of load.ports) await syncWith(port, load.parent);
  const before = ensemble.cpuSeconds();
  const result = await runLoad(load);
  const after = ensemble.cpuSeconds();
  await ensemble.settle();
  const cpu = (run.place === "all" ? ensemble.cpuSeconds() : after) - before;
  if (run.measure === "create/pipelined") {
    contestant.nodes = result.operations;
    contestant.parent = load.parent;
  }
  return { result, cpu };
}

async function loadOf(
  { options }: Context,
  { ensemble, nodes, parent }: Contestant,
  { kind, place }: Run,
  round: number,
): Promise<Load> {
  const sizes = options.quick ? QUICK : FULL;
  const pipelined = place === "all";
  const fresh = `/${kind}-${place}-${round}`;
  return {
    kind,
    ports: await portsOf(ensemble, place),
    connections: pipelined ? CONNECTIONS : 1,
    outstanding: pipelined ? OUTSTANDING : 1,
    ...(pipelined ? sizes[kind] : { operations: ONE_LIMIT, milliseconds: sizes.oneMs }),
    parent: kind === "create" ? fresh : parent,
    nodes,
  };
}

async function portsOf(ensemble: Ensemble, place: Place): Promise<readonly number[]> {
  if (place === "all") return ensemble.ports;
  return [await (place === "leader" ? ensemble.leaderPort() : ensemble.followerPort())];
}

function keep(
  { samples }: Context,
  { name }: Product,
  measure: string,
  { perSecond, latency, operations }: LoadResult,
  cpu: number,
): void {
  samples.add(`${measure}/rate`, name, perSecond);
  samples.add(`${measure}/p50`, name, latency.p50);
  samples.add(`${measure}/p99`, name, latency.p99);
  samples.add(`${measure}/cpu`, name, (cpu * 1e6) / operations);
}
