/** Roles that voters take, where nobody recorded the election that decided them. */
import type { TraceHeader } from "#codec";
import type { Node } from "./node.js";
import { CannotTell } from "./stop.js";

export class Undecided {
  /** Whether the headers name an Election.tla, so that there must be lines of it. */
  #isNamed = false;
  #first: Node | null = null;

  start({ spec }: TraceHeader): void {
    if (spec.Election !== undefined) this.#isNamed = true;
  }

  /** A line of a voter. */
  add(at: Node): void {
    const { event } = at;
    if (event?.a === "BecomeLeading" || event?.a === "FollowLeader") this.#first ??= at;
  }

  /** What is missing from a run without a line of the election; null where nothing is. */
  get fault(): CannotTell | null {
    if (this.#first === null || !this.#isNamed) return null;
    const { event, place } = this.#first;
    const missing = `the election before this ${event?.a ?? "line"} is missing`;
    const why = "the headers name an Election.tla, and no voter recorded a step of it";
    return new CannotTell(`${missing}: ${why}`, place);
  }
}
