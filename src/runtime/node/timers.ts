import { performance } from "node:perf_hooks";
import type { Cancel, Timers } from "#runtime";

/** Node's clocks and turns. */
export const nodeTimers: Timers = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(milliseconds, run): Cancel {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  every(milliseconds, run): Cancel {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
  endOfTurn(run): void {
    setImmediate(run);
  },
  nextTurn(run): void {
    setImmediate(run);
  },
  random: (bound) => Math.floor(Math.random() * bound),
};
