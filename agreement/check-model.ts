// Promise: a model passes only when TLC and the reducers have one graph, and it is the certified.
import type { Tools } from "tla2tools-runner";
import {
  certify,
  compareGraphs,
  differences,
  loadGraphModel,
  readCertificate,
  summarize,
  tlcGraph,
  writeCertificate,
} from "#conformance/graph";
import { explain } from "./explain.js";
import { protocolOf, reducersGraph } from "./reducers-graph.js";

export interface CheckOptions {
  /** The folder of the project, for the places that are named. */
  readonly root: string;
  readonly specDir: string;
  /** The folder of certificates. */
  readonly certificates: string;
  /** True: the certificate is renewed where the graphs are equal. */
  readonly write: boolean;
  readonly tools?: Tools | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CheckReport {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Makes both graphs of one model and holds them against each other and the certificate. */
export async function checkModelGraph(name: string, options: CheckOptions): Promise<CheckReport> {
  const { root, specDir, certificates, write, tools, signal } = options;
  const model = await loadGraphModel(specDir, name);
  const certificate = write ? null : await readCertificate(certificates, name);
  const [spec, specSeconds] = await timed(() => tlcGraph(model, { tools, signal }));
  const [reducers, seconds] = await timed(() => reducersGraph(model));
  const lines = explain(name, protocolOf(model), compareGraphs(spec, reducers), root);
  if (lines.length > 0) return { ok: false, lines };
  const found = certify(model, summarize(spec));
  const faults = certificate === null ? [] : differences(certificate, found, name);
  if (write) await writeCertificate(certificates, found);
  const what = write ? "equal, certified" : "equal";
  const counts = `${String(found.states)} states, ${String(found.edges)} edges`;
  const times = `TLC ${specSeconds} s, reducers ${seconds} s`;
  return {
    ok: faults.length === 0,
    lines: [...faults, ...(faults.length === 0 ? [`${name}: ${counts}: ${what} (${times})`] : [])],
  };
}

async function timed<T>(make: () => Promise<T>): Promise<readonly [T, string]> {
  const began = Date.now();
  const made = await make();
  return [made, ((Date.now() - began) / 1000).toFixed(1)];
}
