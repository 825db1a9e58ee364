import type { Random } from "../random.js";
import type { LineAt, RunText } from "./run-text.js";

/** A copy of a run with one thing wrong. */
export interface Damage {
  readonly run: RunText;
  /** The lines at which it may be refused: where it was done, and where it must show. */
  readonly at: readonly LineAt[];
  /** Any of these, said of that line, names what is wrong; the beginnings of fields' names. */
  readonly names: readonly string[];
  readonly told: string;
}

/** A way to damage a run. */
export interface Kind {
  readonly name: string;
  /**
   * `refused`: the copy says what did not happen. `undecided`: something is missing, so that the
   * judge must not decide. `kept`: what is left may be a whole run, and must not be refused.
   */
  readonly wanted: "refused" | "undecided" | "kept";
  /**
   * What counts as the right place and thing. `field`: at a line of the damage, what was changed
   * there. `line`: there, whatever is said of it. `onward`: at any line of the server from there
   * on, or at one that exchanged messages with it, whatever is said.
   */
  readonly named: "field" | "line" | "onward";
  /** One damage to the run; null where it has nothing of the kind. */
  make(run: RunText, random: Random): Damage | null;
}
