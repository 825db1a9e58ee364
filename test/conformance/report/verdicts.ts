import type { Conforms, Summary, Undecided, Unreadable, Verdict, Violates } from "#conformance";

export const summary: Summary = {
  files: 3,
  servers: [1, 2, 3],
  voters: [1, 2, 3],
  steps: 120,
  actions: { LeaderProcessACK: 20, LeaderProcessRequest: 10 },
  neverSeen: ["FollowerProcessTRUNC"],
  restarts: 0,
  breaks: 1,
  electionEvents: 12,
  electionJudged: 12,
  electionActions: { StartElection: 3 },
  dropped: 2,
  notes: ["no file of server 4: taken as never started"],
};

export const conforms: Conforms = {
  verdict: "conforms",
  summary,
  committed: 10,
  established: 1,
  decisions: 3,
};

export const undecided: Undecided = {
  verdict: "cannot tell",
  reason: "the line of event 62 is missing: event 63 stands in its place",
  place: { file: "run/2.1.ndjson", line: 63 },
  missing: { place: { file: "run/2.1.ndjson", line: 63 }, text: "event 62 of server 2" },
};

export const unreadable: Unreadable = {
  verdict: "bad input",
  faults: [
    {
      place: { file: "run/2.3.ndjson", line: 8 },
      field: "post.term",
      problem: 'post.term is 3: no field of the format; "<" & ">" are fine',
    },
    { place: { file: "run/2.4.ndjson", line: 0 }, field: "", problem: "no such file" },
  ],
};

const leader = { place: { file: "run/1.1.ndjson", line: 46 }, server: 1, q: 45 };

/** A violation as the judge by the spec's text finds it: a guard is false. */
export const notEnabled: Violates = {
  verdict: "violates",
  summary,
  spec: "Zab",
  step: { ...leader, action: "LeaderProcessACK", parameters: ["l = 1", "f = 3"] },
  position: 80,
  reason: "not enabled",
  fields: [],
  properties: [],
  situation: ["role = LEADING", "phase = broadcast", "committed = 3"],
  enabled: ["LeaderProcessACK(1, 2)", "DiskComplete(1)"],
  lastGood: {
    place: { file: "run/1.1.ndjson", line: 45 },
    server: 1,
    q: 44,
    action: "LeaderProcessRequest",
    parameters: ["l = 1", "v = c0ffee12"],
  },
  sender: { file: "run/3.1.ndjson", line: 40 },
  clause: {
    action: "LeaderProcessACK",
    number: 3,
    file: "spec/Zab.tla",
    line: 322,
    column: 6,
    endLine: 322,
    endColumn: 25,
    text: "toLeader[f] # <<>>",
    values: [{ text: "toLeader[f]", value: "<<>>" }],
    holds: false,
    changed: {
      place: { file: "run/1.1.ndjson", line: 30 },
      text: "LeaderProcessACK(l = 1, f = 3)",
    },
  },
  nearMisses: [
    {
      action: "LeaderProcessACK",
      parameters: ["l = 1", "f = 2"],
      clause: {
        action: "LeaderProcessACK",
        number: 4,
        file: "spec/Zab.tla",
        line: 324,
        text: "Head(toLeader[f]).zxid = zxid",
        values: [
          { text: "Head(toLeader[f]).zxid", value: "<<1, 2>>" },
          { text: "zxid", value: "<<1, 3>>" },
        ],
        holds: false,
      },
    },
  ],
  places: {
    spec: { file: "spec/Zab.tla", line: 318, text: "LeaderProcessACK(l, f) ==" },
    reducer: { file: "src/state-machine/zab/broadcast/LeaderProcessACK.ts", line: 14 },
    trace: leader.place,
  },
  history: [
    {
      from: 1,
      to: 3,
      text: "PROPOSAL(1:2)",
      sent: { file: "run/1.1.ndjson", line: 44 },
      received: { file: "run/3.1.ndjson", line: 39 },
    },
    {
      from: 3,
      to: 1,
      text: "ACK(1:2); counted",
      sent: { file: "run/3.1.ndjson", line: 40 },
      received: null,
    },
    {
      from: 2,
      to: 1,
      text: "ACK(1:3)",
      sent: null,
      received: { file: "run/1.1.ndjson", line: 46 },
    },
  ],
  next: ["Which server sent the ACK that the leader counted?"],
  candidates: 1,
};

const zxids = (n: number): string[] =>
  Array.from({ length: n }, (_, k) => `[val |-> "v", zxid |-> <<1, ${String(k + 1)}>>]`);

/** A history of some length as TLA+ text, with another value at one place. */
export function longLog(n: number, changed?: number): string {
  const entries = zxids(n);
  if (changed !== undefined) entries[changed - 1] = '[val |-> "other", zxid |-> <<1, 1>>]';
  return `<<${entries.join(", ")}>>`;
}

/** A violation whose fields differ, one of them a long history. */
export const differs: Violates = {
  ...notEnabled,
  reason: "differs",
  clause: undefined,
  nearMisses: [],
  fields: [
    {
      name: "post.committed",
      recorded: "5",
      expected: "4",
      before: "4",
      assignment: { file: "spec/Zab.tla", line: 343, text: "UNCHANGED committed" },
      path: [{ text: "Quorum(acked)", value: "FALSE" }],
    },
    { name: "disk", recorded: longLog(60), expected: longLog(60, 33) },
  ],
};

/** A step that is allowed and makes a property false. */
export const broken: Violates = {
  ...notEnabled,
  reason: "property",
  clause: undefined,
  nearMisses: undefined,
  properties: ["Z19 LearnerPrefix"],
  property: {
    name: "Z19",
    title: "LearnerPrefix",
    file: "spec/Properties.tla",
    line: 102,
    text: "IsPrefix(memLog[f], memLog[l])",
    witnesses: [
      { text: "l", value: "1" },
      { text: "f", value: "3" },
    ],
    values: [
      { text: "memLog[f]", value: longLog(40, 21) },
      { text: "memLog[l]", value: longLog(55) },
    ],
  },
};

/** All that can be too much at once. */
export const enormous: Violates = {
  ...notEnabled,
  reason: "differs",
  fields: Array.from({ length: 30 }, (_, k) => ({
    name: `post.field${String(k)}`,
    recorded: longLog(300),
    expected: longLog(300, k + 1),
    before: longLog(300),
  })),
  situation: Array.from({ length: 50 }, (_, k) => `memLog ${String(k)} = ${longLog(100)}`),
  enabled: Array.from({ length: 90 }, (_, k) => `LeaderProcessACK(1, ${String(k)})`),
  nearMisses: Array.from({ length: 20 }, () => (notEnabled.nearMisses ?? [])[0]).filter(
    (miss) => miss !== undefined,
  ),
  history: Array.from({ length: 40 }, () => (notEnabled.history ?? [])[0]).filter(
    (exchange) => exchange !== undefined,
  ),
  next: Array.from({ length: 30 }, (_, k) => `Sentence ${String(k)}.`),
};

export const all: readonly (readonly [string, Verdict])[] = [
  ["conforms", conforms],
  ["cannot tell", undecided],
  ["bad input", unreadable],
  ["not enabled", notEnabled],
  ["differs", differs],
  ["property", broken],
  ["enormous", enormous],
];
