import { describe, expect, it } from "vitest";
import { inParallel } from "#conformance/command";

const never = new AbortController().signal;
const items = ["a", "b", "c", "d"].map((name) => ({ name }));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("inParallel", () => {
  it("begins in order, with so many at a time as it is told", async () => {
    const begun: string[] = [];
    let at = 0;
    let most = 0;
    await inParallel(items, 2, never, async ({ name }) => {
      begun.push(name);
      at += 1;
      most = Math.max(most, at);
      await turn();
      at -= 1;
    });
    expect(begun).toEqual(["a", "b", "c", "d"]);
    expect(most).toBe(2);
  });

  it("interrupts the others when one fails, waits for their end, and begins no more", async () => {
    const ended: string[] = [];
    const work = inParallel(items, 2, never, async ({ name }, signal) => {
      if (name === "a") throw new Error("a failed");
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
      });
      await turn();
      ended.push(name);
    });
    await expect(work).rejects.toThrow("a failed");
    expect(ended).toEqual(["b"]);
  });

  it("begins no more once it is interrupted, and that is no failure", async () => {
    const interrupt = new AbortController();
    const begun: string[] = [];
    await inParallel(items, 1, interrupt.signal, async ({ name }) => {
      begun.push(name);
      await turn();
      interrupt.abort();
    });
    expect(begun).toEqual(["a"]);
  });
});
