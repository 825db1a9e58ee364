// Promise: a graph keeps every state and labelled edge once, in the order in which they came.

/** An edge as it is compared: the hashes of its two states around the label. */
export interface Edge {
  readonly from: string;
  readonly label: string;
  readonly to: string;
}

/** The lines `variable = canonical text` of a state, in the order of the variables' names. */
export type StateLines = readonly string[];

/** Gives equal texts one small number. */
class Texts {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  find(text: string): number | undefined {
    return this.#ids.get(text);
  }

  text(id: number): string {
    return this.#texts[id] as string;
  }

  get size(): number {
    return this.#texts.length;
  }
}

/**
 * A labelled state graph of some hundred thousand states. Edges are kept as numbers, and the lines
 * of a state are asked for when somebody wants to read them.
 */
export class Graph {
  readonly #hashes = new Texts();
  readonly #labels = new Texts();
  readonly #lines: ((() => StateLines) | undefined)[] = [];
  readonly #initial = new Set<number>();
  /** Per state, label and successor by turns, in the order they came. */
  readonly #out: number[][] = [];
  #edges = 0;

  addState(hash: string, lines: () => StateLines): void {
    this.#lines[this.#hashes.id(hash)] ??= lines;
  }

  addInitial(hash: string): void {
    this.#initial.add(this.#hashes.id(hash));
  }

  /** An edge that is there already is not counted again: TLC repeats some. */
  addEdge(from: string, label: string, to: string): void {
    const out = (this.#out[this.#hashes.id(from)] ??= []);
    const [labelId, toId] = [this.#labels.id(label), this.#hashes.id(to)];
    for (let at = 0; at < out.length; at += 2) {
      if (out[at] === labelId && out[at + 1] === toId) return;
    }
    out.push(labelId, toId);
    this.#edges += 1;
  }

  get stateCount(): number {
    return this.#hashes.size;
  }

  get edgeCount(): number {
    return this.#edges;
  }

  has(hash: string): boolean {
    return this.#hashes.find(hash) !== undefined;
  }

  isInitial(hash: string): boolean {
    const id = this.#hashes.find(hash);
    return id !== undefined && this.#initial.has(id);
  }

  /** The state's lines; undefined when only edges have named it. */
  state(hash: string): StateLines | undefined {
    const id = this.#hashes.find(hash);
    return id === undefined ? undefined : this.#lines[id]?.();
  }

  *states(): Generator<string> {
    for (let id = 0; id < this.#hashes.size; id += 1) yield this.#hashes.text(id);
  }

  *initial(): Generator<string> {
    for (const id of this.#initial) yield this.#hashes.text(id);
  }

  /** The edges out of one state, in the order they came. */
  *edgesFrom(hash: string): Generator<Edge> {
    const id = this.#hashes.find(hash);
    const out = (id === undefined ? undefined : this.#out[id]) ?? [];
    for (let at = 0; at < out.length; at += 2) {
      const [label, to] = [out[at] as number, out[at + 1] as number];
      yield { from: hash, label: this.#labels.text(label), to: this.#hashes.text(to) };
    }
  }

  *edges(): Generator<Edge> {
    for (const hash of this.states()) yield* this.edgesFrom(hash);
  }
}
