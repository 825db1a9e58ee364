/** Where an expression stands in the spec, and what it says there. */
import type { Expression, Span } from "../../tla/index.js";
import type { Passage } from "../../verdict/explanation.js";
import type { SpecText } from "../spec-files.js";

export function passage({ spec, fileOf }: SpecText, at: Span): Passage {
  const text = spec.modules.find(({ name }) => name === at.module)?.text ?? "";
  const { line, column, endLine, endColumn } = at;
  const written = text.slice(at.start, at.end);
  return { file: fileOf(at.module), line, column, endLine, endColumn, text: written };
}

/** The same on one line, for a table. */
export function oneLine(text: SpecText, expression: Expression): string {
  return passage(text, expression.at).text.replace(/\s+/g, " ");
}
