// Promise: every step on which mutant and production part is named by its line.
import { isDeepStrictEqual } from "node:util";
import { production, type Reducers } from "#explorer";
import type { ServerId } from "#state-machine";
import type { Evidence } from "../evidence.js";
import { changed } from "../zab-lines.js";

/** Reducers beside those of production, in one run. */
export class Watched implements Evidence {
  readonly reducers: Reducers;
  /** The lines that production would not have written, or not so, as `file:line`. */
  readonly partings = new Set<string>();
  /** Lines recorded since the first of them, it included. */
  since = 0;
  readonly #evidence: Evidence;
  readonly #lines = new Map<ServerId, { incarnation: number; lines: number }>();

  constructor(mutant: Reducers, evidence: Evidence) {
    this.#evidence = evidence;
    this.reducers = {
      step: (state, event) => {
        const taken = mutant.step(state, event);
        const right = production.step(state, event);
        const same =
          taken.action === right.action &&
          isDeepStrictEqual(changed(state, taken.state), changed(state, right.state)) &&
          isDeepStrictEqual(taken.effects, right.effects) &&
          isDeepStrictEqual(taken.state.ackIndex, right.state.ackIndex);
        if (!same) this.#part(state.self, event.kind === "Restart");
        return taken;
      },
      stepElection: (state, event) => {
        const taken = mutant.stepElection(state, event);
        const right = production.stepElection(state, event);
        if (!isDeepStrictEqual(taken, right)) this.#part(state.self, false);
        return taken;
      },
      syncModeFor: mutant.syncModeFor,
    };
  }

  begin(server: ServerId, incarnation: number, header: string): void {
    this.#lines.set(server, { incarnation, lines: 1 });
    this.#evidence.begin(server, incarnation, header);
  }

  append(server: ServerId, line: string): void {
    const own = this.#lines.get(server);
    if (own !== undefined) own.lines += 1;
    if (this.partings.size > 0) this.since += 1;
    this.#evidence.append(server, line);
  }

  /** The next line of `server` is one that production would not have written. */
  #part(server: ServerId, restarts: boolean): void {
    const { incarnation, lines } = this.#lines.get(server) ?? { incarnation: 1, lines: 0 };
    const [life, line] = restarts ? [incarnation + 1, 1] : [incarnation, lines + 1];
    this.partings.add(`${server}.${life}.ndjson:${line}`);
  }
}
