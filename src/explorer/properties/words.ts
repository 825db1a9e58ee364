import {
  sameZxid,
  type History,
  type NodeState,
  type ServerId,
  type ServerSet,
  type Txn,
  type Zxid,
} from "#state-machine";
import { txnsOf } from "../zab/plain.js";

// The spec's words, written out here once more: a property that used the reducers' operators
// would share their mistakes.

export const same = (a: Txn, b: Txn) => sameZxid(a.zxid, b.zxid) && a.val === b.val;

export function isPrefix(g: readonly Txn[], h: readonly Txn[]): boolean {
  return g.length <= h.length && g.every((txn, k) => same(txn, h[k] as Txn));
}

export function delivered(s: NodeState): readonly Txn[] {
  return s.memLog.slice(0, s.committed);
}

export function holds(history: History, z: Zxid): boolean {
  return isZero(z) || txnsOf(history).some(({ zxid }) => sameZxid(zxid, z));
}

export const isZero = (z: Zxid) => z.epoch === 0 && z.counter === 0;

export function lastZxid(history: History): Zxid {
  return txnsOf(history).at(-1)?.zxid ?? { epoch: 0, counter: 0 };
}

export function majority(servers: readonly ServerId[], voters: ServerSet): boolean {
  return 2 * new Set(servers.filter((s) => voters.includes(s))).size > voters.length;
}

export const isServing = (s: NodeState) => s.role === "LEADING" && s.phase === "broadcast";
