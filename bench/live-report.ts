import type { JudgeMeasured, Measured } from "./live-rounds.js";
import { PACE } from "./live-rounds.js";
import { table } from "./markdown.js";
import { median } from "./statistics.js";

/** The judge may be so far behind, in s, and cost so much of the throughput. */
const MAY_LAG = 1;
const MAY_COST = 0.15;

/** The report in markdown. */
export function liveReport(
  measured: readonly Measured[],
  facts: readonly string[],
  note: string | null,
): string {
  const rounds = measured.length / 4;
  const parts = [
    ...(note === null ? [] : [`**${note}**`]),
    facts.map((fact) => `- ${fact}`).join("\n"),
    `Medians of ${String(rounds)} ${rounds === 1 ? "round" : "rounds"}, ` +
      "lowest and highest in parentheses.",
    ensembles(measured),
    judge(measured),
  ];
  return `${parts.join("\n\n")}\n`;
}

function ensembles(measured: readonly Measured[]): string {
  const of = (load: Measured["load"], judged: boolean, what: (one: Measured) => number) =>
    measured.filter((one) => one.load === load && one.judged === judged).map(what);
  const row = (
    label: string,
    load: Measured["load"],
    digits: number,
    what: (one: Measured) => number,
  ) => {
    const [alone, beside] = [of(load, false, what), of(load, true, what)];
    return [label, cell(alone, digits), cell(beside, digits), ""];
  };
  const rate = ({ result }: Measured) => result.perSecond;
  const cost = (label: string, load: Measured["load"]) => {
    const lost = 1 - median(of(load, true, rate)) / median(of(load, false, rate));
    const wanted = `at most ${MAY_COST * 100} %: ${lost <= MAY_COST ? "met" : "**missed**"}`;
    return [label, "", `${(lost * 100).toFixed(1)} %`, wanted];
  };
  const paced = `${PACE.toLocaleString("en-US")} creates/s wanted`;
  const full = "create, 12 × 64 outstanding";
  return table(
    ["", "recording", "recording and judging", "wanted"],
    [
      row(`${paced}: operations/s`, "paced", 0, rate),
      row(`${paced}: p50, ms`, "paced", 2, ({ result }) => result.latency.p50),
      row(`${paced}: p99, ms`, "paced", 2, ({ result }) => result.latency.p99),
      row(`${paced}: CPU of the servers, ms per 1,000`, "paced", 1, ({ cpu }) => cpu),
      cost(`${paced}: lost`, "paced"),
      row(`${full}: operations/s`, "full", 0, rate),
      row(`${full}: CPU of the servers, ms per 1,000`, "full", 1, ({ cpu }) => cpu),
      cost(`${full}: lost`, "full"),
    ],
  );
}

function judge(measured: readonly Measured[]): string {
  const of = (load: Measured["load"], what: (one: JudgeMeasured, of: Measured) => number) =>
    measured.flatMap((one) =>
      one.load === load && one.judge !== null ? [what(one.judge, one)] : [],
    );
  const lags = of("paced", ({ lag }) => lag);
  const isMet = Math.max(...lags) < MAY_LAG;
  const cpu = (one: JudgeMeasured) => (one.cpu * 1e6) / one.lines;
  const memory = measured.flatMap((one) => (one.judge === null ? [] : [one.judge.memory]));
  return table(
    ["the judge", "", "wanted"],
    [
      [
        `at ${PACE.toLocaleString("en-US")} creates/s: behind at most, s`,
        cell(lags, 2),
        `under ${MAY_LAG}: ${isMet ? "met" : "**missed**"}`,
      ],
      ["lines for a create", cell(of("paced", linesPerCreate), 1), ""],
      [
        `at ${PACE.toLocaleString("en-US")} creates/s: CPU, µs a line`,
        cell(of("paced", cpu), 1),
        "",
      ],
      ["at full speed: CPU, µs a line", cell(of("full", cpu), 1), ""],
      ["at full speed: lines/s until all are judged", cell(of("full", rate), 0), ""],
      ["at full speed: all judged so long after, s", cell(of("full", late), 1), ""],
      ["most memory, MiB", Math.max(...memory).toFixed(0), ""],
    ],
  );
}

const rate = ({ lines, seconds }: JudgeMeasured) => lines / seconds;
const late = ({ caughtUp }: JudgeMeasured) => caughtUp;
const linesPerCreate = ({ lines }: JudgeMeasured, { result }: Measured) =>
  lines / result.operations;

function cell(values: readonly number[], digits: number): string {
  const text = (value: number) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${text(median(values))} (${text(low)}–${text(high)})`;
}
