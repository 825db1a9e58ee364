/**
 * An evaluator of TLA+ text. It knows nothing of what the text is about, imports nothing but
 * itself, and runs wherever JavaScript does.
 */
export {
  compile,
  fromCode,
  programSource,
  type CompileOptions,
  type Instances,
  type Part,
  type Program,
} from "./compile/compile.js";
export type { Choice } from "./compile/runtime.js";
export {
  explore,
  type Exploration,
  type ExploreOptions,
  type Step,
  type Violation,
} from "./explore/explore.js";
export { EvaluationError, located } from "./evaluation-error.js";
export type { Composite, Evaluator, State, Value } from "./evaluator.js";
export {
  interpreter,
  type Entered,
  type Environment,
  type Interpreter,
  type InterpreterOptions,
  type Locals,
} from "./interpret/interpreter.js";
export type * from "./syntax/ast.js";
export { parseConfig } from "./syntax/config.js";
export { TlaSyntaxError } from "./syntax/error.js";
export { loadSpec } from "./syntax/load.js";
export { parseExpression, parseModule } from "./syntax/parse.js";
export { printed } from "./syntax/print.js";
export { arithmetic, compare } from "./value/arithmetic.js";
export {
  FunctionValue,
  kind,
  ModelValue,
  Sequence,
  SetValue,
  type Kind,
} from "./value/composite.js";
export { asSet, LazySet, member, own, type SetForm } from "./value/lazy-set.js";
export { Operations } from "./value/operations.js";
export { ValueTable } from "./value/table.js";
export { itemsOf, ordered, shortText, text } from "./value/text.js";
