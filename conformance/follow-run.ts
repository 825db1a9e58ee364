/** Judges a run while its servers record it, and stops at the first line that is not allowed. */
import type { CheckOptions } from "./check-run.js";
import { judgeRun } from "./judge/judge-run.js";
import { specFolder } from "./judge/spec-files.js";
import type { Verdict } from "./verdict/verdict.js";
import { Followed, type Lag } from "./trace/index.js";
import { CannotTell } from "./trace/stop.js";
import { verdictOf } from "./verdict/verdict-of.js";

/** How the judge of a live run stands. */
export interface Progress {
  /** Lines judged. */
  readonly steps: number;
  readonly lag: Lag;
}

export interface LiveOptions extends CheckOptions {
  /** Ends the run: what was recorded until then is judged. */
  readonly end?: AbortSignal | undefined;
  /** Is told once in so many milliseconds, and never once there is a verdict. */
  readonly progress?: ((progress: Progress) => void) | undefined;
  readonly everyMs?: number | undefined;
}

const EVERY_MS = 1000;

/** Nothing is thrown, as by checkRun. */
export async function followRun(folder: string, options: LiveOptions = {}): Promise<Verdict> {
  const { specDir = specFolder(), allowOtherSpec = true, signal, observer, end } = options;
  const followed = new Followed(folder, { signal });
  const finish = () => {
    followed.finish();
  };
  end?.addEventListener("abort", finish, { once: true });
  if (end?.aborted === true) finish();
  const count = { steps: 0 };
  let over = false;
  const timer = setInterval(() => {
    followed.lag().then(
      (lag) => {
        // The folder has taken its time to say so: whoever asked may be gone by now.
        if (!over) options.progress?.({ steps: count.steps, lag });
      },
      // A folder that is gone is the reader's to speak of.
      () => undefined,
    );
  }, options.everyMs ?? EVERY_MS);
  try {
    return await verdictOf(async () => {
      const reader = await followed.open();
      if (reader === null) throw new CannotTell("nothing was recorded", null);
      const taken = (steps: number) => (count.steps = steps);
      const judging = { specDir, allowOtherSpec, signal, observer, taken };
      return judgeRun(reader, { ...judging, stopsAtOnce: true });
    });
  } finally {
    over = true;
    clearInterval(timer);
    end?.removeEventListener("abort", finish);
    followed.close();
  }
}
