import { onMessage } from "../../action.js";
import { IsNextZxid } from "../../data/zxid.js";
import { deliveries, write } from "../operators.js";

/**
 * An observer logs and delivers a txn that is committed already; before UPTODATE it only
 * remembers that it may deliver it. It acknowledges nothing.
 *
 * @spec Zab!ObserverProcessINFORM 3bb0d88cda90
 */
export const ObserverProcessINFORM = onMessage("INFORM", {
  enabled: (s, { from, message }) =>
    !s.voters.includes(s.self) &&
    s.role === "FOLLOWING" &&
    (s.phase === "newleader" || s.phase === "broadcast") &&
    s.leaderOf === from &&
    IsNextZxid(s.memLog.lastZxid, message.txn.zxid),

  next: (s, { message: { txn } }) => {
    const operation = { op: "append", arg: txn, then: [] } as const;
    const memLog = s.memLog.append(txn);
    const logged = { ...s, memLog, diskQueue: s.diskQueue.append(operation) };
    if (s.phase === "newleader") {
      const syncCommitted = s.syncCommitted + 1;
      return { state: { ...logged, syncCommitted }, effects: [write(operation)] };
    }
    const committed = s.committed + 1;
    return {
      state: { ...logged, committed },
      effects: [write(operation), ...deliveries(memLog, s.committed, committed)],
    };
  },
});
