import type { Txn } from "#state-machine";
import type { Changes } from "../components/change-table.js";
import type { Kind } from "../components/dictionary.js";
import { plainTxn, txnFrom, type Plain } from "./plain.js";

/** What a model remembers beside the protocol: used budgets, and the history of the run. */
export interface Ghosts {
  readonly nTxn: number;
  readonly nRestart: number;
  readonly nBreak: number;
  /** The longest history that any leader ever committed. */
  readonly committed: readonly Txn[];
  /** How many times each epoch was established; epoch 1 first. */
  readonly established: readonly number[];
  /** The txns proposed in each epoch, in order; epoch 1 first. */
  readonly broadcast: readonly (readonly Txn[])[];
}

/** What one step adds. */
export interface GhostChange {
  readonly txn?: 1;
  readonly restart?: 1;
  readonly break?: 1;
  /** A leader that is in this step committed up to the end of this history. */
  readonly commits?: readonly Txn[];
  readonly establishes?: number;
  readonly broadcasts?: { readonly epoch: number; readonly txn: Txn };
}

export const ghostsKind: Kind<Ghosts> = {
  tag: "g",
  encode: (g) =>
    JSON.stringify([
      g.nTxn,
      g.nRestart,
      g.nBreak,
      g.committed.map(plainTxn),
      g.established,
      g.broadcast.map((txns) => txns.map(plainTxn)),
    ]),
  decode: (text) => {
    const [nTxn, nRestart, nBreak, committed, established, broadcast] = JSON.parse(text) as [
      number,
      number,
      number,
      Plain[],
      number[],
      Plain[][],
    ];
    return {
      nTxn,
      nRestart,
      nBreak,
      committed: committed.map(txnFrom),
      established,
      broadcast: broadcast.map((txns) => txns.map(txnFrom)),
    };
  },
};

export function noGhosts(maxEpoch: number): Ghosts {
  return {
    nTxn: 0,
    nRestart: 0,
    nBreak: 0,
    committed: [],
    established: new Array<number>(maxEpoch).fill(0),
    broadcast: new Array<readonly Txn[]>(maxEpoch).fill([]),
  };
}

function remember(g: Ghosts, change: GhostChange): Ghosts {
  const { commits = [], establishes, broadcasts } = change;
  return {
    nTxn: g.nTxn + (change.txn ?? 0),
    nRestart: g.nRestart + (change.restart ?? 0),
    nBreak: g.nBreak + (change.break ?? 0),
    committed: commits.length > g.committed.length ? commits : g.committed,
    established: g.established.map((n, k) => (k + 1 === establishes ? n + 1 : n)),
    broadcast: g.broadcast.map((txns, k) =>
      k + 1 === broadcasts?.epoch ? [...txns, broadcasts.txn] : txns,
    ),
  };
}

/** A change written down, equal for equal changes; empty for none. */
function ghostChangeText(change: GhostChange): string {
  const { commits, broadcasts, ...counts } = change;
  if (Object.keys(change).length === 0) return "";
  const proposed = broadcasts && [broadcasts.epoch, plainTxn(broadcasts.txn)];
  return JSON.stringify([counts, commits?.map(plainTxn) ?? null, proposed ?? null]);
}

/** What steps do to the ghosts. */
export const ghostChanges: Changes<Ghosts, GhostChange> = {
  kind: ghostsKind,
  text: ghostChangeText,
  changed: remember,
  nothing: {},
};
