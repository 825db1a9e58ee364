// Promise: a guard whose absence no run shows is listed with its text and a reason.
import { SimulatorError } from "../../simulator-error.js";
import type { GuardMutant } from "./guards.js";

export interface Excused {
  readonly mutant: string;
  /** The condition that the reason is about. */
  readonly condition: string;
  readonly reason: string;
}

/** Reads the list from its text and holds it against the guards; messages call it `file`. */
export function readExcused(
  file: string,
  text: string,
  mutants: readonly GuardMutant[],
): readonly Excused[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SimulatorError(`${file}: ${(error as Error).message}; correct the JSON`);
  }
  if (!Array.isArray(value)) throw new SimulatorError(`${file}: it is no list; write [entry, …]`);
  const names = new Set<string>();
  return value.map((one: unknown, k) => {
    const wrong = faultOf(one, mutants, names);
    if (wrong !== null) throw new SimulatorError(`${file}, entry ${k + 1}: ${wrong}`);
    names.add((one as Excused).mutant);
    return one as Excused;
  });
}

function faultOf(
  value: unknown,
  mutants: readonly GuardMutant[],
  names: ReadonlySet<string>,
): string | null {
  const { mutant, condition, reason } = Object(value) as Partial<Record<keyof Excused, unknown>>;
  if (![mutant, condition, reason].every((one) => typeof one === "string" && one !== "")) {
    return "write mutant, condition and reason";
  }
  const name = String(mutant);
  const found = mutants.find((each) => each.name === name);
  if (found === undefined) return `the reducers have no ${name}; correct it, or delete the entry`;
  if (names.has(name)) return `${name} is there twice; delete one`;
  if (found.condition === condition) return null;
  return `${name} is now ${JSON.stringify(found.condition)}; judge it anew and correct condition`;
}
