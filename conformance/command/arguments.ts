import { parseArgs, type ParseArgsConfig } from "node:util";

/** The words of a command line that mean nothing to it; the message is one line. */
export class UsageError extends Error {}

/** The options and names among the words. */
export function parseWords<const Config extends Omit<ParseArgsConfig, "args">>(
  words: readonly string[],
  config: Config,
): ReturnType<typeof parseArgs<Config & { args: string[] }>> {
  try {
    return parseArgs({ ...config, args: [...words] });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [first = ""] = reason.split(/[.]\s/);
    const option = /^Option '(--\w+)' argument is ambiguous/.exec(first)?.[1];
    throw new UsageError(option === undefined ? first : `${first}: write ${option}=…`);
  }
}
