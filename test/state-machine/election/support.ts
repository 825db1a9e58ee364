import fc from "fast-check";

import {
  type ElectionEvent,
  type ElectionEventOf,
  type ElectionRole,
  type ElectionState,
  type Notification,
  type ServerId,
  type Summary,
  type Vote,
  type Zxid,
} from "#state-machine";

/** Freezes a value and everything in it: a reducer that writes to its input throws. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

export const electorates = fc.constantFrom([1, 2, 3], [1, 2, 3, 4, 5], [2, 4, 7]);
export const zxids: fc.Arbitrary<Zxid> = fc.record({
  epoch: fc.integer({ min: 0, max: 2 }),
  counter: fc.integer({ min: 0, max: 3 }),
});
export const summaries: fc.Arbitrary<Summary> = fc.record({
  epoch: fc.integer({ min: 0, max: 3 }),
  zxid: zxids,
});
export const rounds = fc.integer({ min: 1, max: 5 });

export function votes(voters: readonly ServerId[]): fc.Arbitrary<Vote> {
  return fc.record({
    leader: fc.constantFrom(...voters),
    zxid: zxids,
    epoch: fc.integer({ min: 0, max: 3 }),
  });
}

export function notifications(
  voters: readonly ServerId[],
  state: fc.Arbitrary<ElectionRole> = fc.constantFrom("LOOKING", "LEADING", "FOLLOWING"),
): fc.Arbitrary<Notification> {
  return fc.record({ vote: votes(voters), round: rounds, state });
}

/** Per voter a notification or nothing. */
function voteSets(voters: readonly ServerId[], each: fc.Arbitrary<Notification>) {
  const maybe = fc.option(each, { freq: 3 });
  return fc
    .tuple(...voters.map(() => maybe))
    .map((heard) => Object.fromEntries(voters.map((voter, i) => [voter, heard[i] ?? null])));
}

const settledRole = fc.constantFrom<ElectionRole>("LEADING", "FOLLOWING");

/** Any server that takes part in an election, reachable or not. */
export const looking: fc.Arbitrary<ElectionState> = electorates.chain((voters) =>
  fc
    .record({
      self: fc.constantFrom(...voters),
      voters: fc.constant(voters),
      role: fc.constant<ElectionRole>("LOOKING"),
      round: rounds,
      vote: votes(voters),
      recvSet: voteSets(voters, notifications(voters)),
      outOfElection: voteSets(voters, notifications(voters, settledRole)),
      finalizing: fc.boolean(),
      summary: summaries,
    })
    .map((s): ElectionState => {
      const recvSet: Record<ServerId, Notification | null> = {};
      for (const voter of voters) {
        const heard = s.recvSet[voter] ?? null;
        recvSet[voter] = heard === null ? null : { ...heard, round: s.round };
      }
      recvSet[s.self] = { vote: s.vote, round: s.round, state: "LOOKING" };
      return frozen({ ...s, recvSet });
    }),
);

/** Any server that has decided. */
export const settled: fc.Arbitrary<ElectionState> = looking.map((s) =>
  frozen({
    ...s,
    role: s.vote?.leader === s.self ? "LEADING" : "FOLLOWING",
    recvSet: Object.fromEntries(s.voters.map((voter) => [voter, null])),
    outOfElection: Object.fromEntries(s.voters.map((voter) => [voter, null])),
    finalizing: false,
  }),
);

/** Any server that looks for a leader and has not voted yet. */
export const waiting: fc.Arbitrary<ElectionState> = settled.map((s) =>
  frozen({ ...s, role: "LOOKING", vote: null }),
);

export const anyState: fc.Arbitrary<ElectionState> = fc.oneof(
  { arbitrary: looking, weight: 4 },
  settled,
  waiting,
);

/** A peer of the server: some other voter. */
export function peers(s: ElectionState): fc.Arbitrary<ServerId> {
  return fc.constantFrom(...s.voters.filter((voter) => voter !== s.self));
}

export type Heard = ElectionEventOf<"Notification">;

/** A notification from one of the peers. */
export function heard(
  s: ElectionState,
  each: fc.Arbitrary<Notification> = notifications(s.voters),
): fc.Arbitrary<Heard> {
  return fc
    .tuple(peers(s), each)
    .map(([from, notification]) => frozen({ kind: "Notification", from, notification }));
}

/** A state of the given kind and a notification for it. */
export function scene(
  states: fc.Arbitrary<ElectionState>,
  filter: (s: ElectionState, n: Notification) => boolean = () => true,
): fc.Arbitrary<{ s: ElectionState; e: Heard }> {
  return states
    .chain((s) => heard(s).map((e) => ({ s, e })))
    .filter(({ s, e }) => filter(s, e.notification));
}

export function anyEvent(s: ElectionState): fc.Arbitrary<ElectionEvent> {
  return fc.oneof(
    { arbitrary: heard(s), weight: 6 },
    summaries.map((summary): ElectionEvent => ({ kind: "StartElection", summary })),
    rounds.map((epoch): ElectionEvent => ({ kind: "EpochEstablished", epoch })),
    fc.constantFrom<ElectionEvent>(
      { kind: "FinalizeTimeout" },
      { kind: "NotificationTimeout" },
      { kind: "LeaveInstance" },
      { kind: "Restart" },
    ),
  );
}

/** What a server would tell others. */
export function present(s: ElectionState): Notification {
  if (s.vote === null) throw new Error("the state has no vote");
  return { vote: s.vote, round: s.round, state: s.role };
}

/** The effects of telling every other voter. */
export function toAll(s: ElectionState, notification: Notification) {
  return s.voters
    .filter((voter) => voter !== s.self)
    .map((to) => ({ kind: "Notify", to, notification }));
}

/** The order of votes, as the obvious comparison of four numbers. */
export function beats(v: Vote, w: Vote): boolean {
  const a = [v.epoch, v.zxid.epoch, v.zxid.counter, v.leader];
  const b = [w.epoch, w.zxid.epoch, w.zxid.counter, w.leader];
  const at = a.findIndex((x, i) => x !== b[i]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}
