/** A step of Zab.tla in its server's file, with all that its place in the order depends on. */
import type { Node } from "./node.js";
import type { Touched } from "./view.js";
import type { Channel } from "./wire.js";

export interface Line extends Touched {
  readonly node: Node;
  /** The message that must have been sent before; null: none. */
  readonly reads: Channel | null;
  readonly n: number;
}
