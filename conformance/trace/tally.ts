/** How often what was recorded. */
import type { Node } from "./node.js";

export class Tally {
  /** How often each action of Zab.tla was recorded. */
  readonly actions = new Map<string, number>();
  /** Events that enabled nothing. */
  dropped = 0;

  count({ event }: Node): void {
    if (event === null) return;
    if (event.a === null) this.dropped += 1;
    else this.actions.set(event.a, (this.actions.get(event.a) ?? 0) + 1);
  }
}
