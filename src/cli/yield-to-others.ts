import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Whoever watches servers does not take the processor from them: this process gets what they
 * leave. Linux counts each thread for itself.
 */
export function yieldToOthers(): void {
  for (const thread of threads()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
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
