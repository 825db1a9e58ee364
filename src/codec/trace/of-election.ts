/** What evidence says of a step of the election. */
import type { ElectionState, Notification } from "#state-machine";
import { zxidText } from "./of-state.js";
import type { Carried, ConnectionName, TracePost } from "./types.js";

/** The `n`-th notification on a connection. */
export function notified(
  c: ConnectionName,
  n: number,
  { vote, round, state }: Notification,
): Carried {
  const { leader, epoch } = vote;
  const zxid = zxidText(vote.zxid);
  return { c, n, m: { type: "NOTIFICATION", leader, zxid, epoch, round, state } };
}

/** The fields that changed. */
export function voted(before: ElectionState, after: ElectionState): TracePost {
  const [old, now] = [before.vote?.leader ?? 0, after.vote?.leader ?? 0];
  return {
    ...(before.role === after.role ? {} : { role: after.role }),
    ...(before.round === after.round ? {} : { round: after.round }),
    ...(old === now ? {} : { leader: now }),
    ...(before.finalizing === after.finalizing ? {} : { finalizing: after.finalizing }),
  };
}
