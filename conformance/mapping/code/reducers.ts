// Promise: each export of an actions.ts is a reducer, and is seen here with all that it says.
import ts from "typescript";
import { MappingError } from "../error.js";
import { askedBy, type Asked } from "./effects.js";
import { conditionsOf, type Condition } from "./guards.js";
import { oneLine, type CodePlace, type Program } from "./program.js";
import { findTwins, mirrored, type Twin } from "./twins.js";
import { writtenBy, type Write } from "./writes.js";

/** A reducer: what it answers, what it asks first, what it writes. */
export interface Reducer extends CodePlace {
  readonly module: string;
  readonly name: string;
  /** `onMessage("ACK")`, `onEvent("Restart")`: the kind of event that it answers. */
  readonly answers: Condition;
  readonly conditions: readonly Condition[];
  readonly writes: readonly Write[];
  readonly asks: readonly Asked[];
  /** Everything of its file but what it imports. */
  readonly text: string;
}

/** What the code says about one spec. */
export interface CodeOutline {
  readonly reducers: ReadonlyMap<string, Reducer>;
  /** The fields of the state. */
  readonly fields: readonly string[];
  /** The conditions of functions that mirror an operator, by the operator's name. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
  readonly twins: readonly Twin[];
}

/** Where the reducers and the types of a spec are. */
interface Home {
  readonly module: string;
  readonly actions: string;
  readonly state: readonly [file: string, type: string];
  readonly effect: readonly [file: string, type: string];
}

const core = "src/state-machine";
const homes: readonly Home[] = [
  {
    module: "Zab",
    actions: `${core}/zab/actions.ts`,
    state: [`${core}/state.ts`, "NodeState"],
    effect: [`${core}/effect.ts`, "Effect"],
  },
  {
    module: "Election",
    actions: `${core}/election/actions.ts`,
    state: [`${core}/election/state.ts`, "ElectionState"],
    effect: [`${core}/election/effect.ts`, "ElectionEffect"],
  },
];

/** The exports of a file, by name. */
function exportsOf({ checker, files }: Program, path: string): readonly ts.Symbol[] {
  const source = files.get(path);
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (symbol !== undefined) return checker.getExportsOfModule(symbol);
  throw new MappingError(`${path} is not there: conformance/mapping/code/reducers.ts names it`);
}

function typeNamed(program: Program, [file, name]: readonly [string, string]): ts.Type {
  const symbol = exportsOf(program, file).find((one) => one.name === name);
  if (symbol !== undefined) return program.checker.getDeclaredTypeOfSymbol(symbol);
  throw new MappingError(
    `${file} exports no ${name}: conformance/mapping/code/reducers.ts wants it`,
  );
}

/** `enabled` or `next` of the body that an action is made of. */
function part(call: ts.CallExpression, name: string): ts.ArrowFunction | null {
  const [, body] = call.arguments;
  if (body === undefined || !ts.isObjectLiteralExpression(body)) return null;
  const found = body.properties.find((one) => one.name?.getText() === name);
  if (found === undefined || !ts.isPropertyAssignment(found)) return null;
  return ts.isArrowFunction(found.initializer) ? found.initializer : null;
}

/** The text behind the imports. */
function ownText(source: ts.SourceFile): string {
  const [first] = source.statements.filter((statement) => !ts.isImportDeclaration(statement));
  return source.text.slice(first?.getFullStart() ?? 0).trim();
}

function reducer(program: Program, home: Home, symbol: ts.Symbol): Reducer {
  const { checker, at } = program;
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = aliased.valueDeclaration;
  const call = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  const wanted = `write export const ${symbol.name} = onEvent("…", { enabled, next })`;
  if (declared === undefined || call === undefined || !ts.isCallExpression(call)) {
    throw new MappingError(`${home.actions}: ${symbol.name} is no reducer: ${wanted}`);
  }
  const [enabled, next] = [part(call, "enabled"), part(call, "next")];
  const { file, line } = at(declared);
  if (enabled === null || next === null) {
    throw new MappingError(`${file}:${line}: ${symbol.name} is made in another way: ${wanted}`);
  }
  const [kind] = call.arguments;
  const answers = `${oneLine(call.expression)}(${kind === undefined ? "" : oneLine(kind)})`;
  return {
    module: home.module,
    name: symbol.name,
    file,
    line,
    answers: { text: answers, ...at(call) },
    conditions: conditionsOf(program, enabled.body),
    writes: writtenBy(program, next, typeNamed(program, home.state)),
    asks: askedBy(program, next, typeNamed(program, home.effect)),
    text: ownText(declared.getSourceFile()),
  };
}

/** The functions that mirror an operator of `module`, with their conditions. */
function mirrors(program: Program, module: string): ReadonlyMap<string, readonly Condition[]> {
  const found = new Map<string, readonly Condition[]>();
  for (const source of program.files.values()) {
    for (const statement of source.statements) {
      if (!ts.isFunctionDeclaration(statement)) continue;
      const [home, name = ""] = mirrored(statement)?.split("!") ?? [];
      if (home === module) found.set(name, conditionsOf(program, statement.body));
    }
  }
  return found;
}

/** What the code says, by the module of the spec. */
export function readCode(program: Program): ReadonlyMap<string, CodeOutline> {
  const twins = findTwins(program);
  return new Map(
    homes.map((home) => {
      const reducers = exportsOf(program, home.actions).map((one) => reducer(program, home, one));
      const state = typeNamed(program, home.state);
      const outline: CodeOutline = {
        reducers: new Map(reducers.map((one) => [one.name, one])),
        fields: state.getProperties().map(({ name }) => name),
        conditions: mirrors(program, home.module),
        twins: twins.filter(({ module }) => module === home.module),
      };
      return [home.module, outline] as const;
    }),
  );
}
