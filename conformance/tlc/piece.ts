/** A run, or a piece of a long one, as TLC takes it. */
import type { Datum } from "../steps/datum.js";
import type { Step } from "../trace/step.js";

/** Who takes part; every run of one start of TLC has the same. */
export interface Ensemble {
  readonly servers: readonly number[];
  readonly voters: readonly number[];
}

/** A state, or a part of one, as TLA+. */
export interface StateText {
  readonly text: string;
  /** How many txns the longest history in it has. */
  readonly longest: number;
}

/** How it begins, and where another piece takes up. */
export interface Ends {
  /** The disks that the run begins with, or the state that the piece begins in. */
  readonly begin: StateText & { readonly loads: boolean };
  /** The state in which the next piece begins; null where none does. */
  readonly end: string | null;
}

export interface Piece extends Ends {
  readonly spec: "Zab" | "Election";
  readonly ensemble: Ensemble;
  readonly steps: readonly Step[];
  /** The tuples of the steps, one each. */
  readonly tuples: readonly Datum[];
}

/** What TLC makes of a piece. */
export type Reached =
  /** Every step is allowed; it leads to as many of what is counted. */
  | { readonly kind: "accepted"; readonly counts: readonly number[] }
  /** Every step is allowed, and the state is not that in which the next piece begins. */
  | { readonly kind: "elsewhere" }
  /** The spec allows an action, and what it does differs. Positions count from 1. */
  | { readonly kind: "differs"; readonly position: number; readonly fields: readonly Differing[] }
  | {
      readonly kind: "not enabled";
      readonly position: number;
      readonly situation: readonly string[];
      readonly enabled: readonly string[];
    }
  | { readonly kind: "property"; readonly position: number; readonly names: readonly string[] };

export interface Differing {
  readonly name: string;
  readonly recorded: string;
  readonly expected: string;
}

/** Who is asked about pieces. */
export interface Asked {
  /** @throws CannotTell when TLC could not go through the piece. */
  ask(piece: Piece): Promise<Reached>;
  /** Waits while more is asked than can be looked at for now. */
  room(): Promise<void>;
}
