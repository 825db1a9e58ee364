import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { CannotTell, Followed, type Step } from "#conformance/trace";
import type { TraceEvent } from "#codec";
import { openEvidence } from "#runtime/node";
import { dice } from "../../support/recorded-ensemble.js";
import { until } from "../../support/wait.js";
import { filesOf, temporaryFolder, type Files } from "../support.js";
import { at, streamed } from "./support.js";

const good = fileURLToPath(new URL("../../../traces/good", import.meta.url));

const recorded = (run: string): Files => {
  const folder = join(good, run);
  const texts = readdirSync(folder).map(
    (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
  );
  return filesOf(new Map(texts));
};

const open: Followed[] = [];
afterEach(() => open.splice(0).forEach((followed) => followed.close()));

function following(folder: string, options: ConstructorParameters<typeof Followed>[1] = {}) {
  const followed = new Followed(folder, options);
  open.push(followed);
  return followed;
}

/** All steps, collected while the run goes on. */
async function collect(followed: Followed, steps: Step[]): Promise<void> {
  const reader = await followed.open();
  for await (const step of reader?.steps() ?? []) steps.push(step);
}

const shown = (steps: readonly Step[]) =>
  steps
    .filter(({ kind }) => kind !== "break")
    .map(({ spec, node }) => `${spec} ${at(node.place)} ${at(node.sender)}`)
    .sort();

async function expectedOf(run: string): Promise<string[]> {
  const whole = await streamed(join(good, run));
  if ("stop" in whole) throw new Error(whole.stop);
  return shown([...whole.steps, ...whole.elected]);
}

/** Writes a run as its servers did: a few bytes of some file at a time, lives one by one. */
async function write(files: Files, folder: string, seed: number): Promise<void> {
  const random = dice(seed);
  const rest = new Map([...files].map(([name, lines]) => [name, `${lines.join("\n")}\n`]));
  while (rest.size > 0) {
    const names = [...rest.keys()].sort();
    const first = names.filter((name, k) => names[k - 1]?.split(".")[0] !== name.split(".")[0]);
    const name = first[Math.floor(random() * first.length)] as string;
    const text = rest.get(name) as string;
    const size = 1 + Math.floor(random() * 20_000);
    appendFileSync(join(folder, name), text.slice(0, size));
    if (size < text.length) rest.set(name, text.slice(size));
    else rest.delete(name);
    if (random() < 0.3) await pause(5);
  }
}

/** Looks in vain, each of which lets the reader go on: it has come to its end by then. */
const LOOKS = 20;

/** Until some line waits and nothing has come for a while: all that could go on has gone on. */
async function untilStuck(followed: Followed, steps: readonly Step[]): Promise<void> {
  let [seen, looks] = [-1, 0];
  await until("the reader is stuck", async () => {
    const { ms } = await followed.lag();
    looks = steps.length === seen && ms > 500 ? looks + 1 : 0;
    seen = steps.length;
    return looks >= LOOKS;
  });
}

const untilMore = (steps: readonly Step[], than: number) =>
  until(`there are more than ${than} steps`, () => steps.length > than);

const untilNobodyWaits = (followed: Followed) =>
  until("nobody waits", async () => (await followed.lag()).waits.length === 0);

/** How many steps there are of a folder in which nobody is ever taken as ended. */
async function stepsOfTheQuick(folder: string): Promise<number> {
  const followed = following(folder, { quietMs: Infinity });
  const steps: Step[] = [];
  const end = collect(followed, steps);
  await untilStuck(followed, steps);
  const count = steps.length;
  followed.finish();
  await end;
  return count;
}

describe("Followed", () => {
  it.each(["whole-ensemble-restarted", "leader-killed", "minority-partition", "observer"])(
    "gives every step of %s while it is written",
    async (run) => {
      const folder = temporaryFolder("follow");
      const followed = following(folder);
      const steps: Step[] = [];
      const end = collect(followed, steps);
      await write(recorded(run), folder, 7);
      followed.finish();
      await end;
      expect(shown(steps)).toEqual(await expectedOf(run));
      expect(await followed.lag()).toMatchObject({ bytes: 0 });
    },
  );

  it("gives a step as soon as it is written, and tells what waits for how long", async () => {
    const folder = temporaryFolder("follow");
    const files = recorded("steady-writes");
    const followed = following(folder);
    const steps: Step[] = [];
    const end = collect(followed, steps);
    for (const [name, lines] of files) {
      const some = name.startsWith("1.") ? lines : lines.slice(0, 3);
      writeFileSync(join(folder, name), `${some.join("\n")}\n`);
    }
    await untilStuck(followed, steps);
    const before = steps.length;
    expect(before).toBeGreaterThan(0);
    for (const [name, lines] of files) writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    await untilMore(steps, before);
    followed.finish();
    await end;
    expect(shown(steps)).toEqual(await expectedOf("steady-writes"));
  });

  /** Cuts files where they receive what no line sends. */
  function cutWhereUnsent(files: Files): void {
    const key = ({ c, n }: { c: string; n: number }) => `${c} ${n}`;
    for (let before = -1, left = 0; left !== before;) {
      before = left;
      left = 0;
      const sent = new Set<string>();
      const events = (lines: readonly string[]) =>
        lines.slice(1).map((line) => JSON.parse(line) as Pick<TraceEvent, "in" | "out">);
      for (const [name, lines] of files) {
        for (const { out } of events(lines))
          for (const one of out) sent.add(`${name[0]} ${key(one)}`);
      }
      for (const [name, lines] of files) {
        const end = events(lines).findIndex(({ in: carried }) => {
          if (carried === undefined) return false;
          const others = [...files.keys()].filter((other) => other[0] !== name[0]);
          return !others.some((other) => sent.has(`${other[0]} ${key(carried)}`));
        });
        if (end >= 0) lines.splice(end + 1);
        left += lines.length;
      }
    }
  }

  /** A run in which one server does not come back: the last file of its own is held open. */
  function withoutTheLastLife(folder: string) {
    const files = recorded("leader-killed");
    const [back] = [...files.keys()].filter((name) => name.includes(".2."));
    files.delete(back as string);
    cutWhereUnsent(files);
    const server = Number(back?.split(".")[0]);
    const { evidence } = openEvidence(folder, server, (reason) => expect.unreachable(reason));
    const name = `${server}.1.ndjson`;
    for (const [other, lines] of files) {
      if (other !== name) writeFileSync(join(folder, other), `${lines.join("\n")}\n`);
    }
    const lines = files.get(name) ?? [];
    // The last two read what the others sent before they let go.
    const some = lines.splice(0, lines.length - 2);
    const write = (texts: readonly string[]) =>
      appendFileSync(join(folder, name), `${texts.join("\n")}\n`);
    write(some);
    return { server, end: () => evidence.close(), writeTheRest: () => write(lines) };
  }

  it("waits for a server that runs, however long, and goes on as soon as it has ended", async () => {
    const folder = temporaryFolder("follow");
    const { server, end: endServer, writeTheRest } = withoutTheLastLife(folder);
    const followed = following(folder, { quietMs: 0 });
    const steps: Step[] = [];
    const end = collect(followed, steps);
    await untilStuck(followed, steps);
    const { waits } = await followed.lag();
    expect(waits.length).toBeGreaterThan(0);
    expect(waits.every((wait) => wait.for === server && wait.ms > 0)).toBe(true);
    writeTheRest();
    await untilStuck(followed, steps);
    const before = steps.length;
    endServer();
    await untilMore(steps, before);
    await untilNobodyWaits(followed);
    followed.finish();
    await end;
  });

  it("goes on when a server that does not answer has been quiet for a while", async () => {
    const folder = temporaryFolder("follow");
    const { end: endServer, writeTheRest } = withoutTheLastLife(folder);
    writeTheRest();
    endServer();
    const before = await stepsOfTheQuick(folder);
    const followed = following(folder, { quietMs: 500 });
    const steps: Step[] = [];
    const end = collect(followed, steps);
    await untilMore(steps, before);
    followed.finish();
    await end;
  });

  it("cannot tell when one that was taken as ended goes on with what was let go of", async () => {
    const folder = temporaryFolder("follow");
    const { end: endServer, writeTheRest } = withoutTheLastLife(folder);
    endServer();
    const before = await stepsOfTheQuick(folder);
    const followed = following(folder, { quietMs: 200 });
    const steps: Step[] = [];
    const end = collect(followed, steps).catch((error: unknown) => error);
    await untilMore(steps, before);
    await untilNobodyWaits(followed);
    writeTheRest();
    followed.finish();
    expect(await end).toBeInstanceOf(CannotTell);
  });

  it("stops at once when it is told to, whatever is missing", async () => {
    const folder = temporaryFolder("follow");
    const files = recorded("steady-writes");
    const control = new AbortController();
    const steps: Step[] = [];
    const end = collect(following(folder, { signal: control.signal }), steps);
    for (const [name, lines] of files) {
      writeFileSync(join(folder, name), `${lines.slice(0, 40).join("\n")}\n`);
    }
    await untilMore(steps, 0);
    control.abort();
    await end;
  });

  it("cannot tell as soon as a line is missing", async () => {
    const folder = temporaryFolder("follow");
    const files = recorded("steady-writes");
    const end = collect(following(folder), []);
    for (const [name, lines] of files) {
      if (name.startsWith("2.")) lines.splice(20, 1);
      writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    }
    await expect(end).rejects.toThrow(CannotTell);
  });
});
