// Promise: what a reducer asks of the world, in the words of its own file.
import ts from "typescript";
import { functionNamed, oneLine, type CodePlace, type Program } from "./program.js";

export interface Asked extends CodePlace {
  readonly text: string;
}

const isMade = (node: ts.Node) => ts.isCallExpression(node) || ts.isObjectLiteralExpression(node);

/** The effects that `start` and the helpers of its file name, in order of their lines. */
export function askedBy(program: Program, start: ts.Node, effect: ts.Type): readonly Asked[] {
  const { checker } = program;
  const file = start.getSourceFile();
  const asked = new Map<string, Asked>();
  const seen = new Set<ts.Node>([start]);
  const isEffect = (type: ts.Type): boolean => {
    const [element] = checker.isArrayType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)
      : [];
    if ((type.flags & (ts.TypeFlags.Never | ts.TypeFlags.Any)) !== 0) return false;
    return checker.isTypeAssignableTo(element ?? type, effect);
  };
  const visit = (node: ts.Node): void => {
    const found = functionNamed(program, node);
    if (found !== null && found.getSourceFile() === file) seen.add(found);
    if (isMade(node) && isEffect(checker.getTypeAtLocation(node))) {
      asked.set(oneLine(node), { text: oneLine(node), ...program.at(node) });
      if (ts.isCallExpression(node)) visit(node.expression);
      return;
    }
    node.forEachChild(visit);
  };
  for (const node of seen) node.forEachChild(visit);
  return [...asked.values()].sort((a, b) => a.line - b.line);
}
