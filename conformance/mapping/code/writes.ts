// Promise: no field of a state is written that is not found here.
//
// A reducer is read, not run: a walk over states shows what was written in those states, and the
// text shows what can be written in any. A state only ever comes from another one by an object
// literal, so it is enough to look at each literal that spreads a state or must be one.
import ts from "typescript";
import { functionNamed, oneLine, type CodePlace, type Program } from "./program.js";

/** One place where a field gets a value, or where the world is asked for something. */
export interface Write extends CodePlace {
  readonly field: string;
  readonly text: string;
}

/** Every function that code reaches, itself first. */
export function reached(program: Program, start: ts.Node): readonly ts.Node[] {
  const seen = new Set<ts.Node>([start]);
  for (const node of seen) {
    const visit = (inner: ts.Node) => {
      const found = functionNamed(program, inner);
      if (found !== null) seen.add(found);
      inner.forEachChild(visit);
    };
    node.forEachChild(visit);
  }
  return [...seen];
}

/** The declaration that gives a name its value, where that is a constant. */
function declaration(node: ts.Node | undefined): ts.VariableDeclaration | null {
  if (node === undefined) return null;
  if (ts.isVariableDeclaration(node)) return node.initializer === undefined ? null : node;
  return ts.isBindingElement(node) ? declaration(node.parent.parent) : null;
}

/** Where a property's value is written down: of a shorthand, where its name is declared. */
function meaning({ checker }: Program, property: ts.ObjectLiteralElementLike): ts.Node {
  if (!ts.isShorthandPropertyAssignment(property)) return property;
  const symbol = checker.getShorthandAssignmentValueSymbol(property);
  return declaration(symbol?.valueDeclaration) ?? property;
}

/** The fields that one literal writes; a state spread into it writes none. */
function writesOf(program: Program, literal: ts.ObjectLiteralExpression, state: ts.Type): Write[] {
  return literal.properties.flatMap((property): Write[] => {
    const source = meaning(program, property);
    const place = program.at(source);
    const text = oneLine(source);
    if (!ts.isSpreadAssignment(property)) {
      return [{ field: property.name.getText(), text, ...place }];
    }
    const type = program.checker.getTypeAtLocation(property.expression);
    if (program.checker.isTypeAssignableTo(type, state)) return [];
    return type.getProperties().map(({ name }) => ({ field: name, text, ...place }));
  });
}

/** Whether a literal makes a state: it spreads one, or stands where one must. */
function makesState({ checker }: Program, literal: ts.ObjectLiteralExpression, state: ts.Type) {
  const isState = (type: ts.Type | undefined) =>
    type !== undefined && checker.isTypeAssignableTo(type, state);
  const spread = literal.properties.some(
    (one) => ts.isSpreadAssignment(one) && isState(checker.getTypeAtLocation(one.expression)),
  );
  return spread || isState(checker.getContextualType(literal));
}

/** What `start` and everything that it reaches may write into a state of this type. */
export function writtenBy(program: Program, start: ts.Node, state: ts.Type): readonly Write[] {
  const writes = new Map<string, Write>();
  const visit = (node: ts.Node) => {
    if (ts.isObjectLiteralExpression(node) && makesState(program, node, state)) {
      for (const write of writesOf(program, node, state)) {
        writes.set(`${write.field} ${write.file}:${write.line}`, write);
      }
    }
    node.forEachChild(visit);
  };
  for (const node of reached(program, start)) visit(node);
  return [...writes.values()];
}
