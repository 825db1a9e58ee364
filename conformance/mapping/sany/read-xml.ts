// Promise: what SANY's XML exporter wrote becomes a tree, or one line says what is strange in it.
import { XmlElement, parseXml } from "@rgrove/parse-xml";
import { MappingError } from "../error.js";
import { parts } from "./tree.js";
import type { Bound, Declaration, Definition, Expr, Head, Place, SpecTree } from "./tree.js";

/** Kinds of declaration, as SANY numbers them. */
const CONSTANT = "2";
const VARIABLE = "3";

/** The condition of the last branch of a CASE; the only node without a place. */
const OTHER = "$Other";
const nowhere = { module: "", line: 0, column: 0, endLine: 0, endColumn: 0 };
const other: Expr = { kind: "literal", text: "OTHER", level: 0, place: nowhere };

const elements = (node: XmlElement) =>
  node.children.filter((child): child is XmlElement => child instanceof XmlElement);

const find = (node: XmlElement, name: string) =>
  elements(node).find((element) => element.name === name);

function get(node: XmlElement, name: string): XmlElement {
  const found = find(node, name);
  if (found !== undefined) return found;
  throw new MappingError(
    `the XML of SANY: ${node.name} has no ${name}: use the tools that packages/tla2tools-runner names`,
  );
}

const textOf = (node: XmlElement, name: string) => get(node, name).text;

function placeOf(node: XmlElement): Place {
  const location = get(node, "location");
  const [line, column] = [get(location, "line"), get(location, "column")];
  return {
    module: textOf(location, "filename"),
    line: Number(textOf(line, "begin")),
    column: Number(textOf(column, "begin")),
    endLine: Number(textOf(line, "end")),
    endColumn: Number(textOf(column, "end")),
  };
}

const HEADS: Readonly<Record<string, "builtin" | "operator" | "parameter" | "declared">> = {
  BuiltInKindRef: "builtin",
  UserDefinedOpKindRef: "operator",
  FormalParamNodeRef: "parameter",
  OpDeclNodeRef: "declared",
};

/** Reads expressions whose references go through one context table. */
class Reader {
  readonly #context = new Map<string, XmlElement>();

  constructor(root: XmlElement) {
    for (const entry of elements(get(root, "context"))) {
      const [, node] = elements(entry);
      if (node !== undefined) this.#context.set(textOf(entry, "UID"), node);
    }
  }

  entries(kind: string): (readonly [uid: string, node: XmlElement])[] {
    return [...this.#context].filter(([, node]) => node.name === kind);
  }

  #named(reference: XmlElement): { uid: string; node: XmlElement; name: string } {
    const uid = textOf(reference, "UID");
    const node = this.#context.get(uid);
    if (node === undefined) throw new MappingError(`the XML of SANY: nothing has the UID ${uid}`);
    return { uid, node, name: textOf(node, "uniquename") };
  }

  #head(reference: XmlElement): Head {
    const kind = HEADS[reference.name];
    if (kind === undefined) throw new MappingError(`the XML of SANY: ${reference.name} is applied`);
    const { uid, node, name } = this.#named(reference);
    if (kind === "operator") return { kind, name, uid };
    if (kind !== "declared") return { kind, name };
    return { kind: textOf(node, "kind") === VARIABLE ? "variable" : "constant", name };
  }

  #bound(node: XmlElement): Bound {
    const inside = elements(node);
    const names = inside.filter((one) => one.name === "FormalParamNodeRef");
    const domain = inside.find((one) => one.name !== "FormalParamNodeRef" && one.name !== "tuple");
    return {
      names: names.map((one) => this.#named(one).name),
      domain: domain === undefined ? null : this.expr(domain),
    };
  }

  expr(node: XmlElement): Expr {
    if (node.name === "StringNode" && node.text === OTHER) return other;
    const place = placeOf(node);
    const level = Number(textOf(node, "level"));
    switch (node.name) {
      case "OpApplNode": {
        const [reference] = elements(get(node, "operator"));
        const bounds = find(node, "boundSymbols");
        return {
          kind: "apply",
          head: this.#head(reference as XmlElement),
          args: elements(get(node, "operands")).map((operand) => this.expr(operand)),
          bounds: bounds === undefined ? [] : elements(bounds).map((one) => this.#bound(one)),
          level,
          place,
        };
      }
      case "LetInNode": {
        const definitions = elements(get(node, "opDefs")).map((one) => this.#named(one).uid);
        const [body] = elements(get(node, "body"));
        return { kind: "let", definitions, body: this.expr(body as XmlElement), level, place };
      }
      case "StringNode":
        return { kind: "literal", text: `"${textOf(node, "StringValue")}"`, level, place };
      case "NumeralNode":
        return { kind: "literal", text: textOf(node, "IntValue"), level, place };
      case "AtNode":
        return { kind: "literal", text: "@", level, place };
    }
    const at = `${place.module}:${place.line}`;
    throw new MappingError(`${at}: SANY calls this ${node.name}: conformance/mapping/sany cannot`);
  }

  definition(uid: string, node: XmlElement): Definition {
    const parameters = elements(get(node, "params")).flatMap((one) =>
      elements(one).filter(({ name }) => name === "FormalParamNodeRef"),
    );
    const [body] = elements(get(node, "body"));
    return {
      name: textOf(node, "uniquename"),
      uid,
      parameters: parameters.map((one) => this.#named(one).name),
      level: Number(textOf(node, "level")),
      place: placeOf(node),
      body: this.expr(body as XmlElement),
    };
  }
}

/** The operators that stand inside a LET, by uid. */
function inLets(expr: Expr, byUid: ReadonlyMap<string, Definition>): readonly string[] {
  const own = expr.kind === "let" ? expr.definitions : [];
  const bodies = own.flatMap((uid) => byUid.get(uid)?.body ?? []);
  return [...own, ...[...bodies, ...parts(expr)].flatMap((one) => inLets(one, byUid))];
}

/**
 * The tree of the module that `xml` was exported from. Of operators only those count that a
 * module in `own` defines: what Naturals and its like say is not ours to compare.
 */
export function readXml(xml: string, own: ReadonlySet<string>): SpecTree {
  const { root } = parseXml(xml);
  if (root === null) throw new MappingError("the XML of SANY is empty: is the module there?");
  const reader = new Reader(root);
  const byUid = new Map<string, Definition>();
  for (const [uid, node] of reader.entries("UserDefinedOpKind")) {
    if (own.has(placeOf(node).module)) byUid.set(uid, reader.definition(uid, node));
  }
  const local = new Set([...byUid.values()].flatMap(({ body }) => inLets(body, byUid)));
  const top = [...byUid.values()].filter(({ uid }) => !local.has(uid));
  const declared = (kind: string): Declaration[] =>
    reader
      .entries("OpDeclNode")
      .filter(([, node]) => textOf(node, "kind") === kind)
      .map(([, node]) => ({ name: textOf(node, "uniquename"), place: placeOf(node) }))
      .sort((a, b) => compare(a.place, b.place));
  return {
    module: textOf(root, "RootModule"),
    constants: declared(CONSTANT),
    variables: declared(VARIABLE),
    byUid,
    byName: new Map(top.map((definition) => [definition.name, definition])),
  };
}

/** Declarations stand as in the text, those of a module that is extended first. */
function compare(a: Place, b: Place): number {
  if (a.module !== b.module) return a.module < b.module ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
