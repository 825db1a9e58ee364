// Promise: every name of a spec stands for one thing, and is given as many arguments as it takes.
import type { Definition, Expression, ExpressionOf, Module, Parameter, Span } from "./ast.js";
import { children } from "./children.js";
import { TlaSyntaxError, placeText } from "./error.js";
import { argumentArities, modulesWith, standardOperators } from "./standard.js";

/** What a name takes: for each argument, how many arguments that one takes. */
interface Known {
  readonly takes: readonly number[];
  /** Null for what the language or a standard module defines. */
  readonly at: Span | null;
}

/** Names inside of other names; none stands for two things. */
class Names {
  readonly #own = new Map<string, Known>();
  readonly #outer: Names | null;

  constructor(outer: Names | null, names: readonly (readonly [string, Known])[] = []) {
    this.#outer = outer;
    for (const [name, known] of names) this.add(name, known);
  }

  get(name: string): Known | undefined {
    return this.#own.get(name) ?? this.#outer?.get(name);
  }

  add(name: string, known: Known): void {
    const before = this.get(name);
    if (before !== undefined && known.at !== null) {
      const where =
        before.at === null ? "a standard module has it" : `it is ${placeText(before.at)}`;
      throw new TlaSyntaxError(known.at, `found ${name} again; ${where}: rename one of the two`);
    }
    this.#own.set(name, known);
  }
}

const value = (at: Span): Known => ({ takes: [], at });

const takes = (parameters: readonly Parameter[]): number[] => parameters.map(({ arity }) => arity);

/** The operators that stand between or before their arguments, as names. */
function sign(e: Expression): string | null {
  if (e.kind === "infix") return `${e.operator}/2`;
  return e.kind === "prefix" && e.operator === "-" ? "-/1" : null;
}

class NameCheck {
  /** Where a name was first bound inside an expression. */
  readonly bound = new Map<string, Span>();
  readonly #signs: ReadonlySet<string>;

  constructor(signs: ReadonlySet<string>) {
    this.#signs = signs;
  }

  expression(e: Expression, names: Names): void {
    const written = sign(e);
    if (written !== null && !this.#signs.has(written)) this.#missing(written, e.at);
    if (e.kind === "name") this.#use(e.name, [], e.at, names);
    else if (e.kind === "apply") this.#apply(e, names);
    else if (e.kind === "let") this.#let(e, names);
    else {
      for (const { of, binds } of children(e)) {
        const bound = binds.map((name) => [name, value(e.at)] as const);
        this.#note(bound);
        this.expression(of, bound.length === 0 ? names : new Names(names, bound));
      }
    }
  }

  definition({ parameters, body }: Definition, names: Names): void {
    const bound = parameters.map((one) => {
      const known = { takes: Array<number>(one.arity).fill(0), at: one.at };
      return [one.name, known] as const;
    });
    this.#note(bound);
    this.expression(body, new Names(names, bound));
  }

  #note(names: readonly (readonly [string, Known])[]): void {
    for (const [name, { at }] of names) {
      if (at !== null && !this.bound.has(name)) this.bound.set(name, at);
    }
  }

  #let(e: ExpressionOf<"let">, names: Names): void {
    let inner = names;
    for (const one of e.definitions) {
      const bound = [[one.name, { takes: takes(one.parameters), at: one.at }]] as const;
      this.#note(bound);
      const after = new Names(inner, bound);
      this.definition(one, one.recursive ? after : inner);
      inner = after;
    }
    this.expression(e.body, inner);
  }

  #apply(e: ExpressionOf<"apply">, names: Names): void {
    const given = e.arguments;
    const known = this.#use(
      e.name,
      given.map(() => 0),
      e.at,
      names,
    );
    given.forEach((argument, k) => {
      const arity = known.takes[k] ?? 0;
      if (arity === 0) {
        if (argument.kind === "lambda") this.#refuse(argument.at, "LAMBDA", "write a value");
        this.expression(argument, names);
      } else this.#operator(argument, arity, names);
    });
  }

  /** An argument that is an operator of `arity` arguments: its name, or LAMBDA. */
  #operator(e: Expression, arity: number, names: Names): void {
    const wanted = `name an operator of ${String(arity)} arguments, or write LAMBDA`;
    if (e.kind === "name") {
      const known = names.get(e.name);
      if (known === undefined) this.#missing(e.name, e.at);
      if (known.takes.length !== arity) this.#refuse(e.at, e.name, wanted);
    } else if (e.kind === "lambda" && e.parameters.length === arity) this.expression(e, names);
    else this.#refuse(e.at, "another argument", wanted);
  }

  #use(name: string, given: readonly number[], at: Span, names: Names): Known {
    const known = names.get(name);
    if (known === undefined) return this.#missing(`${name}/${String(given.length)}`, at);
    if (known.takes.length === given.length) return known;
    const [wanted, got] = [String(known.takes.length), String(given.length)];
    return this.#refuse(at, `${name} with ${got} arguments`, `it takes ${wanted}`);
  }

  #missing(operator: string, at: Span): never {
    const name = operator.replace(/\/\d+$/, "");
    const [module] = modulesWith(operator);
    const remedy = module === undefined ? "define it" : `extend ${module}`;
    return this.#refuse(at, name, `nothing here has that name: ${remedy}`);
  }

  #refuse(at: Span, found: string, remedy: string): never {
    throw new TlaSyntaxError(at, `found ${found}; ${remedy}`);
  }
}

/** Refuses a name of these modules, in the order of their EXTENDS, that SANY would refuse. */
export function checkNames(modules: readonly Module[]): void {
  const standard = new Set(modules.flatMap((module) => module.extends).flatMap(standardOperators));
  const signs = new Set([
    ...standard,
    ..."=/2 #/2 \\in/2 \\notin/2 \\subseteq/2 =>/2 <=>/2 ~>/2 \\cup/2 \\cap/2 \\/2".split(" "),
  ]);
  const check = new NameCheck(signs);
  const names = new Names(null, [
    ...["BOOLEAN", "STRING"].map((name): [string, Known] => [name, { takes: [], at: null }]),
    ...[...standard].map((operator): [string, Known] => {
      const [name, count] = operator.split("/") as [string, string];
      return [name, { takes: argumentArities(name, Number(count)), at: null }];
    }),
  ]);
  // SANY lets a module declare what one that it extends has bound inside an expression. Here
  // every module has the same names, and a name stands for one thing in all of them.
  const add = (name: string, known: Known & { readonly at: Span }) => {
    const inside = check.bound.get(name);
    if (inside !== undefined) {
      const where = `it is bound at ${placeText(inside)}`;
      throw new TlaSyntaxError(known.at, `found ${name} again; ${where}: rename one of the two`);
    }
    names.add(name, known);
  };
  const define = ({ name, parameters, at }: Definition) => {
    add(name, { takes: takes(parameters), at });
  };
  for (const { constants, variables, definitions, assumptions } of modules) {
    for (const { name, arity, at } of [...constants, ...variables]) {
      add(name, { takes: Array<number>(arity).fill(0), at });
    }
    definitions.filter(({ recursive }) => recursive).forEach(define);
    for (const one of definitions) {
      check.definition(one, names);
      if (!one.recursive) define(one);
    }
    for (const { body } of assumptions) check.expression(body, names);
  }
}
