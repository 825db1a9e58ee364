/** One reason why a module does not parse. Lines and columns count from 1. */
export interface ParseProblem {
  readonly module: string;
  /** Null when SANY names no position, as for a module that is not there. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** The problem as people write it: `Module:line:column: message`. */
export function formatProblem({ module, line, column, message }: ParseProblem): string {
  const place = line === null ? module : `${module}:${String(line)}:${String(column ?? 1)}`;
  return `${place}: ${message}`;
}

/** Reads all errors, but no warnings, out of what SANY prints; also from inside TLC. */
export function parseSanyOutput(text: string): readonly ParseProblem[] {
  const found = [...syntaxErrors(text), ...semanticErrors(text)];
  return found.length > 0 ? found : otherErrors(text);
}

/** Errors of the lexer and the grammar: SANY stops at the first one. */
function syntaxErrors(text: string): ParseProblem[] {
  const at = /\*\*\*Parse Error\*\*\*|^Lexical error/m.exec(text);
  if (at === null) return [];
  const rest = text.slice(at.index);
  const end = /\n\s*Residual stack trace|\n\s*\n\s*Fatal errors/.exec(rest)?.index;
  const message = oneLine(rest.slice(0, end).replace("***Parse Error***", ""));
  const position =
    /line (\d+), col(?:umn)? (\d+)/.exec(message) ??
    /starting at line (\d+), column (\d+)/.exec(rest);
  const module = parsedModules(text.slice(0, at.index)).at(-1) ?? "?";
  return [{ module, line: toNumber(position?.[1]), column: toNumber(position?.[2]), message }];
}

const SEMANTIC =
  /^line (\d+), col (\d+) to line \d+, col \d+ of module (\w+)\n\n([\s\S]*?)\n\n\n/gm;

function semanticErrors(text: string): ParseProblem[] {
  return sections(text, "Errors").flatMap((section) =>
    [...section.matchAll(SEMANTIC)].map(([, line, column, module, message]) => ({
      module: module ?? "?",
      line: toNumber(line),
      column: toNumber(column),
      message: oneLine(message ?? ""),
    })),
  );
}

/** What is wrong with the files rather than with their text. */
function otherErrors(text: string): ParseProblem[] {
  const aborted = sections(text, "Abort messages").map(oneLine).join(" ");
  const reason =
    /Cannot find source file for module \w+ imported in module \w+/.exec(aborted)?.[0] ??
    aborted.replace(/^(Unknown location|In module \w+) /, "");
  const missing = /Cannot find the specified file \S+|File does not exist: \S+/.exec(text)?.[0];
  const message = reason === "" ? missing : reason;
  if (message === undefined) return [];
  const module = /imported in module (\w+)/.exec(message)?.[1] ?? parsedModules(text)[0];
  return [{ module: module ?? "?", line: null, column: null, message }];
}

function sections(text: string, title: string): string[] {
  return text.split(/^(?=\*\*\* \w+)/m).flatMap((part) => {
    const head = new RegExp(`^\\*\\*\\* ${title}: \\d+\\n+`).exec(part);
    return head === null ? [] : [`${part.slice(head[0].length)}\n\n\n`];
  });
}

function parsedModules(text: string): string[] {
  return [...text.matchAll(/^Parsing file (?:.*[/\\])?(\w+)\.tla\s*$/gm)].map(
    ([, module]) => module ?? "?",
  );
}

function toNumber(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
