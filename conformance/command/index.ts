/** What programs of the command line share. */
export { parseWords, UsageError } from "./arguments.js";
export { INTERRUPTED, runCommand, type Command } from "./run-command.js";
