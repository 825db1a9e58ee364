// Promise: a certificate that agrees means that this very graph was seen, of these very specs.
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GraphError } from "./errors.js";
import type { Graph } from "./graph.js";
import type { GraphModel } from "./model.js";
import { sha256 } from "./state-hash.js";

/** Counts and digests of one labelled graph. */
export interface GraphSummary {
  readonly initial: number;
  readonly states: number;
  readonly edges: number;
  /** SHA-256 of the sorted hashes of the initial states, one a line. */
  readonly initialDigest: string;
  /** SHA-256 of the sorted lines `hash label hash`. */
  readonly edgesDigest: string;
}

/** What is committed for a model whose graph TLC and the reducers agree on. */
export interface Certificate extends GraphSummary {
  readonly model: string;
  /** SHA-256 of the definitions that the initial states and the steps reach. */
  readonly specDigest: string;
  /** SHA-256 of the configuration, without what it checks. */
  readonly cfgDigest: string;
}

/** The digest of lines in the order of their code units, each ended by a line feed. */
function linesDigest(lines: string[]): string {
  return sha256(
    lines
      .sort()
      .map((line) => `${line}\n`)
      .join(""),
  );
}

/** A graph in a few numbers. */
export function summarize(graph: Graph): GraphSummary {
  const initial = [...graph.initial()];
  const edges = Array.from(graph.edges(), ({ from, label, to }) => `${from} ${label} ${to}`);
  return {
    initial: initial.length,
    states: graph.stateCount,
    edges: graph.edgeCount,
    initialDigest: linesDigest(initial),
    edgesDigest: linesDigest(edges),
  };
}

export function certify(model: GraphModel, summary: GraphSummary): Certificate {
  const { entry, specDigest, cfgDigest } = model;
  return { model: entry.name, ...summary, specDigest, cfgDigest };
}

const COUNTS = ["initial", "states", "edges"] as const;
const DIGESTS = ["initialDigest", "edgesDigest", "specDigest", "cfgDigest"] as const;

/** The certificate of that name. */
export async function readCertificate(dir: string, name: string): Promise<Certificate> {
  const file = join(dir, `${name}.json`);
  const text = await readFile(file, "utf8").catch(() => {
    throw new GraphError(`${file}: cannot be read: run npm run check:graph -- ${name} --write`);
  });
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below, with the place.
  }
  if (isCertificate(value) && value.model === name) return value;
  throw new GraphError(
    `${file}: no certificate of ${name}: restore it, or run npm run check:graph -- ${name} --write`,
  );
}

function isCertificate(value: unknown): value is Certificate {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return (
    typeof fields["model"] === "string" &&
    COUNTS.every((key) => Number.isSafeInteger(fields[key]) && Number(fields[key]) >= 0) &&
    DIGESTS.every((key) => /^[0-9a-f]{64}$/.test(String(fields[key]))) &&
    Object.keys(fields).length === 1 + COUNTS.length + DIGESTS.length
  );
}

/** Writes aside and renames: the file is the old one or the new one. */
export async function writeCertificate(dir: string, certificate: Certificate): Promise<void> {
  const file = join(dir, `${certificate.model}.json`);
  const aside = `${file}.new`;
  try {
    await writeFile(aside, `${JSON.stringify(certificate, null, 2)}\n`);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new GraphError(`${file}: cannot be written (${reason}): make its folder writable`);
  }
}

/** In what way the present spec, or a graph, is not the one certified; one line each. */
export function differences(
  certificate: Certificate,
  found: Partial<Certificate>,
  place: string,
): string[] {
  const remedy = `run npm run check:graph -- ${certificate.model} --write`;
  const says: Readonly<Record<string, string>> = {
    specDigest: "the spec has changed since",
    cfgDigest: "the configuration has changed since",
  };
  return [...COUNTS, ...DIGESTS]
    .filter((key) => found[key] !== undefined && found[key] !== certificate[key])
    .map((key) => {
      const what = says[key] ?? `${key} is ${String(found[key])}, not ${String(certificate[key])}`;
      return `${place}: ${what}: ${remedy}`;
    });
}
