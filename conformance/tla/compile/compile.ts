import type { Config, Spec } from "../syntax/ast.js";
import type { Evaluator, State, Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { ValueTable } from "../value/table.js";
import { evaluateSource } from "./evaluate-source.js";
import { Dictionary } from "./dictionary.js";
import { forEach, readingOf, type ForEach } from "./instances.js";
import { variablesOf } from "./operators.js";
import type { Place } from "./located.js";
import { writeProgram } from "./program.js";
import { Runtime, type Choice } from "./runtime.js";
import { STATES } from "./scope.js";
import { split } from "./split.js";
import { Steps } from "./steps.js";
import { Unit } from "./unit.js";

/** What the code of a program returns when it is given a runtime. */
export interface Code {
  initial(each: (state: State) => void): void;
  successors(
    state: State,
    each: (action: string, args: readonly Value[], next: State) => void,
  ): void;
  readonly operators: Readonly<
    Record<string, (state: State, next: State | null, ...args: readonly Value[]) => Value>
  >;
  readonly actions: Readonly<
    Record<string, (state: State, each: (next: State) => void, ...args: readonly Value[]) => void>
  >;
  readonly invariants: Readonly<Record<string, readonly PartCode[]>>;
}

interface PartCode {
  holds(state: State): boolean;
  readonly instances: {
    over(): readonly (readonly Value[])[];
    holds(state: State, next: null, ...values: readonly Value[]): boolean;
  } | null;
}

export interface CompileOptions {
  readonly table?: ValueTable;
  /** With "first", CHOOSE does not look for a second witness: for runs, where that is dear. */
  readonly choice?: Choice;
  /** What PrintT is given. */
  readonly print?: (value: Value) => void;
}

/** A part of an invariant: all of them hold, or it does not. */
export interface Part {
  /** Positions of the variables that it reads. */
  readonly reads: readonly number[];
  holds(state: State): boolean;
  /** What a part that begins with `\A` says of each choice of its names. */
  readonly instances: Instances | null;
}

export interface Instances {
  /** For each name the values that it may be. */
  readonly over: readonly (readonly Value[])[];
  /** For each name the variables of which an instance reads `variable[name]`, and that alone. */
  readonly readsAt: readonly (readonly number[])[];
  /** The variables that it reads in another way. */
  readonly reads: readonly number[];
  holds(state: State, values: readonly Value[]): boolean;
}

/** An evaluator that is compiled, and what is known of its text. */
export interface Program extends Evaluator {
  readonly table: ValueTable;
  /** The variables that an operator reads, primed or not. */
  reads(name: string): readonly string[];
  /** The parts of an invariant of the configuration, to be evaluated in this order. */
  parts(name: string): readonly Part[];
  /** The variables that an operator is a tuple of, nested or not; null if it is something else. */
  variablesOf(name: string): readonly string[] | null;
  /** Forgets every value that these states and the code are not made of. */
  retain(states: Iterable<State>): void;
}

/** The text of the program, for places where no code may be made of text: see `fromCode`. */
export function programSource(spec: Spec, config: Config): string {
  return writeProgram(spec, config, new ValueTable()).source;
}

/** Compiles a spec under a configuration. */
export function compile(spec: Spec, config: Config, options: CompileOptions = {}): Program {
  const table = options.table ?? new ValueTable();
  const { source } = writeProgram(spec, config, table);
  const code = evaluateSource(source, new Map()) as ProgramCode;
  return fromCode(code, spec, config, { ...options, table });
}

function instancesOf(
  code: NonNullable<PartCode["instances"]>,
  { names, body }: ForEach,
  { dictionary, analysis }: Unit,
): Instances {
  const { whole, at } = readingOf(body, names, dictionary, analysis);
  return {
    over: code.over(),
    readsAt: at.map(sorted),
    reads: sorted(whole),
    holds: (state, values) => {
      try {
        return code.holds(state, null, ...values);
      } catch (error) {
        throw named(error);
      }
    },
  };
}

const sorted = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);

/** A stack that overflows is an error of evaluation, as TLC has it. */
function named(error: unknown): unknown {
  return error instanceof RangeError ? new EvaluationError("the recursion goes too deep") : error;
}

function refuseStep(name: string): never {
  throw new EvaluationError(`${name} is about a step, and there is no next state`);
}

type ProgramCode = (runtime: (places: readonly Place[]) => Runtime) => Code;

/** The program whose text was written before, under the same spec and configuration. */
export function fromCode(
  code: ProgramCode,
  spec: Spec,
  config: Config,
  options: CompileOptions = {},
): Program {
  const table = options.table ?? new ValueTable();
  const dictionary = new Dictionary(spec, config, table);
  const unit = new Unit(dictionary);
  const runtimes: Runtime[] = [];
  const { initial, successors, operators, actions, invariants } = code((places) => {
    const runtime = new Runtime(table, places, options.choice ?? "unique");
    if (options.print !== undefined) runtime.print = options.print;
    runtimes.push(runtime);
    return runtime;
  });
  const names = (indices: Iterable<number>) =>
    sorted(indices).map((k) => dictionary.variables[k] as string);
  const known = <T>(of: Readonly<Record<string, T>>, name: string, what: string): T => {
    const found = Object.hasOwn(of, name) ? of[name] : undefined;
    if (found === undefined) throw new EvaluationError(`no module defines ${what} ${name}`);
    return found;
  };
  return {
    table,
    variables: dictionary.variables,
    initial: (each) => {
      try {
        initial(each);
      } catch (error) {
        throw named(error);
      }
    },
    successors: (state, each) => {
      try {
        successors(state, each);
      } catch (error) {
        throw named(error);
      }
    },
    operator: (name) => {
      const meaning = dictionary.meaning(name);
      if (meaning?.is === "constant") return () => meaning.value;
      const evaluate = known(operators, name, "operator");
      const isStep = unit.analysis.reads(dictionary.definition(name).body).next.size > 0;
      return (state, next, args) => {
        if (isStep && next === null) refuseStep(name);
        try {
          return evaluate(state, next, ...args);
        } catch (error) {
          throw named(error);
        }
      };
    },
    action: (name) => {
      const take = known(actions, name, "action");
      return (state, args, each) => {
        try {
          take(state, each, ...args);
        } catch (error) {
          throw named(error);
        }
      };
    },
    reads: (name) => {
      const { now, next } = unit.analysis.reads(dictionary.definition(name).body);
      return names(new Set([...now, ...next]));
    },
    parts: (name) => {
      const codes = known(invariants, name, "invariant");
      const { at } = dictionary.definition(name);
      return split({ kind: "name", name, at }, dictionary).map((part, k) => {
        const { holds, instances } = codes[k] as PartCode;
        const { now, next } = unit.analysis.reads(part);
        if (next.size > 0) {
          return { reads: sorted(now), holds: () => refuseStep(name), instances: null };
        }
        const each = forEach(part, dictionary, unit.analysis);
        return {
          reads: sorted(now),
          holds: (state) => {
            try {
              return holds(state);
            } catch (error) {
              throw named(error);
            }
          },
          instances: instances && each && instancesOf(instances, each, unit),
        };
      });
    },
    variablesOf: (name) => {
      const found = variablesOf(new Steps(unit), dictionary.definition(name).body, STATES);
      return found === null ? null : names(found);
    },
    retain: (states) => {
      const held = runtimes.flatMap(({ memory }) => memory.roots());
      const stays = table.retain([...held, ...[...states].flat()]);
      for (const { memory } of runtimes) memory.retain(stays);
    },
  };
}
