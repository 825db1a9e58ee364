import { expect, it } from "vitest";
import { Memory } from "../../../../dist/conformance/tla/compile/memory.js";

/** An operator that counts how often it is evaluated. */
function counted() {
  const memory = new Memory();
  const count = { calls: 0 };
  const sum = memory.remembered(2, (a, b) => {
    count.calls += 1;
    return Number(a) + Number(b);
  });
  return { memory, count, sum };
}

it("evaluates once what stays, and again what was forgotten", () => {
  const { memory, count, sum } = counted();
  for (let k = 0; k < 100; k += 1) expect(sum(k, k)).toBe(2 * k);
  memory.retain((value) => Number(value) < 100);
  for (let k = 0; k < 100; k += 1) expect(sum(k, k)).toBe(2 * k);
  expect(count.calls).toBe(150);
});

it("starts afresh before it remembers too much", () => {
  const { memory, count, sum } = counted();
  for (let k = 0; k < 10_001; k += 1) sum(k % 100, k);
  memory.retain(() => true);
  expect(sum(0, 0)).toBe(0);
  expect(count.calls).toBe(10_002);
});
