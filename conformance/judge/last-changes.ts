/** Which line was the last to change what a variable says of each server. */
import type { State, Value } from "../tla/index.js";
import { nodeText } from "../trace/cycle.js";
import type { LineShown } from "../verdict/explanation.js";
import type { Step } from "../trace/step.js";
import type { Machine } from "./machine.js";

export class LastChanges {
  readonly #table: Machine["table"];
  readonly #variables: readonly string[];
  readonly #servers: readonly Value[];
  /** For each variable the step of each server, in the order of both. */
  readonly #last: (Step | undefined)[][];

  constructor(machine: Machine) {
    this.#table = machine.table;
    this.#variables = machine.evaluator.variables;
    this.#servers = machine.servers;
    this.#last = this.#variables.map(() => []);
  }

  take(step: Step, before: State, after: State): void {
    for (let k = 0; k < after.length; k += 1) {
      if (before[k] !== after[k]) this.#note(step, k, before[k] as Value, after[k] as Value);
    }
  }

  #note(step: Step, variable: number, old: Value, now: Value): void {
    const last = this.#last[variable] as (Step | undefined)[];
    for (let at = 0; at < this.#servers.length; at += 1) {
      const server = this.#servers[at] as Value;
      if (this.#table.find(old, server) !== this.#table.find(now, server)) last[at] = step;
    }
  }

  /** The line that changed the variable of this server last, if there was one. */
  of(variable: string, server: Value): LineShown | undefined {
    const step = this.#last[this.#variables.indexOf(variable)]?.[this.#servers.indexOf(server)];
    if (step === undefined) return undefined;
    const { place } = step.node;
    const [, ...text] = nodeText(step.node).split(" ");
    return { place, text: step.kind === "break" ? "ConnBreak" : text.join(" ") };
  }
}
