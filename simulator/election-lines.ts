// Promise: what a step of the election shows is what a server records of it.
import type { Carried, TracePost } from "#codec";
import type { ElectionState, Notification } from "#state-machine";
import { zxidText } from "./zab-lines.js";

/** A notification as evidence has it. */
export function notified(c: string, n: number, { vote, round, state }: Notification): Carried {
  const { leader, epoch } = vote;
  const m = {
    type: "NOTIFICATION",
    leader,
    zxid: zxidText(vote.zxid),
    epoch,
    round,
    state,
  } as const;
  return { c, n, m };
}

/** The fields of a step of the election that changed. */
export function voted(before: ElectionState, after: ElectionState): TracePost {
  const [old, now] = [before.vote?.leader ?? 0, after.vote?.leader ?? 0];
  return {
    ...(before.role === after.role ? {} : { role: after.role }),
    ...(before.round === after.round ? {} : { round: after.round }),
    ...(old === now ? {} : { leader: now }),
    ...(before.finalizing === after.finalizing ? {} : { finalizing: after.finalizing }),
  };
}
