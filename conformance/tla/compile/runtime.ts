import type { Value } from "../evaluator.js";
import { LazySet, own, type SetForm } from "../value/lazy-set.js";
import type { ValueTable } from "../value/table.js";
import { shortText } from "../value/text.js";
import type { Place } from "./located.js";
import { Memory } from "./memory.js";
import { QuickOperations } from "./quick-operations.js";

/** How CHOOSE takes one of several witnesses: not at all, or the first that is found. */
export type Choice = "unique" | "first";

/** What compiled code calls, under the name R: operations, CHOOSE, Assert and what it remembers. */
export class Runtime extends QuickOperations {
  readonly memory = new Memory();
  /** What PrintT is given. */
  print: (value: Value) => void = () => undefined;
  private readonly choice: Choice;

  constructor(table: ValueTable, places: readonly Place[], choice: Choice) {
    super(table, places);
    this.choice = choice;
  }

  own(value: Value): Value {
    return value instanceof LazySet ? own(value, this.table) : value;
  }

  lazy(is: SetForm): Value {
    return new LazySet(is);
  }

  /** The one of `witnesses` that CHOOSE takes. */
  chosen(witnesses: readonly Value[], at: number): Value {
    const [first] = witnesses;
    if (first === undefined) this.refuse("CHOOSE finds nothing of which this is true", at);
    if (witnesses.length > 1 && this.choice === "unique") {
      const shown = witnesses.slice(0, 2).map(shortText).join(" and ");
      this.refuse(`CHOOSE has more than one witness, ${shown}: which one TLC takes is its own`, at);
    }
    return first;
  }

  /** Whether CHOOSE may stop at its first witness. */
  get choosesFirst(): boolean {
    return this.choice === "first";
  }

  assert(holds: boolean, message: Value, at: number): true {
    return holds || this.refuse(`Assert: ${this.operations.toString(message)}`, at);
  }

  printed(value: Value): true {
    this.print(this.own(value));
    return true;
  }

  /** A value that the code holds for good. */
  keep(value: Value): Value {
    this.memory.constant(value);
    return value;
  }

  /** Evaluates a constant expression when it is asked for, once. */
  once(evaluate: () => Value): () => Value {
    let known: Value | undefined;
    return () => (known ??= this.keep(evaluate()));
  }
}
