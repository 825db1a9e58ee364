import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkRunsTwice, checkRunTwice } from "#conformance";
import { openRun } from "#conformance/trace";
import { judgeRun } from "../../../dist/conformance/judge/judge-run.js";
import { specFolder } from "../../../dist/conformance/judge/spec-files.js";
import type { Asked, Piece, Reached } from "../../../dist/conformance/tlc/piece.js";
import { TlcQueue } from "../../../dist/conformance/tlc/queue.js";
import { SecondJudge } from "../../../dist/conformance/tlc/second-judge.js";
import { agreement } from "../../../dist/conformance/agreement.js";
import { randomWalk } from "../../support/random-walk.js";
import { filesOf, written } from "../support.js";

const traces = fileURLToPath(new URL("../../../traces", import.meta.url));

/** Answers as it is told, and keeps what it was asked. */
class Scripted implements Asked {
  readonly pieces: Piece[] = [];
  readonly #answer: (piece: Piece, k: number) => Reached;

  constructor(answer: (piece: Piece, k: number) => Reached) {
    this.#answer = answer;
  }

  ask(piece: Piece): Promise<Reached> {
    this.pieces.push(piece);
    return Promise.resolve(this.#answer(piece, this.pieces.length - 1));
  }

  room(): Promise<void> {
    return Promise.resolve();
  }
}

async function shown(folder: string, queue: Asked, pieceSteps: number) {
  const witness = new SecondJudge(queue, { pieceSteps });
  const judging = { specDir: specFolder(), allowOtherSpec: true, witness };
  const first = await judgeRun(await openRun(folder), judging);
  witness.asked();
  return { first, ...(await witness.verdict(first)) };
}

const accepted = (): Reached => ({ kind: "accepted", counts: [1, 1] });
const good = (name: string) => join(traces, "good", name);

describe("a run that is cut into pieces", () => {
  it("is asked about whole, each piece beginning where the one before it must end", async () => {
    const queue = new Scripted(accepted);
    const { first } = await shown(good("leader-killed"), queue, 50);
    const zab = queue.pieces.filter(({ spec }) => spec === "Zab");
    expect(zab.length).toBeGreaterThan(5);
    expect(zab.map(({ begin }) => begin.text).slice(1)).toEqual(
      zab.map(({ end }) => end).slice(0, -1),
    );
    expect(zab.at(-1)?.end).toBe(null);
    expect(zab.map(({ begin }) => begin.loads)).toEqual(zab.map((_, k) => k === 0));
    const steps = zab.reduce((sum, piece) => sum + piece.steps.length, 0);
    expect(steps).toBe("summary" in first ? first.summary.steps : 0);
  });

  it("is judged by TLC as the whole is, and a state that TLC does not reach is one", async () => {
    const queue = new Scripted(accepted);
    await shown(good("steady-writes"), queue, 60);
    const pieces = queue.pieces.filter(({ spec }) => spec === "Zab");
    const [start, piece] = pieces as [Piece, Piece];
    expect(start.begin.loads).toBe(true);
    const moved = (piece.end as string).replace(/committed \|-> <<(\d+)/, (_, n: string) => {
      return `committed |-> <<${String(Number(n) + 1)}`;
    });
    expect(moved).not.toBe(piece.end);
    const tlc = new TlcQueue({});
    const asked = [start, piece, { ...piece, end: moved }].map((one) => tlc.ask(one));
    tlc.flush();
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds).toEqual(["accepted", "accepted", "elsewhere"]);
  });

  it("is a disagreement where the pieces do not meet", async () => {
    const queue = new Scripted((_, k) => (k === 1 ? { kind: "elsewhere" } : accepted()));
    const { first, verdict, parted } = await shown(good("steady-writes"), queue, 60);
    expect(parted).toMatch(/^behind .*\.ndjson:\d+ TLC reaches another state than the evaluator$/);
    expect(agreement(first, verdict, parted)).toEqual({ agree: false, reason: parted });
  });

  it("is a disagreement where TLC refuses a step in the middle of it", async () => {
    const refused: Reached = { kind: "not enabled", position: 3, situation: [], enabled: [] };
    const queue = new Scripted((_, k) => (k === 2 ? refused : accepted()));
    const { first, verdict, parted } = await shown(good("steady-writes"), queue, 60);
    expect(verdict).toMatchObject({ verdict: "violates", reason: "not enabled" });
    const refusedStep = queue.pieces[2]?.steps[2];
    expect(verdict).toMatchObject({ step: { place: refusedStep?.node.place } });
    expect(agreement(first, verdict, parted).agree).toBe(false);
  });

  it("is judged alike by both, whatever is wrong in it", async () => {
    const names = ["steady-writes-commit-raised", "leader-killed-crash-hidden"];
    const bad = names.map((name) => join(traces, "bad", name));
    const runs = [good("contested-elections"), ...bad].map((source) => ({ source }));
    for (const both of checkRunsTwice(runs, { pieceSteps: 40 })) {
      expect((await both).agreement).toEqual({ agree: true });
    }
  });

  it("says how far TLC is, and asks it no further than the line that is refused", async () => {
    const walk = filesOf(randomWalk({ seed: 3, steps: 300 }).texts());
    const told: number[] = [];
    const judged = (steps: number) => told.push(steps);
    const { first, second } = await checkRunTwice(written(walk), { pieceSteps: 100, judged });
    expect([first.verdict, second.verdict]).toEqual(["conforms", "conforms"]);
    expect(told.at(-1)).toBeGreaterThan(200);
    const refused = new Scripted(accepted);
    const { first: verdict, ...other } = await shown(
      join(traces, "bad", "steady-writes-ack-early"),
      refused,
      20,
    );
    expect(verdict.verdict).toBe("violates");
    expect(other.verdict).toMatchObject({ verdict: "conforms" });
    expect(agreement(verdict, other.verdict, other.parted).agree).toBe(false);
    const steps = refused.pieces.reduce((sum, piece) => sum + piece.steps.length, 0);
    expect(steps).toBeLessThan(200);
    expect(other.verdict).toMatchObject({
      summary: {
        notes: expect.arrayContaining([
          "TLC was asked about the first steps of Zab.tla only",
        ]) as unknown,
      },
    });
  });
});
