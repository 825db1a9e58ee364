import type { NodeState, ServerSet, ToLeader } from "#state-machine";
import { PairMap } from "../components/pair-map.js";
import { memberOf, zabProperties, type ZabProperty } from "../properties/zab-properties.js";
import type { Connection } from "./connection.js";
import type { Ghosts } from "./ghosts.js";

/**
 * The properties of a model, each part evaluated once for each combination of components that it
 * reads. Answers are the place of the first property that fails, -1 where all hold.
 */
export class ZabCheck {
  readonly #properties: readonly ZabProperty[];
  readonly #voters: ServerSet;
  readonly #servers: (number | undefined)[] = [];
  readonly #connections = new PairMap();
  readonly #reads = new PairMap();
  readonly #pairs = new PairMap();
  readonly #remembered = new PairMap();
  readonly #memory = new PairMap();
  readonly #ensembles = new PairMap();
  /** Members by their text, and lists of members, each a small number. */
  readonly #members = new Map<string, number>();
  readonly #memberOf: (number | undefined)[] = [];
  readonly #lists = new PairMap();
  #listCount = 0;

  constructor(names: readonly string[], voters: ServerSet) {
    this.#properties = names.map((name) => zabProperties[name] as ZabProperty);
    this.#voters = voters;
  }

  server(id: number, s: NodeState): number {
    return (this.#servers[id] ??= this.#first((property) => property.server?.(s)));
  }

  connection(node: number, connection: number, f: NodeState, c: Connection): number {
    const known = this.#connections.get(node, connection);
    if (known >= 0) return known - 1;
    const found = this.#first((property) => property.connection?.(f, c));
    return learn(this.#connections, node, connection, found);
  }

  /** `code` names f and the message. */
  reads(leader: number, code: number, l: NodeState, f: number, head: ToLeader): number {
    const known = this.#reads.get(leader, code);
    if (known >= 0) return known - 1;
    const found = this.#first((property) => property.reads?.(l, f, head));
    return learn(this.#reads, leader, code, found);
  }

  pair(a: number, b: number, linked: boolean, s: NodeState, t: NodeState): number {
    const key = a * 2 + (linked ? 1 : 0);
    const known = this.#pairs.get(key, b);
    if (known >= 0) return known - 1;
    return learn(
      this.#pairs,
      key,
      b,
      this.#first((property) => property.pair?.(s, t, linked)),
    );
  }

  remembered(node: number, ghosts: number, s: NodeState, g: Ghosts): number {
    const known = this.#remembered.get(node, ghosts);
    if (known >= 0) return known - 1;
    const found = this.#first(
      (property) => property.ghosts?.(g),
      (property) => property.remembered?.(s, g),
    );
    return learn(this.#remembered, node, ghosts, found);
  }

  /** The list of members that continues `list` with this server; 0 is the empty list. */
  listWith(list: number, node: number, s: NodeState): number {
    const member = (this.#memberOf[node] ??= this.#member(s));
    const known = this.#lists.get(list, member);
    if (known >= 0) return known;
    this.#listCount += 1;
    this.#lists.add(list, member, this.#listCount);
    return this.#listCount;
  }

  /** `list` is that of all `states`. */
  ensemble(list: number, ghosts: number, states: () => readonly NodeState[], g: Ghosts): number {
    const known = this.#ensembles.get(list, ghosts);
    if (known >= 0) return known - 1;
    const members = states().map(memberOf);
    const found = this.#first((property) => property.ensemble?.(members, g, this.#voters));
    return learn(this.#ensembles, list, ghosts, found);
  }

  step(before: NodeState, after: NodeState): number {
    return this.#first((property) => property.step?.(before, after));
  }

  memory(a: number, b: number, before: Ghosts, after: Ghosts): number {
    const known = this.#memory.get(a, b);
    if (known >= 0) return known - 1;
    const found = this.#first((property) => property.memory?.(before, after));
    return learn(this.#memory, a, b, found);
  }

  #member(s: NodeState): number {
    const text = JSON.stringify(memberOf(s));
    const member = this.#members.get(text) ?? this.#members.size;
    this.#members.set(text, member);
    return member;
  }

  /** The place of the first property of which a part is false; a part that is not there is not. */
  #first(...parts: readonly ((property: ZabProperty) => boolean | undefined)[]): number {
    return this.#properties.findIndex((property) => parts.some((part) => part(property) === false));
  }
}

/** Remembers an answer; -1 is held as 0. */
function learn(map: PairMap, a: number, b: number, found: number): number {
  map.add(a, b, found + 1);
  return found;
}
