/** What the compiler and the interpreter both are: two ways to evaluate the same loaded spec. */

/** A TLA+ value, hash-consed by one value table: two values are equal when they are `===`. */
export type Value = number | string | boolean | Composite;

/** A model value, a sequence, a set or another function; made by the value table alone. */
export interface Composite {
  /** Small and unique among the composites of its table. */
  readonly id: number;
}

/** One value for each variable, in the order of `Evaluator.variables`. */
export type State = readonly Value[];

/**
 * Evaluates the operators of one spec under one configuration. What TLC would call an error of
 * evaluation is thrown as EvaluationError, with the place of the expression.
 */
export interface Evaluator {
  readonly variables: readonly string[];
  /** The value of an operator; primed names read `next`. */
  operator(name: string): (state: State, next: State | null, args: readonly Value[]) => Value;
  /** Calls `each` with every state that the action leads to, repeated states included. */
  action(name: string): (state: State, args: readonly Value[], each: (next: State) => void) => void;
  /** The states that the configuration's INIT allows. */
  initial(each: (state: State) => void): void;
  /** The steps of the configuration's NEXT: the named action, its parameters, where it leads. */
  successors(
    state: State,
    each: (action: string, args: readonly Value[], next: State) => void,
  ): void;
}
