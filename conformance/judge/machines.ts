/** Compiled specs that run after run may use: compiling takes longer than judging a short run. */
import { Labels } from "../steps/labels.js";
import { Machine } from "./machine.js";
import { readSpec, type SpecName } from "./spec-files.js";
import { Walks } from "./walks.js";

export interface Prepared {
  readonly machine: Machine;
  readonly labels: Labels;
}

/** Those that one run uses. */
export interface Lease {
  /**
   * `servers` are those constants that the run decides.
   *
   * @throws CannotTell when the text of the spec does not say anything.
   */
  take(name: SpecName, specDir: string, servers: string): Promise<Prepared>;
  /** Others may use them now. */
  end(): void;
}

export interface MachinesOptions {
  /** Steps that were taken once are known from then on: for runs that are almost the same. */
  readonly remembers?: boolean;
}

export class Machines {
  readonly #remembers: boolean;
  readonly #idle = new Map<string, Prepared[]>();

  constructor({ remembers = false }: MachinesOptions = {}) {
    this.#remembers = remembers;
  }

  /** A machine is used by one run at a time, because each forgets what it does not need. */
  lease(): Lease {
    const taken: { readonly key: string; readonly prepared: Prepared }[] = [];
    return {
      take: async (name, specDir, servers) => {
        const key = JSON.stringify([name, specDir, servers]);
        const prepared = this.#idle.get(key)?.pop() ?? (await this.#made(name, specDir, servers));
        taken.push({ key, prepared });
        return prepared;
      },
      end: () => {
        for (const { key, prepared } of taken.splice(0)) {
          this.#idle.set(key, [...(this.#idle.get(key) ?? []), prepared]);
        }
      },
    };
  }

  async #made(name: SpecName, specDir: string, servers: string): Promise<Prepared> {
    const text = readSpec(name, specDir, servers);
    const machine = new Machine(text, this.#remembers ? new Walks() : null);
    return { machine, labels: await Labels.in(specDir, name) };
  }
}
