import {
  encodeEvent,
  encodeHeader,
  type Carried,
  type NotificationTraceMessage,
  type TraceParameters,
  type TracePost,
} from "#codec";
import {
  ElectionInit,
  stepElection,
  type ElectionEvent,
  type ElectionState,
  type Notification,
} from "#state-machine";
import { dice } from "./recorded-ensemble.js";

interface Line {
  /** Named once for each direction: how many notifications it has carried. */
  readonly sent: Map<number, number>;
  readonly port: number;
  readonly use: number;
}

interface Flying {
  readonly carried: Carried;
  readonly notification: Notification;
}

interface Voter {
  readonly id: number;
  /** The history on its disk: so many txns of epoch 1. */
  readonly length: number;
  incarnation: number;
  q: number;
  state: ElectionState;
  readonly told: Map<number, Notification>;
}

const zxid = (length: number) => ({ epoch: length === 0 ? 0 : 1, counter: length });
const text = (length: number) => (length === 0 ? "0:0" : `1:${length}`);

function messageOf({ vote, round, state }: Notification): NotificationTraceMessage {
  const { leader, epoch } = vote;
  const last = `${vote.zxid.epoch}:${vote.zxid.counter}`;
  return { type: "NOTIFICATION", leader, zxid: last, epoch, round, state };
}

function changed(before: ElectionState, after: ElectionState): TracePost {
  const shown = ({ role, round, vote, finalizing }: ElectionState) => ({
    role,
    round,
    leader: vote?.leader ?? 0,
    finalizing,
  });
  const [old, now] = [shown(before), shown(after)];
  const keys = (Object.keys(now) as (keyof typeof now)[]).filter((key) => old[key] !== now[key]);
  return Object.fromEntries(keys.map((key) => [key, now[key]]));
}

/**
 * Voters that only ever elect: the reducers of the election, connections that carry, lose and
 * repeat notifications, and one recorded file a process, as the server's recorder writes it.
 */
export class RecordedElection {
  readonly files = new Map<string, string[]>();
  readonly voters: readonly Voter[];
  readonly #lines = new Map<string, Line>();
  readonly #flying = new Map<string, Flying[]>();
  #uses = 0;

  /** `lengths` has each voter's history, by its number from 1. */
  constructor(lengths: readonly number[]) {
    const ids = lengths.map((_, k) => k + 1);
    this.voters = lengths.map((length, k) => ({
      id: k + 1,
      length,
      incarnation: 1,
      q: 0,
      state: ElectionInit({ self: k + 1, voters: ids }, this.#summary(length)),
      told: new Map(),
    }));
    for (const voter of this.voters) this.#header(voter);
  }

  texts(): Map<string, string> {
    return new Map([...this.files].map(([name, lines]) => [name, lines.join("")]));
  }

  #summary(length: number) {
    return { epoch: length === 0 ? 0 : 1, zxid: zxid(length) };
  }

  #own(voter: Voter): string[] {
    const name = `${voter.id}.${voter.incarnation}.ndjson`;
    const lines = this.files.get(name) ?? [];
    this.files.set(name, lines);
    return lines;
  }

  #header(voter: Voter): void {
    const ids = this.voters.map(({ id }) => id);
    const { epoch } = this.#summary(voter.length);
    const log = Array.from({ length: voter.length }, (_, k) => [text(k + 1), "00000001"] as const);
    this.#own(voter).push(
      encodeHeader({
        v: 1,
        kind: "zabkeeper-trace",
        server: voter.id,
        incarnation: voter.incarnation,
        servers: ids,
        voters: ids,
        spec: { Zab: "00000000", Election: "00000000" },
        base: {
          len: voter.length,
          last: text(voter.length),
          acceptedEpoch: epoch,
          currentEpoch: epoch,
          from: "0:0",
          log,
        },
      }),
    );
  }

  #record(voter: Voter, a: string, more: { p: TraceParameters; in?: Carried }, out: Carried[]) {
    return (post: TracePost) => {
      voter.q += 1;
      const event = { q: voter.q, spec: "Election" as const, a, ...more, out, disk: [], post };
      this.#own(voter).push(encodeEvent(event));
    };
  }

  /** Takes one step and records it; false when the event enables nothing. */
  take(id: number, event: ElectionEvent, read?: Carried): boolean {
    const voter = this.voters[id - 1] as Voter;
    const before = voter.state;
    const { action, state, effects } = stepElection(before, event);
    if (action === null) return false;
    voter.state = state;
    const out: Carried[] = [];
    for (const effect of effects) {
      if (effect.kind !== "Notify") continue;
      voter.told.set(effect.to, effect.notification);
      const carried = this.#send(id, effect.to, effect.notification);
      if (carried !== null) out.push(carried);
    }
    const p = event.kind === "Notification" ? { s: id, f: event.from } : { s: id };
    const more = read === undefined ? { p } : { p, in: read };
    this.#record(voter, action, more, out)(changed(before, state));
    return true;
  }

  #key(a: number, b: number): string {
    return `${Math.max(a, b)}-${Math.min(a, b)}`;
  }

  #send(from: number, to: number, notification: Notification): Carried | null {
    const line = this.#lines.get(this.#key(from, to));
    if (line === undefined) return null;
    const n = (line.sent.get(from) ?? 0) + 1;
    line.sent.set(from, n);
    const c = `e:${from}-${to}#${line.port}@${line.use}`;
    const carried = { c, n, m: messageOf(notification) };
    const flying = this.#flying.get(`${from}>${to}`) ?? [];
    this.#flying.set(`${from}>${to}`, flying);
    flying.push({ carried, notification });
    return carried;
  }

  /** A connection comes up, in the place of the one there was, and repeats what was told last. */
  connect(a: number, b: number): void {
    this.#uses += 1;
    const line = { sent: new Map<number, number>(), port: 40_000 + this.#uses, use: 1 };
    this.#lines.set(this.#key(a, b), line);
    for (const [s, f] of [
      [a, b],
      [b, a],
    ] as const) {
      const voter = this.voters[s - 1] as Voter;
      const last = voter.told.get(f);
      const carried = last === undefined ? null : this.#send(s, f, last);
      if (carried !== null) this.#record(voter, "RepeatLast", { p: { s, f } }, [carried])({});
    }
  }

  /** A connection ends; what is under way may still arrive, or not. */
  cut(a: number, b: number, lose: boolean): void {
    this.#lines.delete(this.#key(a, b));
    if (!lose) return;
    this.#flying.delete(`${a}>${b}`);
    this.#flying.delete(`${b}>${a}`);
  }

  connected(a: number, b: number): boolean {
    return this.#lines.has(this.#key(a, b));
  }

  waiting(to: number): number[] {
    return this.voters
      .map(({ id }) => id)
      .filter((from) => (this.#flying.get(`${from}>${to}`) ?? []).length > 0);
  }

  read(to: number, from: number): void {
    const next = this.#flying.get(`${from}>${to}`)?.shift();
    if (next === undefined) return;
    const { notification, carried } = next;
    this.take(to, { kind: "Notification", from, notification }, carried);
  }

  restart(id: number): void {
    const voter = this.voters[id - 1] as Voter;
    for (const other of this.voters) if (other.id !== id) this.cut(id, other.id, false);
    for (const other of this.voters) this.#flying.delete(`${other.id}>${id}`);
    voter.state = ElectionInit(voter.state, this.#summary(voter.length));
    voter.told.clear();
    voter.incarnation += 1;
    voter.q = 0;
    this.#header(voter);
  }

  start(id: number): boolean {
    const { length } = this.voters[id - 1] as Voter;
    return this.take(id, { kind: "StartElection", summary: this.#summary(length) });
  }
}

/** A random run of elections: voters start, talk, decide, give up, die, and lose connections. */
export function electionWalk(seed: number, lengths: readonly number[], steps: number) {
  const random = dice(seed);
  const election = new RecordedElection(lengths);
  for (let k = 0; k < steps; k += 1) {
    const id = 1 + Math.floor(random() * lengths.length);
    const other = 1 + Math.floor(random() * lengths.length);
    const { state } = election.voters[id - 1] as Voter;
    const [waiting] = election.waiting(id).sort(() => random() - 0.5);
    const luck = random();
    if (other !== id && !election.connected(id, other)) election.connect(id, other);
    else if (luck < 0.01) election.restart(id);
    else if (luck < 0.03 && other !== id) election.cut(id, other, random() < 0.5);
    else if (luck < 0.06 && state.role !== "LOOKING") election.take(id, { kind: "LeaveInstance" });
    else if (state.role === "LOOKING" && state.vote === null) election.start(id);
    else if (waiting !== undefined && luck < 0.9) election.read(id, waiting);
    else if (state.finalizing) election.take(id, { kind: "FinalizeTimeout" });
    else if (waiting === undefined) election.take(id, { kind: "NotificationTimeout" });
  }
  return election;
}
