// Promise: what a tier may cost is said once: in states, which are exact, and in minutes, roughly.
import type { ModelReport } from "./check-model.js";
import type { ModelEntry } from "./entry.js";
import { TIERS, type Tier } from "./tier.js";

/** What a tier may cost. */
interface Budget {
  /** Minutes on two cores. A busy machine takes longer, so nothing fails by them. */
  readonly minutes: number;
  /** States that its models generate, all together, as the manifest pins them. */
  readonly states: number;
}

/** Simulations take as long as one likes. */
const BUDGETS: Readonly<Record<Tier, Budget | null>> = {
  quick: { minutes: 2, states: 1_000_000 },
  ci: { minutes: 8, states: 10_000_000 },
  nightly: { minutes: 180, states: 100_000_000 },
  simulation: null,
};
const CORES = 2;
const REMEDY = "move models to another tier";

/**
 * One line per tier that ran, with its time on two cores, and one more for a tier that exceeds its
 * budget. The time is that of all workers over two, whatever this machine has.
 */
export function formatBudgets(reports: readonly ModelReport[]): string[] {
  return TIERS.flatMap((tier) => {
    const ran = reports.filter(({ model }) => model.tier === tier);
    if (ran.length === 0) return [];
    const minutes = ran.reduce((sum, report) => sum + minutesOf(report), 0);
    const took = `tier ${tier}: ${minutes.toFixed(1)} min on ${String(CORES)} cores`;
    const budget = BUDGETS[tier];
    if (budget === null) return [took];
    const bound = `${String(budget.minutes)} min`;
    const over = `tier ${tier} exceeds its budget of ${bound}: ${REMEDY}`;
    return [`${took}, of ${bound}`, ...(minutes > budget.minutes ? [over] : [])];
  });
}

/** The states that models of `tier` generate; those that must fail stop early and count none. */
function statesOf(tier: Tier, models: readonly ModelEntry[]): number {
  const among = models.filter((model) => model.tier === tier);
  return among.reduce((sum, { generated }) => sum + (generated ?? 0), 0);
}

/** One line for each tier whose models generate more states than it may. */
export function overdrawn(models: readonly ModelEntry[]): string[] {
  return TIERS.flatMap((tier) => {
    const [states, budget] = [statesOf(tier, models), BUDGETS[tier]];
    if (budget === null || states <= budget.states) return [];
    const [is, may] = [states, budget.states].map((count) => count.toLocaleString("en-US"));
    return [`tier ${tier} generates ${String(is)} states, of ${String(may)}: ${REMEDY}`];
  });
}

function minutesOf({ model, result }: ModelReport): number {
  return (Math.min(model.workers, CORES) * result.durationMs) / 60_000 / CORES;
}
