/** Somebody who sees what the judge of the spec's text sees, and draws conclusions of its own. */
import type { Summary } from "../verdict/verdict.js";
import type { Datum } from "../steps/datum.js";
import type { Entry, Start } from "../steps/history.js";
import type { State } from "../tla/index.js";
import type { Opened } from "../trace/run-reader.js";
import type { Step } from "../trace/step.js";
import type { CannotTell } from "../trace/stop.js";

export interface Opening {
  readonly opened: Opened;
  readonly starts: readonly Start[];
  readonly histories: ReadonlyMap<number, readonly Entry[]>;
  /** What was read until it is asked for. */
  summary(): Summary;
}

/** Every state that the judge holds for possible behind a step. */
export interface Behind {
  readonly variables: readonly string[];
  readonly candidates: readonly State[];
}

export interface Witness {
  opens(opening: Opening): void;
  /** Whether more steps of a spec are wanted. */
  wants(spec: Step["spec"]): boolean;
  /**
   * A step in its order; `behind` is null where the judge has stopped before, or here. The next
   * one comes when the witness has done with it.
   */
  takes(step: Step, datum: Datum, behind: Behind | null): Promise<void> | undefined;
  /** Lines are missing before this step of a spec: the steps of it end here. */
  lacks(spec: Step["spec"], gap: CannotTell): void;
  /** The run was read to its end. */
  ends(): void;
}
