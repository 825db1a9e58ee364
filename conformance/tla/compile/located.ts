import { EvaluationError } from "../evaluation-error.js";
import { Operations } from "../value/operations.js";
import type { ValueTable } from "../value/table.js";

/** Module, line and column of an expression; the code names it by its number. */
export type Place = readonly [module: string, line: number, column: number];

/** The operations on values for compiled code, whose errors say where they happen. */
export class Located {
  readonly table: ValueTable;
  readonly operations: Operations;
  private readonly places: readonly Place[];

  constructor(table: ValueTable, places: readonly Place[]) {
    this.table = table;
    this.operations = new Operations(table);
    this.places = places;
  }

  refuse(problem: string, at: number): never {
    const [module, line, column] = this.places[at] ?? ["?", 0, 0];
    throw new EvaluationError(problem, { module, line, column });
  }

  /** Throws the error of an operation, which does not know where it stands. */
  protected located(error: unknown, at: number): never {
    if (error instanceof EvaluationError && error.at === null) this.refuse(error.problem, at);
    throw error;
  }

  /** Runs an operation that has no method of its own here. */
  at<T>(at: number, evaluate: (operations: Operations) => T): T {
    try {
      return evaluate(this.operations);
    } catch (error) {
      return this.located(error, at);
    }
  }
}
