import { beforeAll, describe, expect, it } from "vitest";
import { checkMapping } from "#conformance/mapping";
import { mappingWith, type Edit } from "./support.js";

/** ms; the compiler and a JVM on a busy machine. */

const guards = "spec/guards.txt";
const exceptions = "spec/mapping.json";
const zab = "src/state-machine/zab";

/** A defect, and the one line that names it. */
type Case = readonly [defect: string, edit: Edit, complaint: RegExp];

const inCode: readonly Case[] = [
  [
    "a reducer that writes too much",
    [
      `${zab}/environment/LeaderDropLearner.ts`,
      "      ...s,\n",
      "      ...s,\n      committed: 0,\n",
    ],
    /^src\S+LeaderDropLearner.ts:\d+: Zab!LeaderDropLearner writes committed, which the action leaves UNCHANGED \(spec\/Zab.tla:\d+\): drop "committed: 0", or change the spec first$/,
  ],
  [
    "a reducer that writes too little",
    [
      `${zab}/synchronization/LeaderSyncFollower.ts`,
      `      ackIndex: set(s.ackIndex, event.to, 0),\n`,
      "",
    ],
    /^src\S+LeaderSyncFollower.ts:\d+: Zab!LeaderSyncFollower does not write ackIndex, which the action primes$/,
  ],
  [
    "a condition that is gone",
    [`${zab}/broadcast/LeaderProcessACK.ts`, "    zxid.counter > 0 &&\n", ""],
    /^spec\/guards.txt:\d+: Zab!LeaderProcessACK: src\S+LeaderProcessACK.ts:\d+ does not ask "zxid.counter > 0" for the guard "z\[2\] > 0"/,
  ],
  [
    "a condition that is gone from a helper",
    [
      `${zab}/broadcast/FollowerProcessCOMMIT.ts`,
      "return next !== undefined && sameZxid",
      "return sameZxid",
    ],
    /^spec\/guards.txt:\d+: Zab!FollowerProcessCOMMIT: \S+ does not ask "next !== undefined" for the guard "next <= Len\(memLog\[f\]\)"/,
  ],
  [
    "a condition that is gone from an operator",
    [
      "src/state-machine/election/operators.ts",
      "!IsOlder(s, m) && s.finalizing &&",
      "!IsOlder(s, m) &&",
    ],
    /^spec\/guards.txt:\d+: Election!IsSwallowed: \S+ does not ask "s.finalizing" for the guard "finalizing\[s\]"/,
  ],
  [
    "a condition that is new",
    [
      `${zab}/disk/DiskComplete.ts`,
      "s.diskQueue.length > 0",
      's.diskQueue.length > 0 && s.role !== "LOOKING"',
    ],
    /^src\S+DiskComplete.ts:\d+: Zab!DiskComplete: "s.role !== "LOOKING"" has no counterpart: name its guard in spec\/guards.txt/,
  ],
  [
    "another type of message",
    [`${zab}/synchronization/FollowerProcessDIFF.ts`, 'onMessage("DIFF"', 'onMessage("UPTODATE"'],
    /^src\S+FollowerProcessDIFF.ts:\d+: Zab!FollowerProcessDIFF: "onMessage\("UPTODATE"\)" has no counterpart/,
  ],
  [
    "a reducer that has never been signed",
    [`${zab}/discovery/FollowLeader.ts`, "@spec Zab!FollowLeader ", "@spec Zab!FollowLeader\n * "],
    /^src\S+FollowLeader.ts:\d+: Zab!FollowLeader has no digest: run npm run check:mapping -- --write$/,
  ],
  [
    "an operator that the spec does not know",
    ["src/state-machine/data/zxid.ts", "@spec Zab!Zero", "@spec Zab!Nought"],
    /^src\S+zxid.ts:\d+: Zab!Nought is not in the spec: name an operator of spec\/Zab.tla$/,
  ],
  [
    "a field that is no variable",
    [
      "src/state-machine/state.ts",
      "  readonly committed: number;\n",
      "  readonly committed: number;\n  readonly hint: number;\n",
    ],
    /^src\/state-machine: the field hint is no variable of Zab: add it to the spec first/,
  ],
];

const inSpec: readonly Case[] = [
  [
    "a guard that is gone",
    ["spec/Zab.tla", "     IN  /\\ z[2] > 0\n         /\\ Holds", "     IN  /\\ Holds"],
    /^spec\/guards.txt:\d+: Zab!LeaderProcessACK: guard 5 is "Holds\(memLog\[l\], z\)" \(spec\/Zab.tla:\d+\), but "z\[2\] > 0" stands here/,
  ],
  [
    "a guard that is new",
    [
      "spec/Zab.tla",
      "  /\\ diskQueue[s] # <<>>\n",
      '  /\\ diskQueue[s] # <<>>\n  /\\ role[s] # "LOOKING"\n',
    ],
    /^spec\/guards.txt:\d+: Zab!DiskComplete: guard 2 is "role\[s\] # "LOOKING"" \(spec\/Zab.tla:\d+\), but the section ends/,
  ],
  [
    "a guard that is gone from an operator",
    ["spec/Channels.tla", "HeadUp(f, type) == toLeader[f] # <<>> /\\ ", "HeadUp(f, type) == "],
    /^spec\/guards.txt:\d+: no guard needs Zab!HeadUp: drop the section$/,
  ],
  [
    "an update that is another one",
    ["spec/Zab.tla", "acceptedEpoch[l] + 1]", "acceptedEpoch[l] + 2]"],
    /^src\S+BecomeLeading.ts:\d+: Zab!BecomeLeading changed at spec\/Zab.tla:\d+, its digest is \w{12} and not \w{12}: read both again, then npm run check:mapping -- --sign 'Zab!BecomeLeading'$/,
  ],
  [
    "an operator with a twin that is another one",
    ["spec/Election.tla", "v.leader > w.leader", "v.leader < w.leader"],
    /^src\S+operators.ts:\d+: Election!Better changed at spec\/Election.tla:\d+/,
  ],
  [
    "a variable without a field",
    ["spec/Election.tla", "    summary,        \\*", "    hunch,\n    summary,        \\*"],
    /^spec\/Election.tla:\d+: the variable hunch is no field of the state: add the field, or say why not in spec\/mapping.json$/,
  ],
  [
    "an action without a reducer",
    [
      "spec/Election.tla",
      "Next ==\n",
      "Doze(s) == vote' = [vote EXCEPT ![s] = None]\n\nNext ==\n    \\/ \\E s \\in Voter : Doze(s)\n",
    ],
    /^spec\/Election.tla: Election!Doze has no reducer: write it, or say why in spec\/mapping.json$/,
  ],
];

/** Complaints that follow from a defect beside the one that names it. */
const consequences = [
  /^spec\/guards.txt:\d+: Zab!FollowerProcessDIFF: \S+ does not ask "onMessage\("DIFF"\)"/,
  /changed at spec\//,
  /Zab!Nought/,
];

describe.each([
  ["the code", inCode],
  ["the spec", inSpec],
] as const)("check:mapping, when %s has", (_, cases) => {
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    complaints = checkMapping(await mappingWith(...cases.map(([, edit]) => edit)));
  });

  it.each(cases)("%s, says so in one line", (__, ___, complaint) => {
    expect(
      complaints.filter((line) => complaint.test(line)),
      complaints.join("\n"),
    ).toHaveLength(1);
  });

  it("and complains of nothing else", () => {
    const known = [...cases.map(([, , complaint]) => complaint), ...consequences];
    const other = complaints.filter((line) => !known.some((one) => one.test(line)));
    expect(other).toEqual([]);
  });
});

describe("check:mapping", () => {
  it("finds nothing wrong in the repository", async () => {
    expect(checkMapping(await mappingWith())).toEqual([]);
  });

  it.each<Case>([
    [
      "a guard without its line",
      [guards, "  f # l ↔ s.self !== leader\n", ""],
      /^spec\/guards.txt:\d+: Zab!FollowLeader: guard 3 is "f # l"/,
    ],
    [
      "a line without its guard",
      [
        guards,
        "  f # l ↔ s.self !== leader\n",
        "  f # l ↔ s.self !== leader\n  f # f ↔ s.self !== leader\n",
      ],
      /^spec\/guards.txt:\d+: Zab!FollowLeader: the spec has no guard "f # f": drop it$/,
    ],
    [
      "an action without a section",
      [guards, "Zab!DiskComplete\n", "Zab!DiskCompletes\n"],
      /^spec\/guards.txt: Zab!DiskComplete is not there: add it/,
    ],
    [
      "an exception for an action that nobody needs",
      [
        exceptions,
        '"ConnBreak":',
        '"Restart": "It is a reducer like any other.",\n      "ConnBreak":',
      ],
      /^spec\/mapping.json: Zab!Restart needs no exception: drop it$/,
    ],
    [
      "an exception for a variable that nobody needs",
      [exceptions, '"link":', '"role": "It is a field like any other.",\n      "link":'],
      /^spec\/mapping.json: Zab: role needs no exception: drop it$/,
    ],
    [
      "an exception for a write that nobody needs",
      [
        exceptions,
        '"StartElection": {',
        '"StartElection": {\n        "round": "It is written like any other.",',
      ],
      /^spec\/mapping.json: Election!StartElection needs no exception for round: drop it$/,
    ],
    [
      "a write for which no exception is made",
      [exceptions, '"StartElection": {', '"LeaveInstance": {'],
      /^src\S+StartElection.ts:\d+: Election!StartElection writes summary, which the action leaves UNCHANGED/,
    ],
    [
      "an exception for an action without reducer",
      [exceptions, '"writes": {}', '"writes": { "Sleep": { "role": "Nobody ever sleeps." } }'],
      /^spec\/mapping.json: Zab: no reducer Sleep: drop it$/,
    ],
  ])("complains of %s", async (_, edit, complaint) => {
    const complaints = checkMapping(await mappingWith(edit));
    expect(
      complaints.filter((line) => complaint.test(line)),
      complaints.join("\n"),
    ).toHaveLength(1);
  });
});
