import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { alice, Desk } from "../support/desk.js";

const length = fc.oneof(
  fc.constantFrom(0, 1, 15, 16, 17, 511, 512, 513, 640, 641, 4095, 4096, 4097),
  fc.integer({ min: 0, max: 6000 }),
);
const change = fc.record({
  key: fc.integer({ min: 0, max: 9 }),
  length: fc.option(length, { nil: null }),
  fill: fc.integer({ min: 0, max: 255 }),
});

describe("the values of nodes", () => {
  test.prop([fc.array(change, { maxLength: 80 })])(
    "are what was put there last, however they grow, shrink and go",
    (changes) => {
      const desk = new Desk(alice);
      const { tree } = desk.service.state;
      const model = new Map<string, Buffer | null>();
      for (const { key, length, fill } of changes) {
        const path = `/${key}`;
        const data = length === null ? null : Buffer.alloc(length, fill);
        if (!model.has(path)) desk.create(alice, path, { data });
        else if (fill % 5 === 0) {
          desk.delete(alice, path);
          model.delete(path);
          continue;
        } else desk.apply(desk.prepareSet(alice, path, data));
        model.set(path, data);
      }
      let size = 0;
      for (const [path, data] of model) {
        const node = tree.get(path);
        if (node === undefined) throw new Error(path);
        expect(tree.values.view(node)).toEqual(data);
        size += data?.length ?? 0;
      }
      expect(tree.values.size).toBe(size);
    },
  );

  it("do not depend on the buffer they arrived in", () => {
    const desk = new Desk(alice);
    const pending = desk.prepareCreate(alice, "/a", { data: Buffer.from("before") });
    desk.apply(pending);
    pending.body.fill(0);
    expect(desk.data("/a")).toBe("before");
    desk.set(alice, "/a", "after");
    expect(desk.data("/a")).toBe("after");
  });

  it("take again the room of those that went, and give empty pages back", () => {
    const desk = new Desk(alice);
    const { values } = desk.service.state.tree;
    const data = Buffer.alloc(100, 1);
    const names = Array.from({ length: 3000 }, (_, i) => `/${i}`);
    for (const path of names) desk.create(alice, path, { data });
    const full = values.reserved;
    expect(full).toBeLessThan(3000 * 112 + 65_536);
    for (let round = 0; round < 3; round += 1) {
      for (const path of names) desk.set(alice, path, "y".repeat(100));
    }
    expect(values.reserved).toBe(full);
    for (const path of names) desk.delete(alice, path);
    expect(values.size).toBe(0);
    expect(values.reserved).toBe(65_536);
    desk.create(alice, "/large", { data: Buffer.alloc(100_000) });
    expect(values.reserved).toBe(165_536);
    desk.delete(alice, "/large");
    expect(values.reserved).toBe(65_536);
  });
});
