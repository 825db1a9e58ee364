import { describe, expect, it } from "vitest";
import { History, Init, Seq, type NodeState, type Txn } from "#state-machine";
import { memberOf, zabProperties, type Connection, type Ghosts } from "#explorer";
import { call, parts } from "./property-parts.js";

// Of each property a state, or a step, that it must not let pass, beside one that it must.

const voters = [1, 2, 3];
const txn = (epoch: number, counter: number, val = counter): Txn => {
  return { zxid: { epoch, counter }, val };
};
const [a, b] = [txn(1, 1), txn(1, 2)];
const history = (...txns: Txn[]) => txns.reduce((h, one) => h.append(one), History.empty);

function server(self: number, changes: Partial<NodeState> = {}): NodeState {
  return { ...Init({ self, servers: voters, voters, ackUptodate: false }), ...changes };
}
const leading = (changes: Partial<NodeState> = {}) =>
  server(1, { role: "LEADING", phase: "broadcast", proposedEpoch: 1, ...changes });
const following = (changes: Partial<NodeState> = {}) =>
  server(2, { role: "FOLLOWING", phase: "broadcast", leaderOf: 1, ...changes });
const observing = (changes: Partial<NodeState> = {}) => following({ voters: [1, 3], ...changes });

function connection(changes: Partial<Connection> = {}): Connection {
  return { learner: 2, link: "up", toLeader: [], toLearner: [], ...changes };
}
function ghosts(changes: Partial<Ghosts> = {}): Ghosts {
  const none = { nTxn: 0, nRestart: 0, nBreak: 0, committed: [], established: [0, 0] };
  return { ...none, broadcast: [[], []], ...changes };
}
const two = { ...server(1).learner, 2: "synced" } as NodeState["learner"];
const index = (n: number) => ({ ...server(1).ackIndex, 2: n });

type Case = [
  property: string,
  part: keyof (typeof zabProperties)[string],
  bad: unknown[],
  good: unknown[],
];
const heads = (m: Connection["toLearner"][number]) => connection({ toLearner: [m] });
const zxid = (epoch: number, counter: number) => ({ epoch, counter });

const zab: Case[] = [
  ...(
    [
      [{ type: "LEADERINFO", epoch: 1 }, following(), following({ phase: "discovery" })],
      [{ type: "DIFF" }, following(), following({ phase: "sync" })],
      [{ type: "NEWLEADER", epoch: 1 }, following(), following({ phase: "sync" })],
      [{ type: "UPTODATE" }, following(), following({ phase: "newleader" })],
      [
        { type: "TRUNC", zxid: a.zxid },
        following({ phase: "sync" }),
        following({ phase: "sync", memLog: history(a) }),
      ],
      [{ type: "PROPOSAL", txn: b }, following(), following({ memLog: history(a) })],
      [{ type: "PROPOSAL", txn: a }, following({ phase: "discovery" }), following()],
      [{ type: "INFORM", txn: a }, following(), observing()],
      [{ type: "INFORM", txn: b }, observing(), observing({ memLog: history(a) })],
      [{ type: "COMMIT", zxid: a.zxid }, following(), following({ memLog: history(a) })],
      [
        { type: "COMMIT", zxid: b.zxid },
        following({ phase: "sync", memLog: history(a) }),
        following({ phase: "sync", memLog: history(a, b) }),
      ],
    ] as const
  ).map(([m, bad, good]): Case => ["HeadFits", "connection", [bad, heads(m)], [good, heads(m)]]),
  [
    "UpFits",
    "reads",
    [leading(), 2, { type: "FOLLOWERINFO", epoch: 0 }],
    [leading({ learner: { ...two, 2: "connected" } }), 2, { type: "FOLLOWERINFO", epoch: 0 }],
  ],
  [
    "UpFits",
    "reads",
    [leading(), 2, { type: "ACKEPOCH", counts: true, epoch: 0, zxid: a.zxid }],
    [
      leading({ learner: { ...two, 2: "epochSent" } }),
      2,
      { type: "ACKEPOCH", counts: true, epoch: 0, zxid: a.zxid },
    ],
  ],
  [
    "UpFits",
    "reads",
    [leading(), 2, { type: "ACK", zxid: a.zxid }],
    [leading({ learner: two }), 2, { type: "ACK", zxid: a.zxid }],
  ],
  [
    "UpFits",
    "reads",
    [leading({ learner: two }), 2, { type: "ACK", zxid: zxid(2, 0) }],
    [leading({ learner: two }), 2, { type: "ACK", zxid: zxid(1, 0) }],
  ],
  [
    "OneLeaderPerEpoch",
    "ghosts",
    [ghosts({ established: [2, 0] })],
    [ghosts({ established: [1, 1] })],
  ],
  [
    "DeliveredPrefix",
    "remembered",
    [following({ memLog: history(a), committed: 1 }), ghosts()],
    [following({ memLog: history(a), committed: 1 }), ghosts({ committed: [a] })],
  ],
  [
    "DeliveredPrefix",
    "remembered",
    [following({ committed: 1 }), ghosts({ committed: [a] })],
    [following(), ghosts({ committed: [a] })],
  ],
  [
    "CommittedStable",
    "memory",
    [ghosts({ committed: [a] }), ghosts({ committed: [txn(1, 1, 7), b] })],
    [ghosts({ committed: [a] }), ghosts({ committed: [a, b] })],
  ],
  ["CommittedStable", "memory", [ghosts({ committed: [a] }), ghosts()], [ghosts(), ghosts()]],
  [
    "Integrity",
    "remembered",
    [following({ memLog: history(a) }), ghosts()],
    [following({ memLog: history(a) }), ghosts({ broadcast: [[a], []] })],
  ],
  [
    "Agreement",
    "pair",
    [
      following({ memLog: history(a), committed: 1 }),
      server(3, { memLog: history(txn(2, 1)), committed: 1 }),
      false,
    ],
    [
      following({ memLog: history(a), committed: 1 }),
      server(3, { memLog: history(a, b), committed: 2 }),
      false,
    ],
  ],
  [
    "LocalPrimaryOrder",
    "server",
    [following({ memLog: history(b), committed: 1 })],
    [following({ memLog: history(b) })],
  ],
  [
    "LocalPrimaryOrder",
    "server",
    [following({ memLog: history(txn(1, 3), txn(1, 5)), committed: 2 })],
    [following({ memLog: history(a, b, txn(2, 1)), committed: 3 })],
  ],
  [
    "GlobalPrimaryOrder",
    "server",
    [following({ memLog: history(txn(2, 1), a) })],
    [following({ memLog: history(a, txn(2, 1)) })],
  ],
  [
    "PrimaryIntegrity",
    "remembered",
    [leading({ proposedEpoch: 2 }), ghosts({ committed: [a] })],
    [leading({ proposedEpoch: 2, memLog: history(a) }), ghosts({ committed: [a] })],
  ],
  [
    "PrimaryIntegrity",
    "remembered",
    [leading({ proposedEpoch: 2, memLog: history(txn(1, 1, 9)) }), ghosts({ committed: [a] })],
    [leading(), ghosts({ committed: [a] })],
  ],
  [
    "LeaderCompleteness",
    "ensemble",
    [[leading(), following(), server(3)].map(memberOf), ghosts({ committed: [a] }), voters],
    [
      [leading(), following({ acceptedEpoch: 2 }), server(3)].map(memberOf),
      ghosts({ committed: [a] }),
      voters,
    ],
  ],
  [
    "CommittedDurable",
    "ensemble",
    [
      [leading({ log: history(a) }), following(), server(3)].map(memberOf),
      ghosts({ committed: [a] }),
      voters,
    ],
    [
      [leading({ log: history(a) }), following({ log: history(a, b) }), server(3)].map(memberOf),
      ghosts({ committed: [a] }),
      voters,
    ],
  ],
  [
    "LogMatching",
    "pair",
    [server(1, { memLog: history(a, b) }), server(2, { memLog: history(b) }), false],
    [server(1, { memLog: history(a, b) }), server(2, { memLog: history(a) }), false],
  ],
  [
    "LogMatching",
    "pair",
    [server(1, { memLog: history(a) }), server(2, { memLog: history(txn(1, 1, 9)) }), false],
    [server(1, { memLog: history(a) }), server(2, { memLog: history(txn(2, 1, 9)) }), false],
  ],
  [
    "EpochOrder",
    "server",
    [server(1, { currentEpoch: 1 })],
    [server(1, { currentEpoch: 1, acceptedEpoch: 1 })],
  ],
  [
    "EpochsMonotonic",
    "step",
    [server(1, { acceptedEpoch: 1 }), server(1)],
    [server(1), server(1, { acceptedEpoch: 1 })],
  ],
  ["EpochsMonotonic", "step", [server(1, { currentEpoch: 1 }), server(1)], [server(1), server(1)]],
  [
    "DiskCatchesUp",
    "server",
    [leading({ memLog: history(a) })],
    [leading({ memLog: history(a), log: history(a) })],
  ],
  [
    "DiskCatchesUp",
    "server",
    [following({ log: history(a) })],
    [following({ phase: "sync", log: history(a) })],
  ],
  [
    "DiskCatchesUp",
    "server",
    [leading({ phase: "sync", memLog: history(a) })],
    [leading({ memLog: history(a), diskQueue: Seq.of({ op: "append", arg: a, then: [] }) })],
  ],
  [
    "AckedIsDurable",
    "pair",
    [leading({ ackIndex: index(1), memLog: history(a) }), following({ memLog: history(a) }), true],
    [leading({ ackIndex: index(1), memLog: history(a) }), following({ memLog: history(a) }), false],
  ],
  [
    "AckedIsDurable",
    "pair",
    [
      leading({ ackIndex: index(1), memLog: history(a) }),
      following({ log: history(txn(1, 1, 9)) }),
      true,
    ],
    [leading({ ackIndex: index(1), memLog: history(a) }), following({ log: history(a) }), true],
  ],
  [
    "EstablishedQuorum",
    "ensemble",
    [[leading({ currentEpoch: 1 }), following(), server(3)].map(memberOf), ghosts(), voters],
    [
      [leading({ currentEpoch: 1 }), following({ currentEpoch: 1 }), server(3)].map(memberOf),
      ghosts(),
      voters,
    ],
  ],
  [
    "LearnerPrefix",
    "pair",
    [leading(), following({ memLog: history(a) }), true],
    [leading(), following({ memLog: history(a) }), false],
  ],
  [
    "LearnerPrefix",
    "pair",
    [leading(), following({ phase: "newleader", memLog: history(a) }), true],
    [leading(), following({ phase: "sync", memLog: history(a) }), true],
  ],
  [
    "NoServeBeforeUptodate",
    "server",
    [following({ phase: "newleader", committed: 1 })],
    [following({ committed: 1 })],
  ],
  [
    "ObserverNeutral",
    "server",
    [leading({ phase: "sync", epochAcks: [1] })],
    [leading({ phase: "sync", epochAcks: [1, 3] })],
  ],
  [
    "ObserverNeutral",
    "server",
    [leading({ epochAcks: [1, 2], newLeaderAcks: [1] })],
    [leading({ epochAcks: [1, 2], newLeaderAcks: [1, 3] })],
  ],
  [
    "ObserverNeutral",
    "server",
    [leading({ voters: [1, 3], epochAcks: [1, 2], newLeaderAcks: [1, 3] })],
    [leading({ voters: [1, 3], epochAcks: [1, 3], newLeaderAcks: [1, 3] })],
  ],
  ...(
    [
      [{ phase: "sync" }, {}],
      [
        { role: "LEADING", proposedEpoch: 1, phase: "newleader" },
        { role: "LEADING", proposedEpoch: 1, phase: "sync" },
      ],
      [
        { role: "FOLLOWING", phase: "sync" },
        { role: "FOLLOWING", phase: "sync", leaderOf: 2 },
      ],
      [{ proposedEpoch: 1 }, {}],
      [{ syncCommitted: 1 }, { role: "FOLLOWING", leaderOf: 2, phase: "sync", syncCommitted: 1 }],
      [{ newLeaderAcks: [1] }, {}],
      [{ epochInfo: [1] }, {}],
      [{ epochAcks: [1] }, {}],
      [{ learner: two }, {}],
      [{ ackIndex: index(1) }, {}],
      [{ learnerZxid: { ...server(1).learnerZxid, 2: a.zxid } }, {}],
    ] as const
  ).map(([bad, good]): Case => ["RoleReset", "server", [server(1, bad)], [server(1, good)]]),
  ["RoleReset", "connection", [server(2), connection()], [following(), connection()]],
  [
    "RoleReset",
    "connection",
    [server(2), connection({ link: "none", toLearner: [{ type: "DIFF" }] })],
    [server(2), connection({ link: "none" })],
  ],
];

describe("a property of Zab", () => {
  it.each(zab)("%s refuses what it must by its part on %s", (property, part, bad, good) => {
    expect(call(zabProperties, property, part, bad)).toBe(false);
    expect(call(zabProperties, property, part, good)).toBe(true);
  });

  it("is seen to fail here, each part of it", () => {
    const { all, seen } = parts(zabProperties, zab);
    expect(seen).toEqual(all);
  });
});
