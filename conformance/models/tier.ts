/** When a model runs: each tier has its budget. */
export const TIERS = ["quick", "ci", "nightly", "simulation"] as const;
export type Tier = (typeof TIERS)[number];

/** The tiers as people type them. */
export const TIER_NAMES = "quick, ci, nightly or simulation";

/** Whether `text` names a tier. */
export function isTier(text: unknown): text is Tier {
  return TIERS.some((tier) => tier === text);
}

/** A choice of `chosen` runs models of these tiers: whoever waits for ci waits for quick too. */
export function tiersOf(chosen: Tier): readonly Tier[] {
  return chosen === "ci" ? ["quick", "ci"] : [chosen];
}
