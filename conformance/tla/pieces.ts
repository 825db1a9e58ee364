import type { Value } from "./evaluator.js";
import { EvaluationError } from "./evaluation-error.js";

/** Evaluates a call, and remembers what it was found to be. */
type Piece = () => Value;

/** Thrown out of a recursion that is too deep for the stack: the call to evaluate first. */
class TooDeep extends Error {
  readonly piece: Piece;

  constructor(piece: Piece) {
    super("a recursion to be cut into pieces");
    this.piece = piece;
  }
}

/**
 * Cuts recursions into pieces: one that is deep is evaluated from its far end, so that no history
 * is too long for the stack.
 */
export class Pieces {
  private depth = 0;
  private readonly deepest: number;
  private readonly most: number;

  /**
   * `deepest`: how many calls may stand in each other. `most`: how many pieces may wait for each
   * other; where there are more, the recursion has no end.
   */
  constructor(deepest: number, most: number) {
    this.deepest = deepest;
    this.most = most;
  }

  /** Whether a call may stand in those that are under way; `leave` when it is done. */
  enter(): boolean {
    if (this.depth === 0 || this.depth >= this.deepest) return false;
    this.depth += 1;
    return true;
  }

  leave(): void {
    this.depth -= 1;
  }

  /** Evaluates a call that may not stand in others, after what it needs from too deep. */
  alone(first: Piece): Value {
    if (this.depth > 0) throw new TooDeep(first);
    const waiting = [first];
    for (;;) {
      this.depth = 1;
      try {
        const value = (waiting.at(-1) as Piece)();
        waiting.pop();
        if (waiting.length === 0) return value;
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        if (waiting.length >= this.most) throw new EvaluationError("the recursion has no end");
        waiting.push(error.piece);
      } finally {
        this.depth = 0;
      }
    }
  }
}
