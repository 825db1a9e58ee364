import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { parseWords, UsageError } from "#conformance/command";

/** The parts of the benchmark, in the order in which they run. */
export const SECTIONS = [
  "steps",
  "creates",
  "gets",
  "memory",
  "start",
  "failover",
  "record",
  "stalls",
] as const;

export type Section = (typeof SECTIONS)[number];

export interface Options {
  /** Measured rounds of each part, after the warm-up; medians are taken over them. */
  readonly rounds: number;
  /** Shorter runs, for trying things out. */
  readonly quick: boolean;
  readonly sections: ReadonlySet<Section>;
  /** No new round begins after this many seconds. */
  readonly budget: number;
  /** The folder in which servers keep their data; it decides which disk is measured. */
  readonly dir: string;
  /** The script that is started as `node SCRIPT server zoo.cfg`; another checkout's, say. */
  readonly script: string;
  /** Where the report goes besides the output; null for nowhere. */
  readonly out: string | null;
  /** Whether the table in bench/README.md is replaced. */
  readonly write: boolean;
  /** One sentence that the report repeats: what was special about this run. */
  readonly note: string | null;
}

export const USAGE = `usage: node dist/bench/main.js [options]
  --quick           one round of short runs
  --rounds N        measured rounds after the warm-up (3)
  --only PART[,…]   ${SECTIONS.join(", ")}
  --budget SECONDS  begin no new round after this time (330)
  --dir DIR         where the servers keep their data (${tmpdir()})
  --ours FILE       the script of the server to measure (bin/zabkeeper.js)
  --out FILE        write the report there, too
  --write           replace the table in bench/README.md
  --note TEXT       a sentence about this run, for the report`;

/** @throws UsageError */
export function parseOptions(args: readonly string[], project: string): Options {
  const values = read(args);
  const quick = values.quick ?? false;
  return {
    quick,
    rounds: positive("--rounds", values.rounds) ?? (quick ? 1 : 3),
    sections: sectionsOf(values.only),
    budget: positive("--budget", values.budget) ?? 330,
    dir: resolve(values.dir ?? tmpdir()),
    script: resolve(values.ours ?? `${project}/bin/zabkeeper.js`),
    out: values.out === undefined ? null : resolve(values.out),
    write: values.write ?? false,
    note: values.note ?? null,
  };
}

function read(args: readonly string[]) {
  const { values } = parseWords(args, {
    options: {
      quick: { type: "boolean" },
      rounds: { type: "string" },
      only: { type: "string" },
      budget: { type: "string" },
      dir: { type: "string" },
      ours: { type: "string" },
      out: { type: "string" },
      write: { type: "boolean" },
      note: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  return values;
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`${name} is "${text}": give a whole number above 0`);
}

function sectionsOf(text: string | undefined): ReadonlySet<Section> {
  if (text === undefined) return new Set(SECTIONS);
  const wanted = text.split(",").map((each) => each.trim());
  const unknown = wanted.filter((each) => !SECTIONS.some((known) => known === each));
  if (unknown.length > 0) {
    throw new UsageError(`--only knows no "${unknown.join(",")}": it knows ${SECTIONS.join(", ")}`);
  }
  return new Set(SECTIONS.filter((known) => wanted.includes(known)));
}
