/** What a step changed: which variables, and what each of them says of which servers. */
import type { State, Value, ValueTable } from "../tla/index.js";

export class Changes {
  readonly #table: ValueTable;
  readonly #servers: readonly Value[];
  /** The positions of the variables that differ. */
  readonly #changed: number[] = [];
  /** For each variable that differs: the servers of which it differs, as bits. */
  readonly #at: number[];
  #variables = 0;

  constructor(table: ValueTable, variables: number, servers: readonly Value[]) {
    this.#table = table;
    this.#servers = servers;
    this.#at = new Array<number>(variables).fill(0);
  }

  look(before: State, after: State): void {
    this.#variables = 0;
    this.#changed.length = 0;
    for (let k = 0; k < after.length; k += 1) {
      if (after[k] === before[k]) continue;
      this.#variables |= 1 << k;
      this.#changed.push(k);
      this.#at[k] = this.#serversOf(before[k] as Value, after[k] as Value);
    }
  }

  /** The variables that differ, as bits. */
  get variables(): number {
    return this.#variables;
  }

  /** The servers of which some of these variables differ; both as bits. */
  servers(variables: number): number {
    let servers = 0;
    for (let k = 0; k < this.#changed.length; k += 1) {
      const variable = this.#changed[k] as number;
      if ((variables & (1 << variable)) !== 0) servers |= this.#at[variable] as number;
    }
    return servers;
  }

  #serversOf(old: Value, now: Value): number {
    const servers = this.#servers;
    let found = 0;
    for (let k = 0; k < servers.length; k += 1) {
      const server = servers[k] as Value;
      if (this.#table.find(old, server) !== this.#table.find(now, server)) found |= 1 << k;
    }
    return found;
  }
}
