/**
 * Where lines have led before. What a line may lead to depends on the states before it and on
 * nothing else, so a run that begins like another one need not be evaluated again.
 */
import type { State, Value } from "../tla/index.js";

type Candidates = readonly State[];

export class Walks {
  readonly #starts = new Map<string, Candidates>();
  #steps = new WeakMap<Candidates, Map<Value, Candidates>>();

  /** The states that a run begins in, once for all runs that begin alike. */
  start(key: string, make: () => Candidates): Candidates {
    const known = this.#starts.get(key) ?? make();
    this.#starts.set(key, known);
    return known;
  }

  after(before: Candidates, line: Value): Candidates | undefined {
    return this.#steps.get(before)?.get(line);
  }

  remember(before: Candidates, line: Value, after: Candidates): void {
    const known = this.#steps.get(before);
    if (known === undefined) this.#steps.set(before, new Map([[line, after]]));
    else known.set(line, after);
  }

  /** The values are made anew from now on. */
  forget(): void {
    this.#starts.clear();
    this.#steps = new WeakMap();
  }
}
