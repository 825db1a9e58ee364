import type { Printed } from "tla2tools-runner";

/**
 * The smallest depth at which each witness was seen: how many steps lead to it, its own included
 * where it is a step. Specs print `<<"WITNESS", 5, depth>>`, once per worker.
 */
export function witnessDepths(printed: readonly Printed[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { value } of printed) {
    if (!Array.isArray(value)) continue;
    const [tag, key, level] = value as readonly unknown[];
    if (tag !== "WITNESS" || typeof level !== "number") continue;
    const name = typeof key === "number" ? `W${String(key)}` : String(key);
    depths.set(name, Math.min(level, depths.get(name) ?? level));
  }
  return depths;
}
