/** Which lines come before a line, besides those before it in its own files. */
import type { Node } from "../../../../dist/conformance/trace/node.js";

const known = new WeakMap<Node, Node[]>();

export function causesOf(node: Node): Node[] {
  const causes = known.get(node) ?? [];
  known.set(node, causes);
  return causes;
}
