import { Init, type Event, type Membership, type NodeState, type ToLeader } from "#state-machine";
import { ChangeTable } from "../components/change-table.js";
import { Dictionary, type Kind } from "../components/dictionary.js";
import { PairMap } from "../components/pair-map.js";
import { renamings } from "../components/renaming.js";
import type { ZabModel } from "../model/model.js";
import { isStable } from "../properties/zab-properties.js";
import { BROKEN_INVARIANT, type Reducers } from "../reducers.js";
import { Steps, type Label, type System } from "../system.js";
import { ZabCheck } from "./check.js";
import { ConnectionTable, type ConnectionFacts } from "./connection-table.js";
import { connectionKind, closed } from "./connection.js";
import { Elections } from "./elections.js";
import { ghostChanges, ghostsKind, noGhosts, type GhostChange, type Ghosts } from "./ghosts.js";
import { readParameters, take, type Read, type Taken } from "./moves.js";
import { nodeKind } from "./node.js";
import { WORLD, offersTo } from "./offers.js";
import { connectionTexts, ghostTexts, serverTexts, zabVariables, type Texts } from "./variables.js";

/** A step of one server, ready to be applied to rows. */
interface Move {
  readonly world: number;
  readonly peer: number;
  readonly node: number;
  readonly state: NodeState;
  readonly links: readonly { readonly learner: number; readonly change: number }[];
  readonly ghosts: number;
  readonly label: Label;
  readonly fault: number;
}

/** What is known of a server's state. */
interface NodeFacts {
  readonly state: NodeState;
  /** The server it follows, 0 for none. */
  readonly leader: number;
  readonly leads: boolean;
  moves: readonly Move[] | null;
}

/** The closed system of a Zab model: a row is servers 1..n, their connections, the ghosts. */
export class ZabSystem implements System {
  readonly width: number;
  readonly dictionary: Dictionary;
  readonly steps: Steps;
  readonly properties: readonly string[];
  readonly #model: ZabModel;
  readonly #reducers: Reducers;
  readonly #n: number;
  readonly #membership: Omit<Membership, "self">;
  readonly #kind: Kind<NodeState>;
  readonly #check: ZabCheck;
  readonly #connections: ConnectionTable;
  readonly #ghosts: ChangeTable<Ghosts, GhostChange>;
  readonly #elections: Elections | null;
  readonly #facts: (NodeFacts | undefined)[] = [];
  /** The move of a server that reads a message; 0: the reducers refuse. */
  readonly #readMoves = new PairMap();
  readonly #moves: (Move | null)[] = [null];
  readonly #written: (Texts | undefined)[] = [];

  constructor(model: ZabModel, reducers: Reducers) {
    const servers = model.names.map((_, k) => k + 1);
    const observers = servers.filter((s) => !model.voters.includes(s));
    this.#model = model;
    this.#reducers = reducers;
    this.#n = servers.length;
    this.#membership = { servers, voters: model.voters, ackUptodate: model.ackUptodate };
    this.#kind = nodeKind(this.#membership);
    this.width = this.#n * 2 + 1;
    this.steps = new Steps(this.width);
    this.properties = [...model.properties, BROKEN_INVARIANT];
    this.dictionary = new Dictionary(
      renamings(this.#n, model.symmetry ? [model.voters, observers] : []),
    );
    this.#check = new ZabCheck(model.properties, model.voters);
    this.#connections = new ConnectionTable(this.dictionary);
    this.#ghosts = new ChangeTable(this.dictionary, ghostChanges);
    this.#elections =
      model.oracle === "best"
        ? new Elections(model, {
            state: (node) => this.#node(node).state,
            take: (node, event) => this.#take(this.#node(node).state, event, null, {}),
            intern: (state) => this.dictionary.intern(this.#kind, state),
            change: (changes) => this.#connections.change(changes),
            fault: (before, after) => this.#check.step(before, after),
          })
        : null;
  }

  initial(): readonly Int32Array[] {
    const { servers } = this.#membership;
    const nodes = servers.map((self) =>
      this.dictionary.intern(this.#kind, Init({ self, ...this.#membership })),
    );
    const links = servers.map((f) => this.dictionary.intern(connectionKind, closed(f)));
    const ghosts = this.dictionary.intern(ghostsKind, noGhosts(this.#model.maxEpoch));
    return [Int32Array.of(...nodes, ...links, ghosts)];
  }

  expand(rows: Int32Array, from: number): number {
    const n = this.#n;
    const ghosts = this.#ghosts.value(rows[from + 2 * n] as number);
    this.steps.clear();
    for (let s = 1; s <= n; s += 1) {
      const id = rows[from + s - 1] as number;
      const node = this.#node(id);
      const connection = this.#connections.facts(rows[from + n + s - 1] as number);
      const moves = (node.moves ??= this.#movesOf(node.state));
      for (let k = 0; k < moves.length; k += 1) {
        const move = moves[k] as Move;
        if (this.#happens(rows, from, s, move, connection)) this.#apply(rows, from, s, move);
      }
      if (connection.link === "up" && node.leader !== 0) {
        const leader = rows[from + node.leader - 1] as number;
        if (connection.up !== 0) this.#read(rows, from, node.leader, leader, s, connection.up);
        if (connection.down !== 0) this.#read(rows, from, s, id, node.leader, connection.down);
      }
      if (connection.link !== "none" && ghosts.nBreak < this.#model.maxBreak) {
        this.#break(rows, from, s);
      }
    }
    this.#elections?.expand(rows, from, this.steps, this.#connections);
    return this.steps.count;
  }

  violated(rows: Int32Array, from: number): number {
    const n = this.#n;
    const check = this.#check;
    const ghostsId = rows[from + 2 * n] as number;
    const ghosts = this.#ghosts.value(ghostsId);
    let first = this.properties.length;
    const note = (property: number) => {
      if (property >= 0 && property < first) first = property;
    };
    let list = 0;
    for (let f = 1; f <= n; f += 1) {
      const id = rows[from + f - 1] as number;
      const node = this.#node(id);
      const link = rows[from + n + f - 1] as number;
      const connection = this.#connections.facts(link);
      const linkedTo = connection.link === "up" ? node.leader : 0;
      note(check.server(id, node.state));
      note(check.connection(id, link, node.state, connection.value));
      note(check.remembered(id, ghostsId, node.state, ghosts));
      list = check.listWith(list, id, node.state);
      for (let s = 1; s <= n; s += 1) {
        if (s === f) continue;
        const other = rows[from + s - 1] as number;
        note(check.pair(other, id, linkedTo === s, this.#node(other).state, node.state));
      }
      if (linkedTo !== 0 && connection.up !== 0) {
        const leader = rows[from + linkedTo - 1] as number;
        const head = connection.value.toLeader[0] as ToLeader;
        note(check.reads(leader, this.#code(f, connection.up), this.#node(leader).state, f, head));
      }
    }
    note(check.ensemble(list, ghostsId, () => this.#states(rows, from), ghosts));
    return first < this.properties.length ? first : -1;
  }

  mayHalt(rows: Int32Array, from: number): boolean {
    if (this.#model.deadlock !== "error unless stable") return this.#model.deadlock === "allowed";
    const links = this.#membership.servers.map(
      (f) => this.#connections.facts(rows[from + this.#n + f - 1] as number).value,
    );
    return isStable(this.#states(rows, from), links, this.#model.voters);
  }

  variables(row: Int32Array): ReadonlyMap<string, string> {
    const { servers } = this.#membership;
    return zabVariables(
      servers.map((s) => this.#texts(row[s - 1] as number, (id) => this.#serverTexts(id))),
      servers.map((f) =>
        this.#texts(row[this.#n + f - 1] as number, (id) =>
          connectionTexts(this.#connections.facts(id).value),
        ),
      ),
      this.#texts(row[2 * this.#n] as number, (id) => ghostTexts(this.#ghosts.value(id))),
    );
  }

  internKey(key: string): number {
    const { dictionary } = this;
    if (key.startsWith(connectionKind.tag)) return dictionary.internKey(connectionKind, key);
    if (key.startsWith(ghostsKind.tag)) return dictionary.internKey(ghostsKind, key);
    return dictionary.internKey(this.#kind, key);
  }

  #texts(id: number, write: (id: number) => Texts): Texts {
    return (this.#written[id] ??= write(id));
  }

  #serverTexts(id: number): Texts {
    return serverTexts(this.#node(id).state, this.#model.names);
  }

  #states(rows: Int32Array, from: number): NodeState[] {
    return this.#membership.servers.map((s) => this.#node(rows[from + s - 1] as number).state);
  }

  #node(id: number): NodeFacts {
    const known = this.#facts[id];
    if (known !== undefined) return known;
    const state = this.dictionary.value(this.#kind, id);
    const leader = state.leaderOf ?? 0;
    const facts = { state, leader, leads: state.role === "LEADING", moves: null };
    this.#facts[id] = facts;
    return facts;
  }

  #happens(rows: Int32Array, from: number, s: number, move: Move, own: ConnectionFacts): boolean {
    const { world, peer } = move;
    switch (world) {
      case WORLD.any:
        return true;
      case WORLD.alone:
        return own.link === "none";
      case WORLD.peerLeads:
        return this.#node(rows[from + peer - 1] as number).leads;
      case WORLD.peerOpens:
        return this.#linkTo(rows, from, peer, s) === "opening";
      case WORLD.peerLinked:
        return this.#linkTo(rows, from, peer, s) === "up";
      case WORLD.peerNotLinked:
        return this.#linkTo(rows, from, peer, s) !== "up";
      case WORLD.requests:
        return this.#ghosts.value(rows[from + 2 * this.#n] as number).nTxn === peer;
      default: {
        const { nRestart } = this.#ghosts.value(rows[from + 2 * this.#n] as number);
        return nRestart < this.#model.maxRestart;
      }
    }
  }

  /** The connection of f as far as it leads to s. */
  #linkTo(rows: Int32Array, from: number, f: number, s: number): string {
    if (this.#node(rows[from + f - 1] as number).leader !== s) return "none";
    return this.#connections.facts(rows[from + this.#n + f - 1] as number).link;
  }

  #apply(rows: Int32Array, from: number, s: number, move: Move): void {
    const n = this.#n;
    const { steps } = this;
    const at = steps.add(rows, from, move.label, move.fault);
    const target = steps.rows;
    target[at + s - 1] = move.node;
    for (const { learner, change } of move.links) {
      if (learner !== s && this.#node(rows[from + learner - 1] as number).leader !== s) continue;
      const place = n + learner - 1;
      target[at + place] = this.#connections.after(rows[from + place] as number, change);
    }
    if (move.ghosts !== 0) this.#remember(rows[from + 2 * n] as number, move.ghosts, at);
  }

  #remember(before: number, change: number, at: number): void {
    const after = this.#ghosts.after(before, change);
    this.steps.rows[at + 2 * this.#n] = after;
    const fault = this.#check.memory(
      before,
      after,
      this.#ghosts.value(before),
      this.#ghosts.value(after),
    );
    const { faults, count } = this.steps;
    const known = faults[count - 1] as number;
    if (fault >= 0 && (known < 0 || fault < known)) faults[count - 1] = fault;
  }

  #break(rows: Int32Array, from: number, f: number): void {
    const place = this.#n + f - 1;
    const at = this.steps.add(rows, from, breakLabel(f), -1);
    const change = this.#connections.change([{ kind: "close" }]);
    this.steps.rows[at + place] = this.#connections.after(rows[from + place] as number, change);
    this.#remember(rows[from + 2 * this.#n] as number, this.#ghosts.change({ break: 1 }), at);
  }

  /** Server `s`, in state `node`, reads the message of `peer`. */
  #read(
    rows: Int32Array,
    from: number,
    s: number,
    node: number,
    peer: number,
    message: number,
  ): void {
    const code = this.#code(peer, message);
    let found = this.#readMoves.get(node, code);
    if (found < 0) {
      found = this.#readMove(node, s, peer, message);
      this.#readMoves.add(node, code, found);
    }
    if (found > 0) this.#apply(rows, from, s, this.#moves[found] as Move);
  }

  #code(peer: number, message: number): number {
    return message * (this.#n + 1) + peer;
  }

  #readMove(node: number, s: number, peer: number, code: number): number {
    const { message, up } = this.#connections.message(code);
    const { state } = this.#node(node);
    const read: Read = up ? { kind: "readUp", learner: peer } : { kind: "readDown", learner: s };
    const taken = this.#take(state, { kind: "Message", from: peer, message }, read, {});
    if (taken === null) return 0;
    const parameters = readParameters(s, read);
    this.#moves.push(this.#move(state, taken, { action: taken.action, parameters }, WORLD.any, 0));
    return this.#moves.length - 1;
  }

  #movesOf(state: NodeState): Move[] {
    return offersTo(state, this.#model, this.#reducers).flatMap((offer) => {
      const { event, world, peer, parameters, budget = {} } = offer;
      const taken = this.#take(state, event, null, budget);
      if (taken === null) return [];
      return [this.#move(state, taken, { action: taken.action, parameters }, world, peer)];
    });
  }

  #take(state: NodeState, event: Event, read: Read, budget: GhostChange): Taken | null {
    return take(state, event, read, budget, this.#model, this.#reducers);
  }

  #move(before: NodeState, taken: Taken, label: Label, world: number, peer: number): Move {
    return {
      world,
      peer,
      node: this.dictionary.intern(this.#kind, taken.state),
      state: taken.state,
      links: taken.links.map(({ learner, changes }) => {
        return { learner, change: this.#connections.change(changes) };
      }),
      ghosts: this.#ghosts.change(taken.ghosts),
      label,
      fault:
        taken.action === BROKEN_INVARIANT
          ? this.properties.indexOf(BROKEN_INVARIANT)
          : this.#check.step(before, taken.state),
    };
  }
}

const breakLabels: Label[] = [];
function breakLabel(f: number): Label {
  return (breakLabels[f] ??= { action: "ConnBreak", parameters: [{ server: f }] });
}
