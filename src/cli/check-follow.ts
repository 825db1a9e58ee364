import { stat } from "node:fs/promises";
import type { Progress } from "#conformance";
import { EXIT } from "./exit-codes.js";

interface FollowFlags {
  readonly json?: boolean;
  readonly spec?: string;
  readonly allowOtherSpec?: boolean;
}

/**
 * Judges what servers record into a folder while they do, until a line is not allowed. The first
 * interruption ends the run and asks for the verdict; the second one ends the judge.
 */
export async function follow(paths: readonly string[], flags: FollowFlags): Promise<number> {
  const [folder = "", ...more] = paths;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder || more.length > 0) {
    const wrong = more.length > 0 ? `${String(paths.length)} paths` : folder;
    process.stderr.write(
      `zabkeeper: --follow ${wrong}: name one folder that servers record into\n`,
    );
    return EXIT.usage;
  }
  const { exitCodeOf, followRun, formatVerdict, paintFor, verdictJson } =
    await import("#conformance");
  const [end, abort] = [new AbortController(), new AbortController()];
  const interrupt = () => {
    if (end.signal.aborted) abort.abort();
    else end.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  // Whoever started this with a channel is told how it stands, and does not leave it behind.
  const abandoned = () => {
    abort.abort();
  };
  process.once("disconnect", abandoned);
  const isTerminal = process.stderr.isTTY;
  const verdict = await followRun(folder, {
    specDir: flags.spec,
    allowOtherSpec: flags.allowOtherSpec === true || flags.spec !== undefined,
    signal: abort.signal,
    end: end.signal,
    progress: isTerminal ? show : process.connected ? tell : undefined,
  });
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("disconnect", abandoned);
  if (isTerminal) process.stderr.write("\r\u001b[K");
  const text =
    flags.json === true ? verdictJson(verdict) : formatVerdict(verdict, paintFor(process.stdout));
  process.stdout.write(`${text}\n`);
  if (process.connected) process.disconnect();
  return exitCodeOf(verdict);
}

/** One line that is written anew each time. */
function show({ steps, lag }: Progress): void {
  const behind = `${(lag.ms / 1000).toFixed(1)} s and ${String(lag.bytes)} bytes behind`;
  process.stderr.write(`\r${String(steps)} lines judged, ${behind}\u001b[K`);
}

function tell(progress: Progress): void {
  process.send?.(progress);
}
