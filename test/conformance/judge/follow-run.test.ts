import { appendFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { followRun, type Progress } from "#conformance";
import { pause } from "../../support/wait.js";
import { temporaryFolder } from "../support.js";

const run = (name: string) => fileURLToPath(new URL(`../../../traces/${name}`, import.meta.url));

/** A run as servers record it: the first lines of each file, and the rest when it is asked for. */
function recording(name: string) {
  const folder = temporaryFolder("live");
  const rest: (() => void)[] = [];
  for (const file of readdirSync(run(name))) {
    const lines = readFileSync(join(run(name), file), "utf8").split("\n");
    const half = Math.ceil(lines.length / 2);
    writeFileSync(join(folder, file), `${lines.slice(0, half).join("\n")}\n`);
    rest.push(() => {
      appendFileSync(join(folder, file), lines.slice(half).join("\n"));
    });
  }
  return { folder, goOn: () => rest.forEach((write) => write()) };
}

describe("followRun", () => {
  it("judges what is recorded while it is, and says how far it is", async () => {
    const { folder, goOn } = recording("good/steady-writes");
    const end = new AbortController();
    const told: Progress[] = [];
    const verdict = followRun(folder, {
      end: end.signal,
      everyMs: 20,
      progress: (one) => {
        told.push(one);
        if (told.length === 1) goOn();
        if (told.length > 1 && one.lag.bytes === 0 && one.steps > 0) end.abort();
      },
    });
    expect(await verdict).toMatchObject({ verdict: "conforms", established: 1 });
    expect(told.at(-1)?.steps).toBeGreaterThan(100);
  });

  it("stops at the first line that is not allowed, without being told to end", async () => {
    const verdict = await followRun(run("bad/steady-writes-commit-raised"));
    expect(verdict).toMatchObject({
      verdict: "violates",
      step: { action: "FollowerProcessCOMMIT" },
    });
  });

  it("cannot tell by another spec, also of a server that begins again while it is followed", async () => {
    const folder = temporaryFolder("live");
    const source = run("good/follower-restarted");
    const later: (readonly [string, string])[] = [];
    for (const file of readdirSync(source)) {
      const text = readFileSync(join(source, file), "utf8");
      if (file.endsWith(".1.ndjson")) writeFileSync(join(folder, file), text);
      else later.push([join(folder, file), text.replace(/"Zab":"\w+"/, '"Zab":"ab12"')]);
    }
    const [[odd]] = later as [[string, string]];
    const [end, told] = [new AbortController(), { times: 0 }];
    const verdict = await followRun(folder, {
      ...{ allowOtherSpec: false, end: end.signal, everyMs: 20 },
      progress: ({ lag }) => {
        told.times += 1;
        if (told.times === 3) for (const [file, text] of later) writeFileSync(file, text);
        if (told.times > 3 && lag.bytes === 0) end.abort();
      },
    });
    const reason = verdict.verdict === "cannot tell" ? verdict.reason : verdict.verdict;
    expect(reason).toContain("recorded for the Zab.tla of digest ab12, and that here has");
    expect(reason.startsWith(odd)).toBe(true);
  });

  it("says nothing more once it has its verdict", async () => {
    const late: Progress[] = [];
    for (let k = 0; k < 5; k += 1) {
      let has = false;
      await followRun(run("bad/steady-writes-commit-raised"), {
        everyMs: 1,
        progress: (one) => has && late.push(one),
      });
      has = true;
      await pause(20);
    }
    expect(late).toEqual([]);
  });

  it("cannot tell where nothing was recorded when it ends", async () => {
    const end = new AbortController();
    end.abort();
    const verdict = await followRun(temporaryFolder("live"), { end: end.signal });
    expect(verdict).toMatchObject({ verdict: "cannot tell", reason: "nothing was recorded" });
  });
});
