// Promise: the graph is TLC's own, whole, and in it is every step that the model can take.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTlc, type TlcResult, type Tools } from "tla2tools-runner";
import { timeLimitMs } from "../models/check-model.js";
import { describeVerdict } from "../models/compare.js";
import { readDot } from "./dot.js";
import { GraphError } from "./errors.js";
import { Graph } from "./graph.js";
import { graphModule, type GraphModule } from "./graph-module.js";
import { BEYOND, instances } from "./instances.js";
import { specFolders, type GraphModel } from "./model.js";
import { stateHash } from "./state-hash.js";
import { StateReader } from "./state-text.js";

export interface TlcGraphOptions {
  readonly tools?: Tools | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where the run makes its temporary folder. Default: the system's. */
  readonly tempDir?: string | undefined;
  /**
   * False: the manifest's counts are not looked at, because the spec was changed on purpose.
   * Default: true.
   */
  readonly pinned?: boolean | undefined;
}

/** Names the step that led to a state; not part of it. */
const STEP_NAME = "ev";
const HEAP = "2g";

/**
 * Has TLC write the model's graph and reads it.
 *
 * @throws GraphError when TLC does not get to the end, or the counts are not the manifest's.
 */
export async function tlcGraph(model: GraphModel, options: TlcGraphOptions = {}): Promise<Graph> {
  const { entry, cfg, place } = model;
  const steps = instances(entry.module, cfg, new Set(model.units.keys()), place);
  const generated = graphModule(entry.module, cfg, steps);
  const dir = await mkdtemp(join(options.tempDir ?? tmpdir(), "zabkeeper-graph-"));
  try {
    const dot = join(dir, "graph.dot");
    const result = await run(model, generated, dir, dot, options);
    const graph = await readGraph(dot, generated.labels);
    const faults = countFaults(model, result, graph, options.pinned ?? true);
    if (faults.length > 0) throw new GraphError(`${place}: ${faults.join("; ")}`);
    return graph;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function run(
  model: GraphModel,
  generated: GraphModule,
  dir: string,
  dot: string,
  { tools, signal, tempDir }: TlcGraphOptions,
): Promise<TlcResult> {
  const module = join(dir, `${generated.name}.tla`);
  const config = join(dir, `${generated.name}.cfg`);
  await writeFile(module, generated.tla);
  await writeFile(config, generated.cfg);
  const result = await runTlc({
    module,
    config,
    libraries: specFolders(model.specDir),
    heap: HEAP,
    dump: { file: dot, format: "dot" },
    timeoutMs: 3 * timeLimitMs(model.entry),
    tools,
    signal,
    tempDir,
  });
  if (result.verdict === "ok") return result;
  throw new GraphError(`${model.place}: TLC made no graph: ${describeVerdict(result)}`);
}

async function readGraph(file: string, labels: ReadonlyMap<string, string>): Promise<Graph> {
  const graph = new Graph();
  const reader = new StateReader([STEP_NAME]);
  /** TLC's fingerprints to our hashes. An edge may come before the state that it leads to. */
  const hashes = new Map<string, string>();
  const waiting: (readonly [from: string, label: string, to: string])[] = [];
  const settle = (): void => {
    for (const [from, label, to] of waiting.splice(0)) {
      graph.addEdge(hashOf(hashes, from), label, hashOf(hashes, to));
    }
  };
  for await (const line of readDot(file)) {
    if (line.kind === "edge") {
      const label = labels.get(line.operator);
      if (label === undefined) throw new GraphError(`TLC took a step named ${line.operator}`);
      if (label === BEYOND) throw new GraphError(`${label}: raise MAX_QUEUE in instances.ts`);
      waiting.push([line.from, label, line.to]);
      if (hashes.has(line.to)) settle();
    } else {
      if (!hashes.has(line.id)) {
        const lines = reader.lines(line.text);
        const hash = stateHash(lines);
        hashes.set(line.id, hash);
        graph.addState(hash, () => lines);
        if (line.initial) graph.addInitial(hash);
      }
      settle();
    }
  }
  settle();
  return graph;
}

function hashOf(hashes: ReadonlyMap<string, string>, id: string): string {
  const hash = hashes.get(id);
  if (hash === undefined) throw new GraphError(`TLC's graph has an edge without its state ${id}`);
  return hash;
}

/**
 * The relation of instances is the model's own when it generates as many states: an instance too
 * few or too many would show in that count even where all states are reached by another way.
 */
function countFaults(
  { entry }: GraphModel,
  { counts }: TlcResult,
  graph: Graph,
  pinned: boolean,
): string[] {
  const faults: string[] = [];
  const compare = (what: string, wanted: number | null, found: number | null): void => {
    if (wanted !== found) faults.push(`wanted ${String(wanted)} ${what}, found ${String(found)}`);
  };
  compare(
    "states that differ in more than the name of the step",
    counts.distinct,
    graph.stateCount,
  );
  if (!pinned) return faults;
  compare("distinct states", entry.distinct, counts.distinct);
  compare("generated states", entry.generated, counts.generated);
  return faults;
}
