import type { Dictionary } from "../components/dictionary.js";
import { PairMap } from "../components/pair-map.js";
import {
  electionGhostsKind,
  rememberElection,
  type ElectionGhostChange,
  type ElectionGhosts,
} from "./ghosts.js";

/** What a system remembers, and what steps add to it, both numbered; change 0 adds nothing. */
export class ElectionGhostTable {
  readonly #dictionary: Dictionary;
  readonly #facts: (ElectionGhosts | undefined)[] = [];
  readonly #changes: ElectionGhostChange[] = [{}];
  readonly #changeOf = new Map<string, number>([["{}", 0]]);
  readonly #after = new PairMap();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  facts(id: number): ElectionGhosts {
    return (this.#facts[id] ??= this.#dictionary.value(electionGhostsKind, id));
  }

  change(change: ElectionGhostChange): number {
    const text = JSON.stringify(change);
    const known = this.#changeOf.get(text);
    if (known !== undefined) return known;
    this.#changes.push(change);
    this.#changeOf.set(text, this.#changes.length - 1);
    return this.#changes.length - 1;
  }

  after(id: number, change: number): number {
    const known = this.#after.get(id, change);
    if (known >= 0) return known;
    const next = this.#dictionary.intern(
      electionGhostsKind,
      rememberElection(this.facts(id), this.#changes[change] as ElectionGhostChange),
    );
    this.#after.add(id, change, next);
    return next;
  }
}
