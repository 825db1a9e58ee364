import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { SetExitCode } from "./exit-codes.js";
import type { ExploreFlags } from "./explore-model.js";
import { wholeNumber } from "./whole-number.js";

/** `zabkeeper explore MODEL`; the reducers are loaded when it runs, and for no other command. */
export function addExplore(program: Command, exit: SetExitCode): void {
  program
    .command("explore")
    .description("run the production reducers through every state of a model of the spec")
    .argument("<model>", "a name as in spec/models, or a .cfg file")
    .option(
      "--workers <n>",
      "threads that search",
      wholeNumber(1, 64),
      Math.min(2, availableParallelism()),
    )
    .option("--memory <MiB>", "what the states may take (default: 1024)", wholeNumber(1, 999_999))
    .addHelpText(
      "after",
      "\nExit code: 0 all properties hold, 1 one does not, 2 memory is used up, 64 bad usage,\n" +
        "130 interrupted.",
    )
    .action(async (name: string, flags: ExploreFlags) => {
      const { exploreModel } = await import("./explore-model.js");
      exit(await exploreModel(name, flags));
    });
}
