// Promise: the operators of the standard modules whose arguments are values, by name.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { LazySet, own } from "../value/lazy-set.js";
import type { Operations } from "../value/operations.js";
import { shortText } from "../value/text.js";
import { boolean } from "../value/wanted.js";

type Operator = (operations: Operations, args: readonly Value[]) => Value;

const arg = (args: readonly Value[], k: number): Value => args[k] as Value;

function notHere(name: string): Operator {
  return () => {
    throw new EvaluationError(`${name} is TLC's alone; it has no value here`);
  };
}

function isFinite(ops: Operations, args: readonly Value[]): boolean {
  const [set] = args;
  if (!(set instanceof LazySet)) return ops.elements(arg(args, 0)).length >= 0;
  return !["Nat", "Int", "STRING", "Seq"].includes(set.is.form);
}

const STANDARD: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["Len", (ops, args) => ops.sequences.length(arg(args, 0))],
  ["Head", (ops, args) => ops.sequences.head(arg(args, 0))],
  ["Tail", (ops, args) => ops.sequences.tail(arg(args, 0))],
  ["Append", (ops, args) => ops.sequences.append(arg(args, 0), arg(args, 1))],
  ["SubSeq", (ops, args) => ops.sequences.subSeq(arg(args, 0), arg(args, 1), arg(args, 2))],
  ["Seq", (_, args) => new LazySet({ form: "Seq", of: arg(args, 0) })],
  ["Cardinality", (ops, args) => ops.cardinality(arg(args, 0))],
  ["IsFiniteSet", isFinite],
  ["Permutations", (ops, args) => ops.permutations(arg(args, 0))],
  ["ToString", (ops, args) => ops.toString(arg(args, 0))],
  ["Print", (_, args) => arg(args, 1)],
  ["TLCEval", (_, args) => arg(args, 0)],
  [
    "Assert",
    (_, args) => {
      if (boolean(arg(args, 0), "the first argument of Assert")) return true;
      throw new EvaluationError(`Assert failed: ${shortText(arg(args, 1))}`);
    },
  ],
  ["TLCGet", notHere("TLCGet")],
  ["TLCSet", notHere("TLCSet")],
  ["RandomElement", notHere("RandomElement")],
]);

/** Applies the operator `name` of a standard module. */
export type Standard = (name: string, args: readonly Value[]) => Value;

/** `print` takes what PrintT prints. */
export function standard(operations: Operations, print: (value: Value) => void): Standard {
  return (name, args) => {
    if (name === "PrintT") {
      print(own(arg(args, 0), operations.table));
      return true;
    }
    const operator = STANDARD.get(name);
    if (operator !== undefined) return operator(operations, args);
    throw new EvaluationError(`there is no ${name}`);
  };
}
