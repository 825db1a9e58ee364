/** How often TLC evaluates the properties of whole histories, which cost the length of these. */
import type { Piece } from "./piece.js";

/** They are evaluated after every step of pieces up to this length. */
const EVERY_STEP = 2000;

export function samplingOf({ steps }: Piece): number {
  return Math.max(1, Math.ceil(steps.length / EVERY_STEP));
}
