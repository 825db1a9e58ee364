/** How often TLC evaluates the properties of whole histories, which cost the length of these. */
import type { Piece } from "./piece.js";

/** They are evaluated after every step of pieces up to this length ... */
const EVERY_STEP = 2000;
/** ... where histories are no longer than this, and less often in the same measure. */
const SHORT = 500;

export function samplingOf({ steps, begin }: Piece): number {
  return Math.max(1, Math.ceil((steps.length / EVERY_STEP) * Math.max(1, begin.longest / SHORT)));
}
