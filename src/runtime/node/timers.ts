import { performance } from "node:perf_hooks";
import type { Cancel, Timers } from "#runtime";

/** The longest time Node can wait, ms; it takes anything longer for 1 ms. */
const LONGEST = 0x7fffffff;

/** Node's clocks and turns. */
export const nodeTimers: Timers = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(milliseconds, run): Cancel {
    const timer = setTimeout(run, Math.min(milliseconds, LONGEST));
    return () => clearTimeout(timer);
  },
  every(milliseconds, run): Cancel {
    const timer = setInterval(run, Math.min(milliseconds, LONGEST));
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
