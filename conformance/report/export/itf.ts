/** Renders the states of a run in the Informal Trace Format, as Apalache and Quint read it. */
import {
  FunctionValue,
  ModelValue,
  ordered,
  Sequence,
  SetValue,
  text,
  itemsOf,
  type State,
  type Value,
} from "../../tla/index.js";
import { placeText } from "../../trace/run.js";
import type { StepShown } from "../../verdict/verdict.js";
import { called } from "../violation.js";
import type { StepObserver } from "./observer.js";

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value in ITF's notation. TLA+ has one kind of function: what has the domain 1..n is written as
 * a sequence, tuples included, and what has strings for arguments as a record.
 */
export function itfValue(value: Value): Json {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return { "#bigint": String(value) };
  if (value instanceof ModelValue) return value.name;
  if (value instanceof Sequence) return itemsOf(value).map(itfValue);
  if (value instanceof SetValue) return { "#set": ordered(value.elements).map(itfValue) };
  if (value instanceof FunctionValue) return functionValue(value);
  return { "#unserializable": text(value) };
}

function functionValue({ domain, values }: FunctionValue): Json {
  const at = (argument: Value) => itfValue(values[domain.position(argument)] as Value);
  const names = ordered(domain.elements);
  if (names.every((name) => typeof name === "string")) {
    return Object.fromEntries(names.map((name) => [name, at(name)]));
  }
  return { "#map": names.map((argument) => [itfValue(argument), at(argument)]) };
}

/** Writes each state as it comes: nothing of a long run is kept. */
export class ItfWriter implements StepObserver {
  readonly #put: (text: string) => void;
  readonly #source: string;
  #variables: readonly string[] = [];
  #index = 0;

  constructor(source: string, put: (text: string) => void) {
    this.#source = source;
    this.#put = put;
  }

  onStart(variables: readonly string[]): void {
    this.#variables = variables;
    const meta = {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      source: this.#source,
      description: "The states that a recorded run goes through, by the text of the spec",
    };
    const head = { "#meta": meta, params: [], vars: variables };
    this.#put(`${JSON.stringify(head).slice(0, -1)},"states":[`);
  }

  onStep(step: StepShown | null, state: State): void {
    const taken = step === null ? {} : { action: called(step), line: placeText(step.place) };
    const values = this.#variables.map((name, k) => [name, itfValue(state[k] as Value)]);
    const one = { "#meta": { index: this.#index, ...taken }, ...Object.fromEntries(values) };
    this.#put(`${this.#index === 0 ? "" : ","}\n${JSON.stringify(one)}`);
    this.#index += 1;
  }

  end(): void {
    this.#put("\n]}\n");
  }
}
