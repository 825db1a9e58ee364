import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import { afterAll, describe, expect, it } from "vitest";
import { askedInThread, type Asked, type MutantTask } from "#conformance/tla-check";

const dir = mkdtempSync(join(tmpdir(), "zabkeeper-thread-"));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** What comes of a task that a thread does with this text. */
async function done(text: string): Promise<Asked> {
  const filename = join(dir, "worker.mjs");
  writeFileSync(filename, text);
  const pool = new Piscina<MutantTask, Asked>({ filename, maxThreads: 1 });
  const task = { name: "staleUp", most: 1 };
  try {
    return await askedInThread(pool, task, new AbortController().signal);
  } finally {
    await pool.destroy();
  }
}

describe("a question about a mutant, asked in a thread", () => {
  it("has the answer that the thread gives", async () => {
    const asked = { name: "staleUp", passed: 1, wrong: [], left: [] };
    expect(await done(`export default () => (${JSON.stringify(asked)});`)).toEqual(asked);
  });

  it.each([
    ["throws", 'export default () => { throw new RangeError("too deep\\n  here"); };', "too deep"],
    ["cannot begin", 'throw new Error("no spec");', "no spec"],
    ["ends", "export default () => process.exit(3);", "exited"],
  ])("is one line that names the mutant where the thread %s", async (_, text, why) => {
    const error: unknown = await done(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "CheckError" });
    const { message } = error as Error;
    expect(message).toMatch(/^staleUp: the evaluator did not end it: .+$/);
    expect(message).toContain(why);
  });
});
