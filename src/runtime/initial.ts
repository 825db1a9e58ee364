import type { SnapshotLoader } from "#service";
import {
  serverSet,
  started,
  type History,
  type Membership,
  type NodeState,
  type Zxid,
} from "#state-machine";
import type { Settings } from "./settings.js";

/** What recovery made of the disk. */
export interface Initial {
  /** The tree of the newest whole snapshot, and the zxid of its name. */
  readonly tree: SnapshotLoader;
  readonly snapshot: Zxid;
  readonly log: History;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

/** The number a standalone server goes by in its own state. */
export const STANDALONE = 1;

/**
 * The state a process starts with: that of the spec's Restart for a member of an ensemble. A
 * standalone server leads an ensemble of one, so what it has logged is committed.
 */
export function initialState(settings: Settings, initial: Initial): NodeState {
  const self = settings.myid ?? STANDALONE;
  const alone = settings.myid === null;
  const ids = settings.members.map(({ id }) => id);
  const voting = settings.members.filter(({ role }) => role === "participant");
  const membership: Membership = {
    self,
    servers: alone ? [self] : serverSet(ids),
    voters: alone ? [self] : serverSet(voting.map(({ id }) => id)),
    ackUptodate: true,
  };
  const { log, acceptedEpoch, currentEpoch } = initial;
  const state = started(membership, { log, acceptedEpoch, currentEpoch });
  if (!alone) return state;
  const proposedEpoch = Math.max(log.lastZxid.epoch, currentEpoch);
  return { ...state, role: "LEADING", phase: "broadcast", committed: log.length, proposedEpoch };
}
