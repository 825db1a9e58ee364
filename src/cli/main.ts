import { Command, CommanderError } from "commander";
import { normalizeArguments } from "./arguments.js";
import { addCheck } from "./check.js";
import { addCli } from "./cli.js";
import { addConfig } from "./config.js";
import { addEnsemble } from "./ensemble.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { addExplore } from "./explore.js";
import { addExport } from "./export.js";
import { addServer } from "./server.js";
import { addSpec } from "./spec.js";
import { packageVersion } from "./version.js";

const DESCRIPTION = "A ZooKeeper that proves itself.";
const EXAMPLES = `
Examples:
  zabkeeper ensemble                        three servers on this machine, on ports 2181 to 2183
  zabkeeper cli -server 127.0.0.1:2181      a shell; with a command behind it, that command alone
  zabkeeper server zoo.cfg                  one server, in the foreground
  zabkeeper config check zoo.cfg            everything that is wrong with a configuration
  zabkeeper check run/                      the verdict on a recorded run
  zabkeeper export shiviz run.log run/      the same run for another tool
  zabkeeper explore small                   every state of a model, with the production reducers
  zabkeeper spec check small                TLC's verdict on one model of the specs

Exit code: each command's help has its own; 74 where standard output cannot be written.`;

/**
 * Runs one command line (without `node` and the script) to its end.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = build((next) => (code = next));
  try {
    await program.parseAsync(normalizeArguments(args), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}

function build(exit: SetExitCode): Command {
  const program = new Command("zabkeeper")
    .description(DESCRIPTION)
    .version(packageVersion(), "-V, --version", "print the version")
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  const commands = [
    addEnsemble,
    addServer,
    addCli,
    addConfig,
    addCheck,
    addExport,
    addExplore,
    addSpec,
  ];
  for (const add of commands) add(program, exit);
  complainInOneLine(program, "zabkeeper");
  return program;
}

/** Each command says what is wrong in one line, and where its own help is. */
function complainInOneLine(command: Command, name: string): void {
  command.configureOutput({
    outputError: (text, write) => {
      const line = text
        .replace(/^error: /, "")
        .trim()
        .replaceAll("\n", " ");
      write(`${name}: ${line} (see ${name} --help)\n`);
    },
  });
  for (const one of command.commands) complainInOneLine(one, `${name} ${one.name()}`);
}
