// Promise: what came of the runs is kept with the sources that it is about, and read back whole.
import { rename, writeFile } from "node:fs/promises";
import * as t from "io-ts";
import { isLeft } from "fp-ts/lib/Either.js";
import { PathReporter } from "io-ts/lib/PathReporter.js";
import { SimulatorError } from "../simulator-error.js";
import type { Digests } from "./sources.js";

/** The findings of one run of the command over everything. */
export interface Kept<F> {
  /** The seeds tried for each, at most. */
  readonly seeds: number;
  /** The reducers that the runs were made with. */
  readonly reducers: Digests;
  readonly found: readonly F[];
}

/** Reads a record from its text. @param file what messages call it */
export function readKept<F>(file: string, text: string, finding: t.Type<F, F, unknown>): Kept<F> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SimulatorError(`${file}: ${(error as Error).message}; write it anew with --write`);
  }
  const type = t.type({
    seeds: t.number,
    reducers: t.record(t.string, t.string),
    found: t.readonlyArray(finding),
  });
  const decoded = type.decode(value);
  if (!isLeft(decoded)) return decoded.right;
  const [first = "no record"] = PathReporter.report(decoded);
  throw new SimulatorError(`${file}: ${first}; write it anew with --write`);
}

/** One finding a line, so that another outcome is another line. */
export function keptText<F>({ seeds, reducers, found }: Kept<F>): string {
  const lines = (texts: readonly string[]) => texts.map((text) => `    ${text}`).join(",\n");
  const digests = Object.entries(reducers).map(
    ([file, digest]) => `${JSON.stringify(file)}: ${JSON.stringify(digest)}`,
  );
  return [
    "{",
    `  "seeds": ${String(seeds)},`,
    `  "reducers": {\n${lines(digests)}\n  },`,
    `  "found": [\n${lines(found.map((one) => JSON.stringify(one)))}\n  ]`,
    "}\n",
  ].join("\n");
}

/** Writes the record aside and puts it in place. */
export async function writeKept<F>(path: string, kept: Kept<F>): Promise<void> {
  await writeFile(`${path}.new`, keptText(kept));
  await rename(`${path}.new`, path);
}
