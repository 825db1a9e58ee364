import type { Value } from "../evaluator.js";
import { Pieces } from "../pieces.js";
import { LazySet } from "../value/lazy-set.js";

type Recursive = (...args: Value[]) => Value;

/** How many calls of recursive operators may stand in each other. */
const DEEPEST = 400;

/** Forty million levels are a recursion without an end. */
const MOST_PIECES = 100_000;

/** What is known of one operator is forgotten once it is more than this. */
const MOST_REMEMBERED = 10_000;

type Level = Map<Value, Level | Value>;

/** What recursive operators without variables were found to be, by their arguments. */
export class Memory {
  private readonly pieces = new Pieces(DEEPEST, MOST_PIECES);
  private readonly tables: { root: Level; readonly arity: number }[] = [];
  private readonly constants = new Set<Value>();

  constant(value: Value): void {
    this.constants.add(value);
  }

  remembered(arity: number, evaluate: Recursive): Recursive {
    const table = { root: new Map() as Level, arity };
    this.tables.push(table);
    const recall = (args: readonly Value[]): Value | undefined => {
      let level: Level | Value | undefined = table.root;
      for (const argument of args) {
        level = (level as Level).get(argument);
        if (level === undefined) return undefined;
      }
      return level as Value;
    };
    const remember = (args: readonly Value[], value: Value): void => {
      let level = table.root;
      for (let k = 0; k < arity - 1; k++) {
        let below = level.get(args[k] as Value) as Level | undefined;
        if (below === undefined) level.set(args[k] as Value, (below = new Map()));
        level = below;
      }
      level.set(args[arity - 1] as Value, value);
    };
    const piece = (args: Value[]) => () => {
      const value = evaluate(...args);
      remember(args, value);
      return value;
    };
    return (...args) => {
      const known = recall(args);
      if (known !== undefined) return known;
      if (!this.pieces.enter()) return this.pieces.alone(piece(args));
      const value = evaluate(...args);
      this.pieces.leave();
      remember(args, value);
      return value;
    };
  }

  /** Values that the code holds: roots of whoever forgets. */
  roots(): Value[] {
    return [...this.constants].flatMap((value) => {
      return value instanceof LazySet ? value.forgetElements() : [value];
    });
  }

  /**
   * Forgets what was found of values that have been forgotten. Those of a history stay, so its
   * operators start afresh at times: what they are asked next is found again.
   */
  retain(stays: (value: Value) => boolean): void {
    const kept = (level: Level, arity: number): Level => {
      const entries: [Value, Level | Value][] = [];
      for (const [argument, found] of level) {
        if (!stays(argument)) continue;
        if (arity > 1) {
          const below = kept(found as Level, arity - 1);
          if (below.size > 0) entries.push([argument, below]);
        } else if (stays(found as Value)) entries.push([argument, found]);
      }
      return new Map(entries);
    };
    for (const table of this.tables) {
      table.root = kept(table.root, table.arity);
      if (sizeOf(table.root, table.arity) > MOST_REMEMBERED) table.root = new Map();
    }
  }
}

function sizeOf(level: Level, arity: number): number {
  if (arity === 1) return level.size;
  let sum = 0;
  for (const below of level.values()) sum += sizeOf(below as Level, arity - 1);
  return sum;
}
