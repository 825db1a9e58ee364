/** What programs of the command line share. */
export { parseWords, UsageError } from "./arguments.js";
export { inParallel } from "./in-parallel.js";
export { knownNames, nearestNames } from "./names.js";
export { INTERRUPTED, runCommand, type Command } from "./run-command.js";
export { systemReason } from "#codec";
export { systemProblem } from "./system-error.js";
