import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { step, type Effect, type LearnerPhase, type NodeState } from "#state-machine";
import { plain } from "../../support/arbitraries.js";
import { enabled } from "../../support/enabled.js";
import { commitEffects, highestBacked } from "../../support/naive.js";
import { promises, refuses } from "../../support/promise.js";

const ready = enabled.DiskComplete;
const head = (s: NodeState) => {
  const operation = s.diskQueue.head;
  if (operation === undefined) throw new Error("the disk queue is empty");
  return operation;
};

/** The durable fields once the head of the queue is, and the rest of the queue. */
const written = (s: NodeState) => {
  const { op, arg } = head(s);
  const diskQueue = s.diskQueue.drop(1);
  if (op === "append") return { diskQueue, log: s.log.append(arg) };
  if (op === "replace") return { diskQueue, log: arg };
  return op === "acceptedEpoch"
    ? { diskQueue, acceptedEpoch: arg }
    : { diskQueue, currentEpoch: arg };
};

const leads = (s: NodeState) => s.role === "LEADING";
const commits = (s: NodeState) => s.phase === "broadcast" && head(s).op === "append";

describe("DiskComplete", () => {
  promises(
    "DiskComplete",
    "lets a learner say what waited for the disk",
    ready.filter(({ s }) => s.role === "FOLLOWING"),
    ({ s, peer }) => ({
      changes: written(s),
      effects: head(s).then.map((message): Effect => ({ kind: "Send", to: peer, message })),
    }),
  );

  promises(
    "DiskComplete",
    "is silent where nobody listens",
    ready.filter(({ s }) => s.role === "LOOKING"),
    ({ s }) => ({ changes: written(s), effects: [] }),
  );

  promises(
    "DiskComplete",
    "offers the epoch a leader has promised to every learner that asked",
    ready.filter(({ s }) => leads(s) && head(s).op === "acceptedEpoch"),
    ({ s }) => {
      const asked = s.servers.filter((f) => s.learner[f] === "info");
      const sent = Object.fromEntries(asked.map((f) => [f, "epochSent" as LearnerPhase]));
      const message = { type: "LEADERINFO", epoch: head(s).arg as number } as const;
      return {
        changes: { ...written(s), learner: { ...s.learner, ...sent } },
        effects: asked.map((to): Effect => ({ kind: "Send", to, message })),
      };
    },
  );

  promises(
    "DiskComplete",
    "lets a leader synchronise once the epoch is its own",
    ready.filter(({ s }) => leads(s) && head(s).op === "currentEpoch"),
    ({ s }) => ({
      changes: { ...written(s), phase: "sync", newLeaderAcks: [s.self] },
      effects: [],
    }),
  );

  promises(
    "DiskComplete",
    "counts a leader's vote when its own disk has the txn",
    ready.filter(({ s }) => leads(s) && commits(s)),
    ({ s }) => {
      const committed = highestBacked(s, s.ackIndex, s.log.length + 1);
      return { changes: { ...written(s), committed }, effects: commitEffects(s, committed) };
    },
  );

  promises(
    "DiskComplete",
    "commits nothing of an initial history, whatever its leader's disk holds",
    ready.filter(({ s }) => leads(s) && s.phase !== "broadcast" && head(s).op === "append"),
    ({ s }) => ({ changes: written(s), effects: [] }),
  );

  refuses("a completion of nothing", ready, ({ s }) => ({
    s: { diskQueue: s.diskQueue.drop(s.diskQueue.length) },
  }));

  it("leaves the same disk as a restart after as many completions, for every queue", () => {
    fc.assert(
      fc.property(enabled.Restart, ({ s, event: { completed } }) => {
        let completing = s;
        for (let k = 0; k < completed; k += 1) {
          completing = step(completing, { kind: "DiskComplete" }).state;
        }
        const { state } = step(s, { kind: "Restart", completed });
        const disk = ({ log, acceptedEpoch, currentEpoch }: NodeState) =>
          plain({ log, acceptedEpoch, currentEpoch });
        expect(disk(state)).toEqual(disk(completing));
      }),
    );
  });
});
