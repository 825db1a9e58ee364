import type { ModelReport } from "./check-model.js";
import { TIERS, type Tier } from "./tier.js";

/** Minutes that a tier may take on two cores; simulations take as long as one likes. */
const BUDGET_MINUTES: Readonly<Record<Tier, number | null>> = {
  quick: 2,
  ci: 15,
  nightly: 180,
  simulation: null,
};
const CORES = 2;

/**
 * One line per tier that ran: its time on two cores against its budget. The time is that of all
 * workers over two, whatever this machine has; a busy machine takes longer, so nothing fails.
 */
export function formatBudgets(reports: readonly ModelReport[]): string[] {
  return TIERS.flatMap((tier) => {
    const ran = reports.filter(({ model }) => model.tier === tier);
    if (ran.length === 0) return [];
    const minutes = ran.reduce((sum, report) => sum + minutesOf(report), 0);
    const budget = BUDGET_MINUTES[tier];
    const used = `${tier}: ${minutes.toFixed(1)} min on ${String(CORES)} cores`;
    if (budget === null) return [used];
    const over = minutes > budget ? `: move models to another tier` : "";
    return [`${used}, of ${String(budget)}${over}`];
  });
}

function minutesOf({ model, result }: ModelReport): number {
  return (Math.min(model.workers, CORES) * result.durationMs) / 60_000 / CORES;
}
