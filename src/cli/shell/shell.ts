import { ZooKeeperError } from "#client";
import { EXIT } from "../exit-codes.js";
import { COMMANDS, type ShellContext, UsageError } from "./commands.js";
import { errorLine } from "./texts.js";
import { parseWords, splitWords } from "./words.js";

const HISTORY = 11;

/** The shell's own words, which need no server. */
const OWN = ["help", "history", "quit"] as const;

/** One user's shell: its commands, its history and whether it goes on. */
export class Shell {
  /** Set by `quit`. */
  done = false;
  /** Number of the next command. */
  count = 0;
  private readonly context: ShellContext;
  private readonly lines: string[] = [];

  constructor(context: ShellContext) {
    this.context = context;
  }

  /** Runs what was typed; an empty line does nothing. */
  async line(text: string): Promise<number> {
    const words = splitWords(text);
    if (words?.length === 0) return EXIT.ok;
    this.lines.push(`${this.count} - ${text.trim()}`);
    this.lines.splice(0, this.lines.length - HISTORY);
    this.count += 1;
    if (words !== null) return this.run(words);
    this.context.note("a quote is left open");
    return EXIT.failed;
  }

  /** Runs one command and returns the exit code that a single command would have. */
  async run(words: readonly string[]): Promise<number> {
    const [name = "", ...rest] = words;
    if ((OWN as readonly string[]).includes(name)) return this.own(name);
    const command = COMMANDS.get(name);
    const { note } = this.context;
    if (command === undefined) {
      note(`${helpText()}\nCommand not found: Command not found ${name}`);
      return EXIT.unknownCommand;
    }
    const parsed = parseWords(rest, command.flags, command.valued);
    const [fewest, most] = command.words;
    if (typeof parsed === "string") note(`${parsed}\n${command.usage}`);
    else if (parsed.rest.length < fewest || parsed.rest.length > most) note(command.usage);
    else {
      try {
        await command.run(this.context, parsed);
        return EXIT.ok;
      } catch (error) {
        note(lineOf(error));
      }
    }
    return EXIT.failed;
  }

  private own(name: string): number {
    if (name === "quit") this.done = true;
    else if (name === "history") for (const line of this.lines) this.context.print(line);
    else this.context.print(helpText());
    return EXIT.ok;
  }
}

/** Every command with its words. */
export function helpText(): string {
  const usages = [...[...COMMANDS.values()].map(({ usage }) => usage), ...OWN].sort();
  return ["ZooKeeper -server host:port -timeout ms command args", ...usages].join("\n\t");
}

function lineOf(error: unknown): string {
  if (error instanceof ZooKeeperError) return errorLine(error);
  if (error instanceof UsageError) return error.message;
  throw error;
}
