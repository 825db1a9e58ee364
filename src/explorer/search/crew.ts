import type { Control } from "./control.js";
import { Searcher, type Level, type Part } from "./searcher.js";
import type { Segment } from "./segment.js";
import type { System } from "../system.js";
import type { Visited } from "./visited.js";

/** The searchers of an exploration, wherever they run. */
export interface Crew {
  readonly start: (visited: Visited) => Promise<readonly Part[]>;
  /** All expand the level until each is done, or the table is full. */
  readonly expand: (level: Level, visited: Visited) => Promise<readonly Part[]>;
  readonly resume: (visited: Visited) => Promise<readonly Part[]>;
  readonly parents: () => Promise<readonly Segment[]>;
  readonly end: () => Promise<void>;
}

/** One searcher in this thread: for reducers that cannot be handed to another. */
export function alone(system: System, control: Control): Crew {
  const searcher = new Searcher(system, 0, 1, control);
  const part = async (make: () => Part): Promise<readonly Part[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return [make()];
  };
  return {
    start: (visited) => part(() => searcher.start(visited, true)),
    expand: (level, visited) => part(() => searcher.expand(level, visited)),
    resume: (visited) => part(() => searcher.resume(visited)),
    parents: () => Promise.resolve([searcher.parents]),
    end: () => Promise.resolve(),
  };
}
