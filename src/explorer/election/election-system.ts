import {
  Present,
  type ElectionEffect,
  type ElectionEvent,
  type ElectionState,
  type Notification,
} from "#state-machine";
import { ChangeTable } from "../components/change-table.js";
import { Dictionary, type Kind } from "../components/dictionary.js";
import { PairMap } from "../components/pair-map.js";
import { renamings } from "../components/renaming.js";
import type { ElectionModel } from "../model/model.js";
import { BROKEN_INVARIANT, answerOf, type Reducers } from "../reducers.js";
import { Steps, type Label, type System } from "../system.js";
import { Channels, type ChannelChange } from "./channels.js";
import { ElectionCheck } from "./check.js";
import {
  electionGhostChanges,
  electionGhostsKind,
  finalDecision,
  joinDecision,
  noElectionGhosts,
  type ElectionGhostChange,
  type ElectionGhosts,
} from "./ghosts.js";
import { initialStates } from "./initial.js";
import { channelKind, electionNodeKind } from "./node.js";
import {
  channelText,
  electionGhostTexts,
  electionVariables,
  voterTexts,
  type Texts,
} from "./variables.js";

/** What the world has to be like for an event to happen; the rest is the reducers'. */
type World = "any" | "quiet" | "silent" | "leave" | "restart";

interface Move {
  readonly world: World;
  readonly node: number;
  /** Channels by their place in a row, and what happens to each. */
  readonly channels: readonly { readonly place: number; readonly change: number }[];
  readonly ghosts: number;
  readonly label: Label;
  readonly fault: number;
}

interface NodeFacts {
  readonly state: ElectionState;
  readonly looking: boolean;
  readonly violated: number;
  /** The number of what its history was at the start. */
  readonly summary: number;
  moves: readonly Move[] | null;
}

/** The closed system of an election: a row is voters 1..n, n × n channels, the ghosts. */
export class ElectionSystem implements System {
  readonly width: number;
  readonly dictionary = new Dictionary(renamings(0, []));
  readonly steps: Steps;
  readonly properties: readonly string[];
  readonly #model: ElectionModel;
  readonly #reducers: Reducers;
  readonly #n: number;
  readonly #kind: Kind<ElectionState>;
  readonly #channels: Channels;
  readonly #check: ElectionCheck;
  readonly #facts: (NodeFacts | undefined)[] = [];
  readonly #ghosts: ChangeTable<ElectionGhosts, ElectionGhostChange>;
  readonly #readMoves = new PairMap();
  readonly #moves: (Move | null)[] = [null];
  readonly #written: (Texts | undefined)[] = [];
  readonly #channelTexts: (string | undefined)[] = [];

  constructor(model: ElectionModel, reducers: Reducers) {
    this.#model = model;
    this.#reducers = reducers;
    this.#n = model.voters.length;
    this.#kind = electionNodeKind(model.voters);
    this.#channels = new Channels(this.dictionary, model.cap);
    this.#check = new ElectionCheck(model.properties, model.voters);
    this.#ghosts = new ChangeTable(this.dictionary, electionGhostChanges);
    this.properties = [...model.properties, BROKEN_INVARIANT];
    this.width = this.#n + this.#n * this.#n + 1;
    this.steps = new Steps(this.width);
  }

  initial(): readonly Int32Array[] {
    const { voters } = this.#model;
    return initialStates(this.#model).map((states) => {
      const channels = states.flatMap((s) =>
        voters.map((to) => {
          const waiting = to === s.self ? [] : [Present(s)];
          return this.dictionary.intern(channelKind, { from: s.self, to, waiting });
        }),
      );
      return Int32Array.of(
        ...states.map((s) => this.dictionary.intern(this.#kind, s)),
        ...channels,
        this.dictionary.intern(electionGhostsKind, noElectionGhosts),
      );
    });
  }

  expand(rows: Int32Array, from: number): number {
    this.steps.clear();
    for (let s = 1; s <= this.#n; s += 1) {
      const id = rows[from + s - 1] as number;
      const node = this.#node(id);
      const moves = (node.moves ??= this.#movesOf(node.state));
      for (const move of moves) {
        if (this.#happens(rows, from, s, move.world)) this.#apply(rows, from, s, move);
      }
      for (let f = 1; f <= this.#n; f += 1) {
        const { head } = this.#channels.facts(rows[from + this.#place(f, s)] as number);
        if (head === 0) continue;
        const found = this.#readMove(id, head, f);
        if (found > 0) this.#apply(rows, from, s, this.#moves[found] as Move);
      }
    }
    return this.steps.count;
  }

  violated(rows: Int32Array, from: number): number {
    let first = this.properties.length;
    const note = (property: number) => {
      if (property >= 0 && property < first) first = property;
    };
    for (let s = 1; s <= this.#n; s += 1) {
      const id = rows[from + s - 1] as number;
      const node = this.#node(id);
      note(node.violated);
      for (let f = 1; f <= this.#n; f += 1) {
        const { head } = this.#channels.facts(rows[from + this.#place(f, s)] as number);
        if (head === 0) continue;
        const isTaken = () => this.#readMove(id, head, f) > 0;
        note(this.#check.reads(id, head * (this.#n + 1) + f, node.state, isTaken));
      }
    }
    const ghosts = rows[from + this.width - 1] as number;
    const { decisions } = this.#ghosts.value(ghosts);
    const summaries = () => this.#states(rows, from).map(({ summary }) => summary);
    note(this.#check.decisions(ghosts, this.#histories(rows, from), decisions, summaries));
    return first < this.properties.length ? first : -1;
  }

  mayHalt(): boolean {
    return this.#model.deadlock === "allowed";
  }

  variables(row: Int32Array): ReadonlyMap<string, string> {
    const { voters } = this.#model;
    const written = this.#written;
    return electionVariables(
      voters.map((s) => (written[row[s - 1] as number] ??= this.#serverTexts(row, s))),
      voters.map((f) => voters.map((s) => this.#channelText(row[this.#place(f, s)] as number))),
      electionGhostTexts(this.#ghosts.value(row[this.width - 1] as number)),
    );
  }

  internKey(key: string): number {
    const { dictionary } = this;
    if (key.startsWith(channelKind.tag)) return dictionary.internKey(channelKind, key);
    if (key.startsWith(electionGhostsKind.tag)) {
      return dictionary.internKey(electionGhostsKind, key);
    }
    return dictionary.internKey(this.#kind, key);
  }

  /** The place in a row of the channel from f to s. */
  #place(f: number, s: number): number {
    return this.#n * f + s - 1;
  }

  #serverTexts(row: Int32Array, s: number): Texts {
    return voterTexts(this.#node(row[s - 1] as number).state);
  }

  #channelText(id: number): string {
    return (this.#channelTexts[id] ??= channelText(this.#channels.facts(id).value.waiting));
  }

  #states(rows: Int32Array, from: number): ElectionState[] {
    return this.#model.voters.map((s) => this.#node(rows[from + s - 1] as number).state);
  }

  #node(id: number): NodeFacts {
    const known = this.#facts[id];
    if (known !== undefined) return known;
    const state = this.dictionary.value(this.#kind, id);
    const violated = this.#check.server(state);
    const summary = this.#check.summary(state.summary);
    const looking = state.role === "LOOKING";
    const facts = { state, looking, violated, summary, moves: null };
    this.#facts[id] = facts;
    return facts;
  }

  #happens(rows: Int32Array, from: number, s: number, world: World): boolean {
    if (world === "any") return true;
    if (world === "quiet") return !this.#model.syncFinalize || this.#isQuiet(rows, from);
    const ghosts = this.#ghosts.value(rows[from + this.width - 1] as number);
    switch (world) {
      case "silent":
        return ghosts.nResend < this.#model.maxResend && this.#isSilent(rows, from, s);
      case "leave":
        return ghosts.nLeave < this.#model.maxLeave;
      case "restart":
        return ghosts.nRestart < this.#model.maxRestart;
    }
  }

  /** Nothing waits for server s. */
  #isSilent(rows: Int32Array, from: number, s: number): boolean {
    for (let f = 1; f <= this.#n; f += 1) {
      if (this.#channels.facts(rows[from + this.#place(f, s)] as number).head !== 0) return false;
    }
    return true;
  }

  /** Nothing waits for a server that is LOOKING. */
  #isQuiet(rows: Int32Array, from: number): boolean {
    for (let s = 1; s <= this.#n; s += 1) {
      const { looking } = this.#node(rows[from + s - 1] as number);
      if (looking && !this.#isSilent(rows, from, s)) return false;
    }
    return true;
  }

  #apply(rows: Int32Array, from: number, s: number, move: Move): void {
    const at = this.steps.add(rows, from, move.label, move.fault);
    const target = this.steps.rows;
    target[at + s - 1] = move.node;
    for (const { place, change } of move.channels) {
      target[at + place] = this.#channels.after(target[at + place] as number, change);
    }
    if (move.ghosts === 0) return;
    const last = this.width - 1;
    target[at + last] = this.#ghosts.after(rows[from + last] as number, move.ghosts);
  }

  /** Every event but a notification, whatever the state: the reducers refuse what does not fit. */
  #movesOf(state: ElectionState): Move[] {
    const { summary, round } = state;
    const offers: [ElectionEvent, World, ElectionGhostChange][] = [
      [{ kind: "FinalizeTimeout" }, "quiet", {}],
      [{ kind: "NotificationTimeout" }, "silent", { resend: 1 }],
      [{ kind: "LeaveInstance" }, "leave", { leave: 1 }],
      [{ kind: "Restart" }, "restart", { restart: 1 }],
    ];
    if (round < this.#model.maxRound) offers.push([{ kind: "StartElection", summary }, "any", {}]);
    return offers.flatMap(([event, world, budget]) => {
      const move = this.#move(state, event, world, budget, 0);
      return move === null ? [] : [move];
    });
  }

  /** The number of the move of a server that reads a notification; 0: the reducers refuse. */
  #readMove(node: number, head: number, f: number): number {
    const code = head * (this.#n + 1) + f;
    const known = this.#readMoves.get(node, code);
    if (known >= 0) return known;
    const notification = this.#channels.notification(head);
    const event = { kind: "Notification", from: f, notification } as const;
    const move = this.#move(this.#node(node).state, event, "any", {}, f);
    const found = move === null ? 0 : this.#moves.push(move) - 1;
    this.#readMoves.add(node, code, found);
    return found;
  }

  #move(
    before: ElectionState,
    event: ElectionEvent,
    world: World,
    budget: ElectionGhostChange,
    peer: number,
  ): Move | null {
    const answer = answerOf(() => this.#reducers.stepElection(before, event));
    const parameters = [before.self, ...(peer === 0 ? [] : [peer])].map((server) => ({ server }));
    if (answer === null) return this.#brokenInvariant(before, world, parameters);
    const { action, state, effects } = answer;
    if (action === null) return null;
    const change = { ...budget, ...decided(before, event, state) };
    return {
      world,
      node: this.dictionary.intern(this.#kind, state),
      channels: this.#channelChanges(before.self, event, effects),
      ghosts: this.#ghosts.change(change),
      label: { action, parameters },
      fault: this.#check.step(before, state, action),
    };
  }

  #brokenInvariant(state: ElectionState, world: World, parameters: Label["parameters"]): Move {
    return {
      world,
      node: this.dictionary.intern(this.#kind, state),
      channels: [],
      ghosts: 0,
      label: { action: BROKEN_INVARIANT, parameters },
      fault: this.properties.indexOf(BROKEN_INVARIANT),
    };
  }

  #channelChanges(s: number, event: ElectionEvent, effects: readonly ElectionEffect[]) {
    const changes: { place: number; change: number }[] = [];
    const add = (place: number, change: ChannelChange) => {
      changes.push({ place, change: this.#channels.change(change) });
    };
    if (event.kind === "Notification") add(this.#place(event.from, s), { kind: "read" });
    for (const effect of effects) {
      if (effect.kind !== "Notify") continue;
      const { to, notification } = effect;
      add(this.#place(s, to), { kind: "push", notification });
    }
    if (event.kind === "Restart") {
      for (const f of this.#model.voters) {
        add(this.#place(f, s), { kind: "end" });
        add(this.#place(s, f), { kind: "end" });
      }
    }
    return changes;
  }

  /** The number of what the histories of all servers are. */
  #histories(rows: Int32Array, from: number): number {
    let number = 0;
    for (let s = 1; s <= this.#n; s += 1) {
      number = number * 64 + this.#node(rows[from + s - 1] as number).summary;
    }
    return number;
  }
}

/** The decision that a step takes, if it is one. */
function decided(
  before: ElectionState,
  event: ElectionEvent,
  after: ElectionState,
): ElectionGhostChange {
  if (event.kind === "FinalizeTimeout") return { decision: finalDecision(before) };
  if (event.kind !== "Notification" || before.role !== "LOOKING" || after.role === "LOOKING") {
    return {};
  }
  const notification: Notification = event.notification;
  return { decision: joinDecision(before, event.from, notification) };
}
