// Promise: every line `@spec Module!Name digest` of the code is found, with what stands below it.
import ts from "typescript";
import type { CodePlace, Program } from "./program.js";

/** A piece of code that mirrors an operator of a spec. */
export interface Twin extends CodePlace {
  readonly module: string;
  readonly name: string;
  /** The digest that it carries, or null. */
  readonly digest: string | null;
  /** Where in the file the digest begins and ends, the space before it included. */
  readonly from: number;
  readonly to: number;
}

const ADDRESS = /@spec (\w+)!(\w+)( [0-9a-f]+\b)?/g;

/** The twins of one file, in order. */
function twinsIn(path: string, source: ts.SourceFile): Twin[] {
  return [...source.text.matchAll(ADDRESS)].map((match) => {
    const [whole, module = "", name = "", digest = ""] = match;
    const to = match.index + whole.length;
    return {
      module,
      name,
      digest: digest === "" ? null : digest.trim(),
      file: path,
      line: source.getLineAndCharacterOfPosition(match.index).line + 1,
      from: to - digest.length,
      to,
    };
  });
}

export function findTwins({ files }: Program): readonly Twin[] {
  return [...files].flatMap(([path, source]) => twinsIn(path, source));
}

/** The operator that a declaration says it mirrors, as `Module!Name`; null: it is ours alone. */
export function mirrored(declaration: ts.Node): string | null {
  const { text } = declaration.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, declaration.getFullStart()) ?? [];
  const above = comments.at(-1);
  if (above === undefined) return null;
  const [found] = text.slice(above.pos, above.end).matchAll(ADDRESS);
  return found === undefined ? null : `${found[1]}!${found[2]}`;
}

/** `text` with the digests of these twins, all of this file, written into it. */
export function withDigests(
  text: string,
  signed: readonly { readonly twin: Twin; readonly digest: string }[],
): string {
  return [...signed]
    .sort((a, b) => b.twin.from - a.twin.from)
    .reduce(
      (done, { twin, digest }) => `${done.slice(0, twin.from)} ${digest}${done.slice(twin.to)}`,
      text,
    );
}
