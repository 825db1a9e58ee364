import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { ZooKeeper, ZooKeeperError } from "#client";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";

import type { ShellContext } from "./shell/commands.js";
import { helpText, Shell } from "./shell/shell.js";
import { eventText } from "./shell/texts.js";
import { wholeNumber } from "./whole-number.js";

interface CliOptions {
  readonly server: string;
  readonly timeout: number;
}

/** The longest wait for a first connection, ms. */
const MAX_PATIENCE = 10_000;
/** A wait that is longer than this is explained, ms. */
const SILENCE = 1_500;

/** `zabkeeper cli [-server …] [-timeout ms] [command …]` */
export function addCli(program: Command, exit: SetExitCode): void {
  program
    .command("cli")
    .description("ZooKeeper's shell: interactive, or one command")
    .usage("[-server host:port,…/chroot] [-timeout ms] [command …]")
    .argument("[command...]", "run this alone, without a shell")
    .option("--server <servers>", "host:port,…, with a /chroot behind", "localhost:2181")
    .option("--timeout <ms>", "session timeout", wholeNumber(1, 999_999_999), 30_000)
    .addHelpText("after", `\nCommands:\n${helpText().split("\n").slice(1).join("\n")}`)
    .addHelpText(
      "after",
      "\nExit code of one command: 0, 1 when it fails, 64 bad usage, 127 for an unknown command.",
    )
    .passThroughOptions()
    .action(async (words: string[], options: CliOptions) => exit(await runCli(words, options)));
}

async function runCli(words: readonly string[], options: CliOptions): Promise<number> {
  let zk: ZooKeeper;
  try {
    zk = new ZooKeeper(options.server, { sessionTimeout: options.timeout });
  } catch (error) {
    complain("cli", (error as Error).message);
    return EXIT.usage;
  }
  try {
    note(`Connecting to ${options.server}`);
    await firstConnection(zk, Math.min(options.timeout, MAX_PATIENCE));
    if (words.length > 0) return await once(zk, words);
    return await interactive(zk, options.server);
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error;
    complain("cli", `cannot connect: ${zk.lastFailure}; ${QUESTION}`);
    return EXIT.failed;
  } finally {
    await zk.close();
  }
}

/** A server without a leader takes connections and closes them. */
const QUESTION = "is a server running there, and has its ensemble a majority?";

async function firstConnection(zk: ZooKeeper, patience: number): Promise<void> {
  const explain = () => note(`not connected yet: ${zk.lastFailure}; trying on`);
  const timer = setTimeout(explain, SILENCE);
  try {
    await zk.whenConnected(patience);
  } finally {
    clearTimeout(timer);
  }
}

/** As with `zkCli.sh`, the session of a single command is left to its timeout. */
async function once(zk: ZooKeeper, words: readonly string[]): Promise<number> {
  const shell = new Shell(contextOf(zk));
  const code = await shell.run(words);
  if (!shell.done) zk.disconnect();
  return code;
}

/** Lines until `quit` or their end; a pipe gets no prompt. */
async function interactive(zk: ZooKeeper, servers: string): Promise<number> {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stdout }),
    terminal,
  });
  const shell = new Shell(contextOf(zk));
  const prompt = (keepLine = false) => {
    if (!terminal) return;
    lines.setPrompt(`[zk: ${servers}(${zk.state.toUpperCase()}) ${shell.count}] `);
    lines.prompt(keepLine);
  };
  if (terminal) process.stdout.write("Welcome to ZooKeeper!\n");
  let busy = false;
  zk.on("state", (state) => {
    note(`\nsession ${state}`);
    if (!busy) prompt(true);
  });
  lines.on("SIGINT", () => lines.close());
  let code: number = EXIT.ok;
  prompt();
  for await (const line of lines) {
    busy = true;
    code = await shell.line(line);
    busy = false;
    if (shell.done) break;
    prompt();
  }
  lines.close();
  if (terminal && !shell.done) process.stdout.write("\n");
  zk.removeAllListeners("state");
  return terminal ? EXIT.ok : code;
}

function contextOf(zk: ZooKeeper): ShellContext {
  return {
    zk,
    print: (text) => {
      process.stdout.write(typeof text === "string" ? `${text}\n` : Buffer.concat([text, NEWLINE]));
    },
    note,
    watcher: (event) => {
      if (event.type !== "None" || zk.state === "expired") {
        process.stdout.write(`${eventText(event)}\n`);
      }
    },
  };
}

const NEWLINE = Buffer.from("\n");

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
