// Promise: a server is what the reducers make of it, and the connections that it counts on.
import type { Carried, TraceEvent, TraceHeader } from "#codec";
import { encodeEvent, encodeHeader, headerOf } from "#codec";
import type { ElectionState, NodeState, Notification, ServerId } from "#state-machine";
import type { Connection } from "./connection.js";
import type { Evidence } from "./evidence.js";
import { digestOf } from "./zab-lines.js";

/** What a line says besides its place in the file. */
export type Line = Omit<TraceEvent, "q">;

/** One server of a simulated ensemble, over all its lives. */
export class Server {
  readonly id: ServerId;
  state: NodeState;
  /** Null where it has no vote, or where nobody votes. */
  election: ElectionState | null;
  /** As a learner: its connection. */
  own: Connection | null = null;
  /** As a leader: the connections that it has accepted. */
  readonly learners = new Map<ServerId, Connection>();
  /** Whom the election has decided on, until the server takes up its role. */
  decided: ServerId | null = null;
  /** What it told the other voters last. */
  readonly told = new Map<ServerId, Notification>();
  readonly #evidence: Evidence;
  readonly #spec: TraceHeader["spec"];
  #incarnation = 0;
  #q = 0;

  constructor(
    state: NodeState,
    election: ElectionState | null,
    evidence: Evidence,
    spec: TraceHeader["spec"],
  ) {
    this.id = state.self;
    this.state = state;
    this.election = election;
    this.#evidence = evidence;
    this.#spec = spec;
    this.begin();
  }

  get incarnation(): number {
    return this.#incarnation;
  }

  /** A process starts, with what the state says is durable. */
  begin(): void {
    this.#incarnation += 1;
    this.#q = 0;
    const process = { incarnation: this.#incarnation, spec: this.#spec };
    const header = encodeHeader(headerOf(this.state, process, digestOf));
    this.#evidence.begin(this.id, this.#incarnation, header);
  }

  record(line: Line): void {
    this.#q += 1;
    this.#evidence.append(this.id, encodeEvent({ q: this.#q, ...line }));
  }

  /** A message was read that no action takes. */
  refuse(read: Carried, kind: string): void {
    const nothing = { p: {}, out: [], disk: [], post: {} };
    this.record({ a: null, ...nothing, in: read, why: `${kind} fits no action` });
  }
}
