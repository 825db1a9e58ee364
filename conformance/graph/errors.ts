/** A graph that cannot be made or compared; the message is one line: place, value, remedy. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}
