import type { Cfg } from "./cfg.js";
import { ModelError } from "./model-error.js";

/** The constants of a cfg, each read once and as what it has to be. */
export class Constants {
  readonly #cfg: Cfg;
  readonly #read = new Set<string>();

  constructor(cfg: Cfg) {
    this.#cfg = cfg;
  }

  text(name: string): string {
    this.#read.add(name);
    const value = this.#cfg.constants.get(name);
    if (value === undefined) throw this.#wrong(name, "has no value; write one");
    return value;
  }

  count(name: string): number {
    const value = this.text(name);
    if (!/^\d{1,6}$/.test(value)) throw this.#wrong(name, `is ${value}, not a whole number`);
    return Number(value);
  }

  flag(name: string): boolean {
    return this.#oneOf(name, this.text(name), ["TRUE", "FALSE"]) === "TRUE";
  }

  choice<T extends string>(name: string, values: readonly T[]): T {
    const quoted = values.map((value) => `"${value}"`);
    return this.#oneOf(name, this.text(name), quoted).slice(1, -1) as T;
  }

  set(name: string): readonly string[] {
    const value = this.text(name);
    const inside = /^\{(.*)\}$/.exec(value)?.[1];
    if (inside === undefined) throw this.#wrong(name, `is ${value}, not a set of servers`);
    const members = inside.split(",").map((member) => member.trim());
    if (members.includes("")) throw this.#wrong(name, `is ${value}: a server has no name`);
    return members;
  }

  subset(name: string, whole: readonly string[]): readonly string[] {
    const members = this.set(name);
    const stranger = members.find((member) => !whole.includes(member));
    if (stranger !== undefined) throw this.#wrong(name, `holds ${stranger}, which is no server`);
    return members;
  }

  /** The operator that takes the place of a constant. */
  replacement(name: string, known: readonly string[]): string {
    this.#read.add(name);
    return this.#oneOf(name, this.#cfg.replaced.get(name) ?? "missing", known);
  }

  /** Demands that nothing is left that nobody has read. */
  noMore(): void {
    for (const [name, value] of [...this.#cfg.constants, ...this.#cfg.replaced]) {
      if (this.#read.has(name)) continue;
      throw this.#wrong(name, `(${value}) is unknown to the explorer; run this model with TLC`);
    }
  }

  #oneOf(name: string, value: string, known: readonly string[]): string {
    if (known.includes(value)) return value;
    throw this.#wrong(name, `is ${value}; the explorer knows ${known.join(", ")}`);
  }

  #wrong(name: string, what: string): ModelError {
    return new ModelError(`${this.#cfg.name}: the constant ${name} ${what}`);
  }
}
