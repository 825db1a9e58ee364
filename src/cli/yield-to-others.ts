import { readdirSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/**
 * Whoever watches servers does not take the processor from them: this process gets what they
 * leave, whatever the priority that all of them were started with. Linux counts each thread for
 * itself.
 */
export function yieldToOthers(): void {
  const { PRIORITY_BELOW_NORMAL: lower, PRIORITY_LOW: lowest } = constants.priority;
  const priority = Math.min(getPriority() + lower, lowest);
  for (const thread of threads()) {
    try {
      setPriority(thread, priority);
    } catch {
      // A system that does not allow it runs it as it does any other.
    }
  }
}

function threads(): readonly number[] {
  try {
    return readdirSync("/proc/self/task").map(Number);
  } catch {
    return [process.pid];
  }
}
