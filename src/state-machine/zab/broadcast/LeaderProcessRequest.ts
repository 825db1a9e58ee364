import { onEvent } from "../../action.js";
import type { Effect } from "../../effect.js";
import type { Zxid } from "../../data/zxid.js";
import type { NodeState } from "../../state.js";
import { isSynced, send, write } from "../operators.js";

/** The zxid of the next request that the leader proposes. @spec Zab!NextZxid 4d5b3e14809a */
function NextZxid(s: NodeState): Zxid {
  const { epoch, counter } = s.memLog.lastZxid;
  const continued = epoch === s.proposedEpoch;
  return { epoch: s.proposedEpoch, counter: continued ? counter + 1 : 1 };
}

/**
 * A leader proposes a request to every voter whose sync stream has been sent, and to its own disk:
 * its vote is the completion of that write and not the proposal.
 *
 * @spec Zab!LeaderProcessRequest 36b46663c68c
 */
export const LeaderProcessRequest = onEvent("ClientRequest", {
  enabled: (s) => s.role === "LEADING" && s.phase === "broadcast",

  next: (s, { val }) => {
    const txn = { zxid: NextZxid(s), val };
    const operation = { op: "append", arg: txn, then: [] } as const;
    const proposal = { type: "PROPOSAL", txn } as const;
    const effects: Effect[] = [write(operation)];
    for (const f of s.voters) if (isSynced(s.learner[f])) effects.push(send(f, proposal));
    return {
      state: { ...s, memLog: s.memLog.append(txn), diskQueue: s.diskQueue.append(operation) },
      effects,
    };
  },
});
