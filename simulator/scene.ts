import type { Reducers } from "#explorer";
import type { Dice } from "./dice.js";
import type { Ensemble } from "./ensemble.js";
import type { Habits } from "./habits.js";

/** What a schedule works with. */
export interface Scene {
  readonly ensemble: Ensemble;
  readonly dice: Dice;
  readonly habits: Habits;
  readonly syncModeFor: Reducers["syncModeFor"];
}
