import type { Command } from "commander";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { loadConfig } from "./load-config.js";

/** `zabkeeper config check zoo.cfg` */
export function addConfig(program: Command, exit: SetExitCode): void {
  const config = program.command("config").description("work on configuration files");
  config
    .command("check")
    .description("say everything that is wrong with a zoo.cfg: place, value found, value wanted")
    .argument("<zoo.cfg>", "the file")
    .addHelpText(
      "after",
      "\nExit code: 0 when a server would take it, 2 when it would not, 64 bad usage.",
    )
    .action(async (file: string) => exit(await checkConfig(file)));
}

async function checkConfig(file: string): Promise<number> {
  const { config, faults, warnings } = await loadConfig(file);
  for (const line of warnings) process.stderr.write(`warning: ${line}\n`);
  for (const line of faults ?? []) process.stderr.write(`${line}\n`);
  if (config === null) return EXIT.badConfig;
  const { myid, servers } = config;
  const who = myid === null ? "a standalone server" : `server ${myid} of ${servers.length}`;
  process.stdout.write(`${file}: ${who}, clients on ${config.clientPort}\n`);
  return EXIT.ok;
}
