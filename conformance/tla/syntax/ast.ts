/**
 * The syntax tree of the TLA+ subset that the judge evaluates: what the parser makes, and what the
 * compiler, the interpreter and the explainer walk. Nodes carry the place they were written at.
 */

/** From the first character of a node to behind its last; lines and columns count from 1. */
export interface Span {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** The column behind the last character. */
  readonly endColumn: number;
  /** Offsets into the module's text: `text.slice(start, end)` is the node as it was written. */
  readonly start: number;
  readonly end: number;
}

interface At {
  readonly at: Span;
}

/** `names \in set`, or `<<a, b>> \in set` when `tuple`. */
export interface Binding extends At {
  readonly names: readonly string[];
  readonly tuple: boolean;
  readonly set: Expression;
}

/** A parameter of an operator; `arity` is 0 unless it is itself an operator: `F(_, _)`. */
export interface Parameter extends At {
  readonly name: string;
  readonly arity: number;
}

/** `name(parameters) == body`; `recursive` when a RECURSIVE declaration comes before it. */
export interface Definition extends At {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly local: boolean;
  readonly recursive: boolean;
}

/** One step of a path behind `!`: `[e1, e2]` or `.name`. */
export type PathStep =
  | ({ readonly kind: "index"; readonly arguments: readonly Expression[] } & At)
  | ({ readonly kind: "field"; readonly name: string } & At);

export type Infix =
  | "=>"
  | "<=>"
  | "="
  | "#"
  | "<"
  | ">"
  | "<="
  | ">="
  | "\\in"
  | "\\notin"
  | "\\subseteq"
  | "\\cup"
  | "\\cap"
  | "\\"
  | "+"
  | "-"
  | "*"
  | "\\div"
  | "%"
  | "^"
  | ".."
  | "\\o"
  | ":>"
  | "@@"
  | "~>";

export type Prefix =
  "~" | "-" | "SUBSET" | "UNION" | "DOMAIN" | "UNCHANGED" | "ENABLED" | "[]" | "<>";

export type Expression =
  | ({ readonly kind: "boolean"; readonly value: boolean } & At)
  | ({ readonly kind: "number"; readonly value: number } & At)
  | ({ readonly kind: "string"; readonly value: string } & At)
  /** A variable, a constant, a bound name, or an operator without arguments; built-in sets too. */
  | ({ readonly kind: "name"; readonly name: string } & At)
  /** `name(arguments)`, of the module or of a standard module: `Len(h)`. */
  | ({
      readonly kind: "apply";
      readonly name: string;
      readonly arguments: readonly Expression[];
    } & At)
  /** `a /\ b /\ c`, or a bulleted list: one node, however many items. */
  | ({
      readonly kind: "junction";
      readonly operator: "/\\" | "\\/";
      readonly items: readonly Expression[];
      readonly bulleted: boolean;
    } & At)
  /** `/=` is `#`, `\leq` is `<=`, `\circ` is `\o`, `\union` is `\cup`, and so on. */
  | ({
      readonly kind: "infix";
      readonly operator: Infix;
      readonly left: Expression;
      readonly right: Expression;
    } & At)
  /** `S \X T \X U`, the set of triples: one node, because `(S \X T) \X U` is another set. */
  | ({ readonly kind: "product"; readonly items: readonly Expression[] } & At)
  | ({ readonly kind: "prefix"; readonly operator: Prefix; readonly of: Expression } & At)
  | ({ readonly kind: "prime"; readonly of: Expression } & At)
  /** `f[e]`, `f[e1, e2]` */
  | ({
      readonly kind: "index";
      readonly of: Expression;
      readonly arguments: readonly Expression[];
    } & At)
  /** `r.name` */
  | ({ readonly kind: "field"; readonly of: Expression; readonly name: string } & At)
  /** `{a, b}` */
  | ({ readonly kind: "set"; readonly items: readonly Expression[] } & At)
  /** `{x \in S : where}` */
  | ({ readonly kind: "filter"; readonly binding: Binding; readonly where: Expression } & At)
  /** `{value : x \in S, y \in T}` */
  | ({
      readonly kind: "map";
      readonly value: Expression;
      readonly bindings: readonly Binding[];
    } & At)
  /** `[x \in S |-> value]` */
  | ({
      readonly kind: "function";
      readonly bindings: readonly Binding[];
      readonly value: Expression;
    } & At)
  /** `[S -> T]` */
  | ({ readonly kind: "functions"; readonly from: Expression; readonly to: Expression } & At)
  /** `[a |-> 1, b |-> 2]` */
  | ({ readonly kind: "record"; readonly fields: readonly Field[] } & At)
  /** `[a : S, b : T]` */
  | ({ readonly kind: "records"; readonly fields: readonly Field[] } & At)
  /** `[f EXCEPT ![i] = e, !.a[j] = @ + 1]` */
  | ({
      readonly kind: "except";
      readonly of: Expression;
      readonly updates: readonly ({
        readonly path: readonly PathStep[];
        readonly value: Expression;
      } & At)[];
    } & At)
  /** `@`, inside an update */
  | ({ readonly kind: "old" } & At)
  | ({ readonly kind: "tuple"; readonly items: readonly Expression[] } & At)
  | ({
      readonly kind: "if";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    } & At)
  | ({
      readonly kind: "case";
      readonly arms: readonly ({ readonly when: Expression; readonly then: Expression } & At)[];
      readonly other: Expression | null;
    } & At)
  | ({
      readonly kind: "let";
      readonly definitions: readonly Definition[];
      readonly body: Expression;
    } & At)
  | ({
      readonly kind: "quantifier";
      readonly operator: "\\E" | "\\A";
      readonly bindings: readonly Binding[];
      readonly body: Expression;
    } & At)
  | ({ readonly kind: "choose"; readonly binding: Binding; readonly body: Expression } & At)
  /** `[action]_subscript` and `<<action>>_subscript` */
  | ({
      readonly kind: "step";
      readonly action: Expression;
      readonly subscript: Expression;
      readonly angle: boolean;
    } & At)
  /** `WF_subscript(action)`: parsed, not evaluated. */
  | ({
      readonly kind: "fairness";
      readonly strong: boolean;
      readonly subscript: Expression;
      readonly action: Expression;
    } & At)
  /** Only as an argument: `SelectSeq(h, LAMBDA x : x > 1)`. */
  | ({
      readonly kind: "lambda";
      readonly parameters: readonly Parameter[];
      readonly body: Expression;
    } & At);

/** An expression of this kind, or of one of these. */
export type ExpressionOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

export interface Field extends At {
  readonly name: string;
  readonly value: Expression;
}

export interface Declared extends At {
  readonly name: string;
  /** 0 for a variable and for a constant that is no operator. */
  readonly arity: number;
}

/** One module, as it was written. */
export interface Module extends At {
  readonly name: string;
  readonly text: string;
  readonly extends: readonly string[];
  readonly constants: readonly Declared[];
  readonly variables: readonly Declared[];
  readonly definitions: readonly Definition[];
  readonly assumptions: readonly ({
    readonly name: string | null;
    readonly body: Expression;
  } & At)[];
}

/** A module and all that it extends, in one flat name space. */
export interface Spec {
  /** The name of the module that extends the others. */
  readonly root: string;
  /** Every module but the standard ones, each behind those that it extends; the root is last. */
  readonly modules: readonly Module[];
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly constants: readonly Declared[];
  /** In the order of `modules`, and there as they were declared. */
  readonly variables: readonly Declared[];
}

/** What a model's .cfg says, for TLC and for the judge alike. */
export interface Config {
  /** `SPECIFICATION Spec`, or else INIT and NEXT. */
  readonly specification: string | null;
  readonly init: string | null;
  readonly next: string | null;
  /** `Name = value`: numbers, strings, booleans, sets of them, and model values (plain names). */
  readonly constants: ReadonlyMap<string, ConfigValue>;
  /** `Name <- Definition` */
  readonly overrides: ReadonlyMap<string, string>;
  readonly invariants: readonly string[];
  readonly properties: readonly string[];
  readonly constraints: readonly string[];
  readonly actionConstraints: readonly string[];
  readonly symmetry: string | null;
  readonly view: string | null;
  readonly checkDeadlock: boolean | null;
}

export type ConfigValue =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "model value"; readonly name: string }
  | { readonly kind: "set"; readonly items: readonly ConfigValue[] };
