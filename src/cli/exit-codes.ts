/** Exit codes of the commands, beside those that a server gives itself. */
export const EXIT = {
  ok: 0,
  failed: 1,
  /** ZooKeeper's code for a configuration that cannot be used. */
  badConfig: 2,
  /** ZooKeeper's code for a data directory that cannot be used. */
  badDirectory: 3,
  /** As in sysexits: the command line makes no sense. */
  usage: 64,
  /** As in sysexits: an error of our own. */
  disagreement: 70,
  /** The shell does not know this command; ZooKeeper's code. */
  unknownCommand: 127,
  /** As a shell says it of a program that Ctrl-C has ended. */
  interrupted: 130,
} as const;

/** What a command does with the exit code it comes to. */
export type SetExitCode = (code: number) => void;
