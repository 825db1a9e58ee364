// Promise: the state machine as the TypeScript compiler understands it; nothing of it is run.
import { join, relative } from "node:path";
import ts from "typescript";
import { MappingError } from "../error.js";

/** The text of a file by its path below the repository's root. */
export type ReadText = (path: string) => string;

/** A compiled look at src/state-machine. */
export interface Program {
  readonly checker: ts.TypeChecker;
  /** The files of the state machine, by path below the root, in order. */
  readonly files: ReadonlyMap<string, ts.SourceFile>;
  /** `path:line` of a node. */
  readonly at: (node: ts.Node) => CodePlace;
}

export interface CodePlace {
  readonly file: string;
  readonly line: number;
}

const CORE = "src/state-machine";

/** Parses and checks the state machine; `read` gives the texts, so that a test may change one. */
export function loadProgram(root: string, read: ReadText): Program {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, CORE, "tsconfig.json"), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new MappingError(ts.flattenDiagnosticMessageText(problem.messageText, " "));
    },
  });
  if (config === undefined) throw new MappingError(`${CORE}/tsconfig.json is not there`);
  const host = ts.createCompilerHost(config.options);
  const pathOf = (file: string) => relative(root, file).replaceAll("\\", "/");
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (file, options, ...more) => {
    const path = pathOf(file);
    if (!path.startsWith(`${CORE}/`)) return original(file, options, ...more);
    return ts.createSourceFile(file, read(path), options, true);
  };
  const program = ts.createProgram(config.fileNames, { ...config.options, noEmit: true }, host);
  const files = new Map<string, ts.SourceFile>();
  for (const source of program.getSourceFiles()) {
    const path = pathOf(source.fileName);
    if (path.startsWith(`${CORE}/`)) files.set(path, source);
  }
  const place = (node: ts.Node): CodePlace => {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { file: pathOf(source.fileName), line: line + 1 };
  };
  return { checker: program.getTypeChecker(), files, at: place };
}

/** The text of a node on one line. */
export function oneLine(node: ts.Node): string {
  return node.getText().replace(/\s+/g, " ").trim();
}

/** The function that `node` names, if the state machine defines it outside data/. */
export function functionNamed(
  { checker, files, at }: Program,
  node: ts.Node,
): ts.FunctionDeclaration | null {
  if (!ts.isIdentifier(node)) return null;
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return null;
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = aliased.declarations?.find(ts.isFunctionDeclaration);
  if (declaration?.body === undefined) return null;
  const { file } = at(declaration);
  return files.has(file) && !file.includes("/data/") ? declaration : null;
}
