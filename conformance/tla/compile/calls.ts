import type { Definition, Expression, Parameter } from "../syntax/ast.js";
import { bindArguments, isAtom } from "./bind.js";
import { CONSTANT, NO_NAMES, STATES, withNames, type Scope } from "./scope.js";
import { isHigherOrder } from "./unit.js";
import type { Writer } from "./writer.js";

type Operator = { readonly parameters: readonly Parameter[]; readonly body: Expression };

/** The code of `name(args)`, where the name is an operator of a module. */
export function call(
  w: Writer,
  definition: Definition,
  args: readonly Expression[],
  scope: Scope,
  at: Expression,
): string {
  checkArity(w, definition, args, at);
  const reads = w.unit.analysis.reads(definition.body);
  if (definition.parameters.length === 0) {
    const isConstant = reads.now.size + reads.next.size === 0 && !reads.effects;
    if (isConstant) return constantCall(w, definition);
    checkAssigned(w, definition, scope, at);
    return `${functionOf(w, definition)}(${scope.now ?? "null"}, ${scope.next ?? "null"})`;
  }
  if (!definition.recursive && !isCalled(w, definition, args, scope)) {
    return inPlace(w, definition, args, scope, { ...scope, ...NO_NAMES });
  }
  if (isHigherOrder(definition)) {
    w.unit.refuse(`${definition.name} is RECURSIVE and takes an operator: give it values`, at);
  }
  checkAssigned(w, definition, scope, at);
  const values = args.map((argument) => w.value(argument, scope));
  const states = [scope.now ?? "null", scope.next ?? "null"];
  return `${functionOf(w, definition)}(${[...states, ...values].join(", ")})`;
}

/** A call may compute its arguments first if that cannot be told from TLA+'s asking for them. */
export function isCalled(
  w: Writer,
  { parameters, body }: Operator,
  args: readonly Expression[],
  scope: Scope,
): boolean {
  const { analysis, strictness } = w.unit;
  return parameters.every(({ name, arity }, k) => {
    const argument = args[k] as Expression;
    if (arity > 0) return false;
    const reads = analysis.readsIn(argument, scope.bound);
    if (reads.next.size > 0 && scope.fills === "next") return false;
    if (reads.now.size > 0 && analysis.primes(body, name)) return false;
    return isAtom(w, argument, scope) || strictness.ofParameter(body, name);
  });
}

export function inPlace(
  w: Writer,
  operator: Operator,
  args: readonly Expression[],
  scope: Scope,
  names: Scope,
): string {
  const binds = bindArguments(w, operator, args, scope, names);
  const body = w.value(operator.body, binds.scope);
  return binds.prelude === "" ? body : `(() => { ${binds.prelude} return ${body}; })()`;
}

export function callLocal(
  w: Writer,
  operator: Operator & { readonly in: Pick<Scope, "bound" | "old"> },
  args: readonly Expression[],
  scope: Scope,
): string {
  return inPlace(w, operator, args, scope, withNames(scope, operator.in));
}

export function checkArity(
  w: Writer,
  { parameters }: Operator,
  args: readonly Expression[],
  at: Expression,
): void {
  if (parameters.length === args.length) return;
  const wanted = String(parameters.length);
  w.unit.refuse(`${String(args.length)} arguments where the operator takes ${wanted}`, at);
}

/** What a called operator reads of the array being filled must be there. */
function checkAssigned(w: Writer, { body, name }: Definition, scope: Scope, at: Expression): void {
  const reads = w.unit.analysis.reads(body);
  const wanted = scope.fills === "now" ? reads.now : scope.fills === "next" ? reads.next : [];
  for (const variable of wanted) {
    if (scope.assigned.has(variable)) continue;
    const prime = scope.fills === "next" ? "'" : "";
    const missing = `${w.unit.dictionary.variables[variable] ?? ""}${prime}`;
    w.unit.refuse(`${name} reads ${missing}, which has no value here yet`, at);
  }
  if (scope.next === null && reads.next.size > 0 && scope.fills !== null) {
    w.unit.refuse(`${name} is a step, and there is no next state here`, at);
  }
}

function constantCall(w: Writer, definition: Definition): string {
  const key = `f_${definition.name}`;
  w.unit.function(key, () => {
    return `const ${key} = R.once(() => ${w.value(definition.body, CONSTANT)});`;
  });
  return `${key}()`;
}

/** The function of two states, and of its parameters, that an operator is in the code. */
export function functionOf(w: Writer, definition: Definition): string {
  const key = `f_${definition.name}`;
  w.unit.function(key, () => {
    const reads = w.unit.analysis.reads(definition.body);
    const isConstant = reads.now.size + reads.next.size === 0;
    const names = definition.parameters.map(({ name }) => [name, w.unit.fresh(name)] as const);
    const bound = new Map(
      names.map(([name, code]) => [name, { is: "value", code, lazy: true } as const]),
    );
    const body = w.value(definition.body, { ...(isConstant ? CONSTANT : STATES), bound });
    const parameters = names.map(([, code]) => code).join();
    if (!definition.recursive || !isConstant || names.length === 0 || reads.effects) {
      return `function ${key}(S, N${parameters && `, ${parameters}`}) { return ${body}; }`;
    }
    const remembered = `R.memory.remembered(${String(names.length)}, (${parameters}) => ${body})`;
    return [
      `const m_${definition.name} = ${remembered};`,
      `function ${key}(S, N, ${parameters}) { return m_${definition.name}(${parameters}); }`,
    ].join("\n");
  });
  return key;
}
