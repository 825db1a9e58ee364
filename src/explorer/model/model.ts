import type { ServerId, Summary } from "#state-machine";

/** What both kinds of models say. */
interface Common {
  /** What it is called in messages: the name of its cfg. */
  readonly name: string;
  /** The invariants and action properties to check, by their names in the spec. */
  readonly properties: readonly string[];
  /** Whether a state without successor is an error, never, always, or unless it is stable. */
  readonly deadlock: "allowed" | "error" | "error unless stable";
}

/** A model of `spec/models/MCZab.tla`, as its cfg bounds it. */
export interface ZabModel extends Common {
  readonly protocol: "zab";
  /** The names of the servers; server 1 is the first. */
  readonly names: readonly string[];
  readonly voters: readonly ServerId[];
  readonly symmetry: boolean;
  readonly snapWindow: number;
  readonly ackUptodate: boolean;
  readonly maxEpoch: number;
  readonly maxTxn: number;
  readonly maxRestart: number;
  readonly maxBreak: number;
  readonly oracle: "any" | "best";
}

/** A model of `spec/models/MCElection.tla`, as its cfg bounds it. */
export interface ElectionModel extends Common {
  readonly protocol: "election";
  readonly names: readonly string[];
  readonly voters: readonly ServerId[];
  readonly cap: number;
  /** What the history of a server may be at the start. */
  readonly summaries: readonly Summary[];
  /** Whether one server has to be ahead of all others at the start. */
  readonly oneAhead: boolean;
  readonly maxRound: number;
  readonly maxRestart: number;
  readonly maxLeave: number;
  readonly maxResend: number;
  readonly syncFinalize: boolean;
}

export type Model = ZabModel | ElectionModel;
