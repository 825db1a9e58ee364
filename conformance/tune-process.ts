/** How V8 is to treat a process that judges: it runs much new code, and makes much garbage. */
import { setFlagsFromString } from "node:v8";

/**
 * Bytecode run in a function before it is optimized, in bytes. By itself V8 takes 67,584: then it
 * optimizes much of the spec while the first lines are judged, on guesses that the next ones
 * refute, and that takes longer than to judge them.
 */
const BEFORE_OPTIMIZING = 1_500_000;

/**
 * By how much of what lives the heap may grow before it is collected, in percent. By itself V8
 * lets garbage grow to several times what lives, and of a long run little does.
 */
const HEAP_GROWTH = 50;

/** This is for the whole process: for programs that judge, and do little else. */
export function tuneProcess(): void {
  // Machine code at a function's first call, unoptimized: a short run calls most of them often
  // enough for that to pay, and too seldom for more.
  setFlagsFromString("--always-sparkplug");
  setFlagsFromString(`--interrupt-budget=${String(BEFORE_OPTIMIZING)}`);
  setFlagsFromString(`--heap-growing-percent=${String(HEAP_GROWTH)}`);
}
