/** How far TLC has come. Rates are TLC's own, per minute; null where it does not say. */
export interface TlcProgress {
  /** Levels of the breadth-first search so far; null in a simulation. */
  readonly depth: number | null;
  readonly generated: number;
  /** Null in a simulation, which does not remember states. */
  readonly distinct: number | null;
  readonly queue: number | null;
  readonly generatedPerMinute: number | null;
  readonly distinctPerMinute: number | null;
}

const NUMBER = "(-?[\\d,]+)";
const COUNTS = new RegExp(
  `${NUMBER} states generated(?: \\(${NUMBER} s/min\\))?, ` +
    `${NUMBER} distinct states found(?: \\(${NUMBER} ds/min\\))?, ${NUMBER} states left on queue`,
);
const DEPTH = new RegExp(`^Progress\\(${NUMBER}\\)`);

/** Reads messages 2199, 2200 and 2209; null when the text holds no counts. */
export function parseProgress(text: string): TlcProgress | null {
  const counts = COUNTS.exec(text);
  const generated = count(counts?.[1]);
  if (counts === null || generated === null) return null;
  return {
    depth: count(DEPTH.exec(text)?.[1]),
    generated,
    distinct: count(counts[3]),
    queue: count(counts[5]),
    generatedPerMinute: count(counts[2]),
    distinctPerMinute: count(counts[4]),
  };
}

/** TLC writes -1 for what it does not count. */
function count(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text.replaceAll(",", ""));
  return value < 0 ? null : value;
}
