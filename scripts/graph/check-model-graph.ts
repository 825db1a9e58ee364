// Promise: a model passes only when its graph is the certified one, or is certified now.
import type { Tools } from "tla2tools-runner";
import {
  certify,
  differences,
  loadGraphModel,
  readCertificate,
  summarize,
  tlcGraph,
  writeCertificate,
} from "#conformance/graph";

export interface CheckOptions {
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

/** Makes the graph of one model and holds it against its certificate. */
export async function checkModelGraph(name: string, options: CheckOptions): Promise<CheckReport> {
  const { specDir, certificates, write, tools, signal } = options;
  const model = await loadGraphModel(specDir, name);
  const began = Date.now();
  const found = certify(model, summarize(await tlcGraph(model, { tools, signal })));
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const counts = `${String(found.states)} states, ${String(found.edges)} edges`;
  if (write) {
    await writeCertificate(certificates, found);
    return { ok: true, lines: [`${name}: ${counts}, certified (${seconds} s)`] };
  }
  const faults = differences(await readCertificate(certificates, name), found, name);
  return { ok: faults.length === 0, lines: [`${name}: ${counts} (${seconds} s)`, ...faults] };
}
