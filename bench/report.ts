import { APACHE_VERSION } from "./apache-jars.js";
import { table } from "./markdown.js";
import { COMPARED, OURS_ALONE, RECORDING_MAY_COST, type Measure } from "./measures.js";
import type { Column, Samples } from "./samples.js";

/** What the report says besides the numbers. */
export interface Circumstances {
  readonly facts: readonly string[];
  readonly note: string | null;
  readonly rounds: number;
  readonly seconds: number;
  readonly failures: readonly string[];
}

/** The report in markdown: what was measured, as it is. */
export function report(samples: Samples, circumstances: Circumstances): string {
  const { facts, note, rounds, seconds, failures } = circumstances;
  const blocks = [
    ...(note === null ? [] : [`**${note}**`]),
    facts.map((fact) => `- ${fact}`).join("\n"),
    `Medians of up to ${rounds} measured rounds, lowest and highest in parentheses; ` +
      `the whole run took ${Math.round(seconds)} s.`,
    compared(samples),
    alone(samples),
    ...failures.map((failure) => `Not measured: ${failure}`),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function compared(samples: Samples): string {
  const rows = COMPARED.flatMap((measure) => {
    const { key, digits, label } = measure;
    const [ours, apache] = [samples.median(key, "ours"), samples.median(key, "apache")];
    if (ours === null && apache === null) return [];
    const ratio = ours === null || apache === null ? "" : (ours / apache).toFixed(2);
    const cells = (["ours", "apache"] as const).map((column) => cell(samples, key, column, digits));
    return [[label, ...cells, ratio, verdict(measure, ours, apache)]];
  });
  return table(["", "Zabkeeper", `Apache ${APACHE_VERSION}`, "ratio", "wanted"], rows);
}

function alone(samples: Samples): string {
  const rows = OURS_ALONE.flatMap(({ key, digits, label }) => {
    if (samples.median(key, "ours") === null) return [];
    return [[label, cell(samples, key, "ours", digits), ""]];
  });
  const [off, on] = ["off", "on"].map((mode) => samples.median(`record/${mode}/rate`, "ours"));
  if (typeof off === "number" && typeof on === "number") {
    const cost = 1 - on / off;
    const mark = cost <= RECORDING_MAY_COST ? "met" : "**missed**";
    const wanted = `at most ${RECORDING_MAY_COST * 100} %: ${mark}`;
    rows.push(["recording costs, of throughput", `${(cost * 100).toFixed(1)} %`, wanted]);
  }
  return table(["Zabkeeper alone", "", "wanted"], rows);
}

function verdict({ wanted }: Measure, ours: number | null, apache: number | null): string {
  if (wanted === undefined || ours === null) return "";
  const most = "atMost" in wanted;
  const bound = most ? wanted.atMost : wanted.atLeast;
  const limit = bound === "apache" ? apache : bound;
  if (limit === null) return "";
  const met = most ? ours <= limit : ours >= limit;
  const what = `at ${most ? "most" : "least"} ${bound === "apache" ? "Apache's" : bound}`;
  return `${what}: ${met ? "met" : "**missed**"}`;
}

function cell(samples: Samples, key: string, column: Column, digits: number): string {
  const values = samples.of(key, column);
  const middle = samples.median(key, column);
  if (middle === null) return "–";
  if (values.length < 2) return number(middle, digits);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${number(middle, digits)} (${number(low, digits)}–${number(high, digits)})`;
}

function number(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString("en-US", options);
}
