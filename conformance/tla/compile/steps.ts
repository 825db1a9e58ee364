import type { Definition, Expression, ExpressionOf } from "../syntax/ast.js";
import { weight } from "./analysis.js";
import { bindArguments, bindLet } from "./bind.js";
import { checkArity, isCalled } from "./calls.js";
import { Expressions } from "./expressions.js";
import { loops } from "./loops.js";
import { variablesOf } from "./operators.js";
import { Continuation, keyOf, type Then } from "./continuation.js";
import { binding, NO_NAMES, STEP, withAssigned, withNames, type Scope } from "./scope.js";

/** An operator of less weight than this is written in place. */
const WORTH_A_FUNCTION = 15;
/** A function of an action takes the actions in it in, until it has this weight. */
const HEAVY = 400;

/**
 * Writes steps as statements. `A /\ B` is: for each way to do A, do B. A disjunction, IF, CASE and
 * `\E` branch, `x' = e` fills a place of the next state, anything else is a test. Which variables
 * have a value is known at each point, so a second `x' = e` is a test too.
 */
export class Steps extends Expressions {
  /** The statements of `e`, and of `then` for each way in which `e` can be done. */
  step(e: Expression, scope: Scope, then: Then): string {
    if (!this.assigns(e, scope)) return this.test(e, scope, then);
    switch (e.kind) {
      case "junction":
        if (e.operator === "\\/") return this.branches(e.items, scope, then);
        return this.inTurn(e.items, scope, then);
      case "if":
        return this.choice(this.truth(e.condition, scope), e.then, e.otherwise, scope, then);
      case "case":
        return this.arms(e, scope, then);
      case "let": {
        const { prelude, scope: inner } = bindLet(this, e, scope);
        return `{ ${prelude} ${this.step(e.body, inner, then)} }`;
      }
      case "quantifier":
        if (e.operator === "\\A") return this.test(e, scope, then);
        return `{ ${loops(this, e.bindings, scope, (inner) => this.step(e.body, inner, then))} }`;
      case "infix":
        return this.assignment(e, scope, then);
      case "prefix":
        return e.operator === "UNCHANGED" ? this.keep(e, scope, then) : this.test(e, scope, then);
      case "step": {
        const stutter: Expression = {
          kind: "prefix",
          operator: "UNCHANGED",
          of: e.subscript,
          at: e.at,
        };
        if (e.angle) return this.test(e, scope, then);
        return this.branches([e.action, stutter], scope, then);
      }
      case "name":
      case "apply":
        return this.named(e, scope, then);
      default:
        return this.test(e, scope, then);
    }
  }

  enabled(e: Expression, scope: Scope): string {
    if (scope.now !== "S") this.unit.refuse("ENABLED under a prime", e);
    const inner: Scope = { ...scope, next: "N", fills: "next", assigned: new Set() };
    const body = this.step(e, inner, () => "found = true;");
    return `(() => { const N = []; let found = false; ${body} return found; })()`;
  }

  /** Whether `e` gives a variable its value, one that has none yet. */
  private assigns(e: Expression, scope: Scope): boolean {
    const reads = this.unit.analysis.readsIn(e, scope.bound);
    const filled = scope.fills === "now" ? reads.now : reads.next;
    for (const variable of filled) if (!scope.assigned.has(variable)) return true;
    return false;
  }

  private test(e: Expression, scope: Scope, then: Then): string {
    const code = this.truth(e, scope);
    if (code === "false") return "";
    return code === "true" ? then(scope.assigned) : `if (${code}) { ${then(scope.assigned)} }`;
  }

  private inTurn(items: readonly Expression[], scope: Scope, then: Then): string {
    const [first, ...rest] = items;
    if (first === undefined) return then(scope.assigned);
    return this.step(first, scope, (assigned) =>
      this.inTurn(rest, withAssigned(scope, assigned), then),
    );
  }

  private branches(items: readonly Expression[], scope: Scope, then: Then): string {
    const shared = new Continuation(this.unit, then);
    const written = items.map((item) => `{ ${this.step(item, scope, shared.then)} }`);
    return `${shared.prelude()} ${written.join(" ")}`;
  }

  private choice(
    condition: string,
    yes: Expression,
    no: Expression,
    scope: Scope,
    then: Then,
  ): string {
    if (condition === "true") return this.step(yes, scope, then);
    if (condition === "false") return this.step(no, scope, then);
    const shared = new Continuation(this.unit, then);
    const [first, second] = [yes, no].map((e) => this.step(e, scope, shared.then));
    return `${shared.prelude()} if (${condition}) { ${first ?? ""} } else { ${second ?? ""} }`;
  }

  private arms(e: ExpressionOf<"case">, scope: Scope, then: Then): string {
    const shared = new Continuation(this.unit, then);
    const arms = e.arms.map((arm) => {
      return `if (${this.truth(arm.when, scope)}) { ${this.step(arm.then, scope, shared.then)} }`;
    });
    const other =
      e.other === null
        ? `R.refuse("no arm of CASE is true", ${this.unit.place(e)});`
        : this.step(e.other, scope, shared.then);
    return `${shared.prelude()} ${arms.join(" else ")} else { ${other} }`;
  }

  /** `x' = e`, `x' \in S`, or `x = e` where an initial state is chosen. */
  private assignment(e: ExpressionOf<"infix">, scope: Scope, then: Then): string {
    const variable = this.target(e.left, scope);
    if (variable === null || scope.assigned.has(variable)) return this.test(e, scope, then);
    const slot = `${(scope.fills === "now" ? scope.now : scope.next) ?? ""}[${String(variable)}]`;
    const after = new Set([...scope.assigned, variable]);
    if (e.operator === "=") return `${slot} = ${this.owned(e.right, scope)}; ${then(after)}`;
    if (e.operator !== "\\in") return this.test(e, scope, then);
    const item = this.unit.fresh("item");
    const all = `R.elements(${this.value(e.right, scope)}, ${this.unit.place(e)})`;
    return `for (const ${item} of ${all}) { ${slot} = ${item}; ${then(after)} }`;
  }

  private target(e: Expression, scope: Scope): number | null {
    const named = scope.fills === "now" ? e : e.kind === "prime" ? e.of : null;
    if (named?.kind !== "name") return null;
    const meaning = this.unit.dictionary.meaning(named.name);
    return meaning?.is === "variable" ? meaning.index : null;
  }

  private keep(e: ExpressionOf<"prefix">, scope: Scope, then: Then): string {
    const variables = variablesOf(this, e.of, scope);
    if (variables === null || scope.fills !== "next") return this.test(e, scope, then);
    const fresh = variables.filter((variable) => !scope.assigned.has(variable));
    const others = variables.filter((variable) => scope.assigned.has(variable));
    const kept = fresh.map(
      (k) => `${scope.next ?? ""}[${String(k)}] = ${scope.now ?? ""}[${String(k)}];`,
    );
    const same = others.map(
      (k) => `${scope.next ?? ""}[${String(k)}] === ${scope.now ?? ""}[${String(k)}]`,
    );
    const rest = then(new Set([...scope.assigned, ...fresh]));
    const tested = same.length === 0 ? rest : `if (${same.join(" && ")}) { ${rest} }`;
    return `${kept.join(" ")} ${tested}`;
  }

  private named(e: ExpressionOf<"name" | "apply">, scope: Scope, then: Then): string {
    const args = e.kind === "apply" ? e.arguments : [];
    const meaning = this.unit.dictionary.meaning(e.name);
    if (meaning?.is === "definition") {
      const { definition } = meaning;
      checkArity(this, definition, args, e);
      if (definition.recursive) return this.test(e, scope, then);
      return (
        this.call(definition, args, scope, then) ??
        this.inPlace(definition, args, scope, { ...scope, ...NO_NAMES }, then)
      );
    }
    const bound = scope.bound.get(e.name);
    if (bound?.is === "expression") {
      return this.step(bound.of, withNames(scope, bound.in), then);
    }
    if (bound?.is === "operator") {
      return this.inPlace(bound, args, scope, withNames(scope, bound.in), then);
    }
    return this.test(e, scope, then);
  }

  private inPlace(
    operator: Pick<Definition, "parameters" | "body">,
    args: readonly Expression[],
    scope: Scope,
    names: Scope,
    then: Then,
  ): string {
    const binds = bindArguments(this, operator, args, scope, names);
    const body = this.step(operator.body, binds.scope, then);
    return binds.prelude === "" ? body : `{ ${binds.prelude} ${body} }`;
  }

  /** A call of the function that the action is in the code; null where it has to be in place. */
  private call(
    definition: Definition,
    args: readonly Expression[],
    scope: Scope,
    then: Then,
  ): string | null {
    const added = weight(definition.body);
    if (added < WORTH_A_FUNCTION || this.weight + added < HEAVY) {
      this.weight += added;
      return null;
    }
    if (scope.fills !== "next" || scope.now !== "S" || scope.next !== "N") return null;
    if (!isCalled(this, definition, args, scope)) return null;
    const action = this.action(definition, scope.assigned);
    if (action === null) return null;
    const values = args.map((argument) => this.owned(argument, scope));
    const rest = then(action.assigned);
    if (rest === "done();") return `${action.name}(${["S", "N", "done", ...values].join(", ")});`;
    return `${action.name}(${["S", "N", `() => { ${rest} }`, ...values].join(", ")});`;
  }

  /** Of the function that is being written. */
  private weight = HEAVY;

  private readonly actions = new Map<
    string,
    { readonly name: string; readonly assigned: ReadonlySet<number> } | null
  >();

  /**
   * The function of an action where these variables have their values already. Null when its
   * branches leave different variables with a value, so that none function can go on from there.
   */
  action(definition: Definition, before: ReadonlySet<number>) {
    const key = `${definition.name} ${keyOf(before)}`;
    const known = this.actions.get(key);
    if (known !== undefined) return known;
    this.actions.set(key, null); // A recursion is written in place, and is refused there.
    const results = new Map<string, ReadonlySet<number>>();
    const names = definition.parameters.map(({ name }) => [name, this.unit.fresh(name)] as const);
    const scope = binding(
      withAssigned(STEP, before),
      names.map(([name, code]) => [name, { is: "value", code, lazy: false }]),
    );
    const outer = this.weight;
    this.weight = weight(definition.body);
    const body = this.step(definition.body, scope, (assigned) => {
      results.set(keyOf(assigned), assigned);
      return "done();";
    });
    this.weight = outer;
    const [assigned] = results.values();
    if (results.size > 1 || assigned === undefined) return null;
    const name = this.unit.fresh(`a_${definition.name}`);
    const parameters = ["S", "N", "done", ...names.map(([, code]) => code)].join(", ");
    this.unit.function(name, () => `function ${name}(${parameters}) { ${body} }`);
    const action = { name, assigned };
    this.actions.set(key, action);
    return action;
  }
}
