/** Which line was the last to change what a variable says of each server. */
import type { State, Value } from "../tla/index.js";
import { nodeText } from "../trace/nodes.js";
import type { LineShown } from "../report/explanation.js";
import type { Step } from "../trace/order.js";
import type { Machine } from "./machine.js";

export class LastChanges {
  readonly #table: Machine["table"];
  readonly #variables: readonly string[];
  readonly #servers: readonly Value[];
  readonly #last = new Map<string, Step>();

  constructor(machine: Machine) {
    this.#table = machine.table;
    this.#variables = machine.evaluator.variables;
    this.#servers = machine.everyone();
  }

  take(step: Step, before: State, after: State): void {
    for (let k = 0; k < after.length; k += 1) {
      const [old, now] = [before[k] as Value, after[k] as Value];
      if (old === now) continue;
      for (const server of this.#servers) {
        const changed = this.#table.find(old, server) !== this.#table.find(now, server);
        if (changed) this.#last.set(this.#key(k, server), step);
      }
    }
  }

  /** The line that changed the variable of this server last, if there was one. */
  of(variable: string, server: Value): LineShown | undefined {
    const step = this.#last.get(this.#key(this.#variables.indexOf(variable), server));
    if (step === undefined) return undefined;
    const { place } = step.node;
    const [, ...text] = nodeText(step.node).split(" ");
    return { place, text: step.kind === "break" ? "ConnBreak" : text.join(" ") };
  }

  #key(variable: number, server: Value): string {
    return `${String(variable)} ${this.#table.text(server)}`;
  }
}
