/**
 * The order of the election's lines. It is one of its own, because a notification may arrive
 * before what its sender's last connection of Zab still carries. The lines come as they are read
 * for the order of Zab, and there are few of them.
 */
import type { Carried, TraceHeader } from "#codec";
import { cycle } from "./cycle.js";
import { namesVoters } from "./elected.js";
import { Knowledge, meetingOf, type Known } from "./known.js";
import { messageText } from "./message.js";
import { node, type Node } from "./node.js";
import { placeText, type Place } from "./run.js";
import type { ElectionStep } from "./step.js";
import { CannotTell } from "./stop.js";
import { Undecided } from "./undecided.js";
import { Voices, voicesOf } from "./voices.js";

interface Waiting {
  readonly node: Node;
  readonly known: Known;
}

/** A voter's lines that have no place in the order yet. */
interface Voter {
  readonly server: number;
  knowledge: Knowledge;
  readonly waiting: Waiting[];
  /** What is wrong with the line behind those that are waiting. */
  fault: CannotTell | null;
}

export class ElectionOrder {
  readonly #servers: readonly number[];
  readonly #voters: readonly number[];
  readonly #voices = new Voices();
  readonly #undecided = new Undecided();
  /** The voters that recorded something, the smallest first. */
  #recording: Voter[] = [];
  /** Lines were added since the order was last gone on with. */
  #changed = false;
  /** Lines of the election, those included that are not judged. */
  read = 0;
  judged = 0;
  /** How often each action of Election.tla was recorded by a voter. */
  readonly actions = new Map<string, number>();

  constructor(servers: readonly number[], voters: readonly number[]) {
    this.#servers = servers;
    this.#voters = voters;
  }

  /** What a server had on disk when it recorded its first line. */
  start(header: TraceHeader): void {
    const { server } = header;
    this.#undecided.start(header);
    if (!this.#voters.includes(server)) return;
    const knowledge = new Knowledge(header);
    this.#recording.push({ server, knowledge, waiting: [], fault: null });
    this.#recording.sort((a, b) => a.server - b.server);
  }

  /** How many connections are kept in mind. */
  get connections(): number {
    return this.#voices.size;
  }

  /** The first line that cannot be evidence; null where there is none. */
  get fault(): CannotTell | null {
    return this.#recording.find(({ fault }) => fault !== null)?.fault ?? null;
  }

  /** A line as it is read, of whichever spec. */
  add(at: Node): void {
    const { event, header, server, kind, place } = at;
    if (event?.spec === "Election") this.read += 1;
    const voter = this.#recording.find((one) => one.server === server);
    if (voter === undefined) return;
    if (header !== null) voter.knowledge = new Knowledge(header);
    if (event !== null) voter.knowledge.take(event);
    if (voter.fault !== null || (event !== null && !this.#counts(at))) return;
    const evidence = header === null ? { event: event as NonNullable<typeof event> } : { header };
    const line = { node: node(kind, place, server, evidence), known: voter.knowledge.known };
    if (event?.spec === "Election") this.#check(voter, line.node);
    this.#undecided.add(line.node);
    if (voter.fault === null) voter.waiting.push(line);
    this.#changed = true;
  }

  /** The steps whose causes are all in the order. Nothing is judged before a voter voted. */
  *ready(): Generator<ElectionStep> {
    if (!this.#changed || this.judged === 0) return;
    this.#changed = false;
    for (;;) {
      const next = this.#recording.find(({ waiting: [first] }) => first && this.#wasSent(first));
      const line = next?.waiting.shift();
      if (line === undefined) return;
      yield this.#take(line);
    }
  }

  /**
   * Every line was read, and those that are ready have been taken: none may be left.
   *
   * @throws CannotTell where a line that sent something is missing, or causes form a cycle; where
   * voters take roles, and no line of the election is there that was to be recorded.
   */
  finish(lastOf: (server: number) => Place | null): void {
    const { fault } = this.judged === 0 ? this.#undecided : this;
    if (fault !== null) throw fault;
    if (this.judged === 0) return;
    for (const { node: at } of this.#recording.flatMap(({ waiting }) => waiting)) {
      const carried = carriedBy(at);
      if (carried !== null && carried.n > this.#voices.of(carried.c).lastSent) {
        throw unsent(at, carried, lastOf(voicesOf(carried.c)?.from ?? 0));
      }
    }
    const stuck = this.#recording.flatMap(({ waiting: [first] }) => (first ? [first.node] : []));
    if (stuck.length > 0) throw cycle(stuck);
  }

  /** Whether the election has to do with a line. */
  #counts({ event }: Node): boolean {
    if (event === null) return true;
    if (event.spec !== "Election") return meetingOf(event) !== null;
    if (event.a === null) return false;
    const { f } = event.p;
    const stranger = f !== undefined && this.#servers.includes(f) && !this.#voters.includes(f);
    return !(event.a === "RepeatLast" && stranger);
  }

  /** A line of the election by itself, and against those before it in its file. */
  #check(voter: Voter, at: Node): void {
    const { event } = at;
    if (event === null) return;
    this.judged += 1;
    const name = event.a ?? "";
    this.actions.set(name, (this.actions.get(name) ?? 0) + 1);
    namesVoters(this.#voters, at);
    for (const { c, n } of event.out) {
      const voice = this.#voices.of(c);
      if (n !== voice.lastSent + 1) {
        const gap = `the line that sent message ${String(voice.lastSent + 1)} of ${c} is missing`;
        voter.fault = new CannotTell(`${gap}: here it is message ${String(n)}`, at.place);
        return;
      }
      voice.lastSent = n;
    }
    const carried = carriedBy(at);
    if (carried === null) return;
    const voice = this.#voices.of(carried.c);
    const before = voice.lastReceived;
    if (carried.n <= before) {
      const expected = `a notification behind number ${String(before)} of its connection`;
      at.contradictions.push({ name: "in.n", recorded: String(carried.n), expected });
    }
    voice.lastReceived = carried.n;
  }

  #wasSent({ node: at }: Waiting): boolean {
    const carried = carriedBy(at);
    return carried === null || this.#voices.of(carried.c).sent >= carried.n;
  }

  #take({ node: at, known }: Waiting): ElectionStep {
    const { kind, place, server, event } = at;
    let { cast } = known;
    const carried = carriedBy(at);
    if (carried !== null) {
      const sent = this.#voices.of(carried.c).receive(carried.n);
      this.#voices.read(carried.c);
      if (sent !== null) {
        at.sender = sent.place;
        ({ cast } = sent);
        const [recorded, expected] = [carried.m, sent.m].map(messageText) as [string, string];
        const said = { recorded, expected: `${expected}, sent at ${placeText(sent.place)}` };
        if (recorded !== expected) at.contradictions.push({ name: "in.m", ...said });
      }
    }
    const elected = event?.spec === "Election" ? event.out : [];
    for (const { c, m } of elected) this.#voices.of(c).send({ m, place, cast: known.cast });
    return { spec: "Election", kind, node: at, learner: server, known, cast };
  }
}

/** What a line of the election reads; null for one that reads nothing that is believed. */
function carriedBy({ event, contradictions }: Node): Carried | null {
  if (event?.in === undefined || event.spec !== "Election") return null;
  return contradictions.some(({ name }) => name === "in") ? null : event.in;
}

function unsent({ place }: Node, { c, n }: Carried, last: Place | null): CannotTell {
  const from = String(voicesOf(c)?.from ?? 0);
  const where =
    last === null
      ? `there is no file of server ${from}`
      : `it would stand in a file of server ${from}, the last is ${placeText(last)}`;
  const missing = `the line that sent notification ${String(n)} of ${c} is missing`;
  return new CannotTell(`${missing}: ${where}`, place);
}
