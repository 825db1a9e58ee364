import type { ElectionState, ServerSet, Summary } from "#state-machine";
import { PairMap } from "../components/pair-map.js";
import { electionProperties, type ElectionProperty } from "../properties/election-properties.js";
import type { Decision } from "./ghosts.js";

/**
 * The properties of a model, each part evaluated once for each combination of what it reads.
 * Answers are the place of the first property that fails, -1 where all hold.
 */
export class ElectionCheck {
  readonly #properties: readonly ElectionProperty[];
  readonly #voters: ServerSet;
  readonly #reads = new PairMap();
  readonly #decided = new PairMap();
  readonly #summaries = new Map<string, number>();

  constructor(names: readonly string[], voters: ServerSet) {
    this.#properties = names.map((name) => electionProperties[name] as ElectionProperty);
    this.#voters = voters;
  }

  server(s: ElectionState): number {
    return this.#first((property) => property.server?.(s));
  }

  /** `code` names the notification and who sent it. */
  reads(node: number, code: number, s: ElectionState, isTaken: () => boolean): number {
    const known = this.#reads.get(node, code);
    if (known >= 0) return known - 1;
    const taken = isTaken();
    const found = this.#first((property) => property.reads?.(s, taken));
    this.#reads.add(node, code, found + 1);
    return found;
  }

  step(before: ElectionState, after: ElectionState, action: string): number {
    return this.#first((property) => property.step?.(before, after, action));
  }

  /** The number of a summary. */
  summary(summary: Summary): number {
    const text = JSON.stringify(summary);
    const number = this.#summaries.get(text) ?? this.#summaries.size;
    this.#summaries.set(text, number);
    return number;
  }

  /** `histories` names the summaries of all servers. */
  decisions(
    ghosts: number,
    histories: number,
    decisions: readonly Decision[],
    summaries: () => readonly Summary[],
  ): number {
    const known = this.#decided.get(ghosts, histories);
    if (known >= 0) return known - 1;
    const own = summaries();
    const found = this.#first((property) => property.decisions?.(decisions, own, this.#voters));
    this.#decided.add(ghosts, histories, found + 1);
    return found;
  }

  #first(part: (property: ElectionProperty) => boolean | undefined): number {
    return this.#properties.findIndex((property) => part(property) === false);
  }
}
