import { join, resolve } from "node:path";
import { RunnerError } from "./errors.js";
import type { Printed } from "./printed.js";
import type { TlcProgress } from "./progress.js";
import type { RunOptions } from "./run-options.js";

/** What TLC shall check, and how. */
export interface TlcOptions extends RunOptions {
  /** Path of the configuration. Default: the `.cfg` beside the module, of the same name. */
  readonly config?: string | undefined;
  /** Default 1: then depth and the length of a counterexample are exact. */
  readonly workers?: number | "auto" | undefined;
  /** Java's largest heap, such as "4g". */
  readonly heap?: string | undefined;
  /** Makes a simulation, and the choice of hash function, repeatable. */
  readonly seed?: number | bigint | string | undefined;
  /** Random walks instead of a search; `num` is how many. */
  readonly simulate?: { readonly num: number } | undefined;
  /** Length of a random walk. Default: TLC's 100. */
  readonly depth?: number | undefined;
  /** Counts how often each action is taken, and how many new states that gave. */
  readonly coverage?: boolean | undefined;
  /** Writes all states, or the state graph with named edges, to a `.dump` or `.dot` file. */
  readonly dump?: { readonly file: string; readonly format: "states" | "dot" } | undefined;
  /** False: a state without successors is fine, whatever the configuration says. */
  readonly deadlock?: boolean | undefined;
  /** Has TLC print changed variables only. The result has whole states all the same. */
  readonly difftrace?: boolean | undefined;
  /** How many prints the result keeps. Default 10,000; `onPrint` gets them all. */
  readonly maxPrinted?: number | undefined;
  /** Called with every report of progress: once a minute, and at the end. */
  readonly onProgress?: ((progress: TlcProgress) => void) | undefined;
  /** Called for each thing the spec prints. */
  readonly onPrint?: ((printed: Printed) => void) | undefined;
}

/** Coverage is reported every so many minutes, and at the end, which is what counts here. */
const COVERAGE_MINUTES = "60";

/**
 * The arguments between the main class and the module.
 *
 * @throws RunnerError `bad-option` naming the option, the value found and the value wanted.
 */
export function tlcArguments(options: TlcOptions, config: string, tempDir: string): string[] {
  const { workers = 1, seed, simulate, depth, dump } = options;
  const flags = ["-tool", "-metadir", join(tempDir, "states"), "-checkpoint", "0"];
  flags.push("-config", config);
  if (workers !== "auto") positive("workers", workers);
  flags.push("-workers", String(workers));
  if (seed !== undefined) flags.push("-seed", wholeNumber("seed", String(seed)));
  if (simulate !== undefined) {
    positive("simulate.num", simulate.num);
    flags.push("-simulate", `num=${String(simulate.num)}`);
  }
  if (depth !== undefined) {
    positive("depth", depth);
    if (simulate === undefined) bad("depth", depth, "together with simulate only");
    flags.push("-depth", String(depth));
  }
  if (options.coverage === true) flags.push("-coverage", COVERAGE_MINUTES);
  if (dump !== undefined) flags.push(...dumpArguments(dump));
  if (options.deadlock === false) flags.push("-deadlock");
  if (options.difftrace === true) flags.push("-difftrace");
  return flags;
}

/** Java's flags for TLC. */
export function tlcJvmFlags({ heap }: TlcOptions): readonly string[] {
  if (heap === undefined) return [];
  if (!/^[1-9]\d*[kKmMgG]?$/.test(heap)) bad("heap", heap, 'a size such as "4g" or "512m"');
  return [`-Xmx${heap}`];
}

function dumpArguments({ file, format }: NonNullable<TlcOptions["dump"]>): readonly string[] {
  const ending = format === "dot" ? ".dot" : ".dump";
  if (!file.endsWith(ending)) bad("dump.file", file, `a name that ends in ${ending}`);
  return format === "dot"
    ? ["-dump", "dot,actionlabels,colorize", resolve(file)]
    : ["-dump", resolve(file)];
}

function positive(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) bad(option, value, "a whole number from 1 up");
}

function wholeNumber(option: string, value: string): string {
  return /^-?\d+$/.test(value) ? value : bad(option, value, "a whole number");
}

function bad(option: string, found: string | number, wanted: string): never {
  throw new RunnerError("bad-option", `option ${option} is ${String(found)}: it takes ${wanted}`);
}
