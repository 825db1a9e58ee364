import { describe, expect, it } from "vitest";
import type { Create2Response, Stat } from "#client";
import { brokenPromises, differences } from "./ledger-check.js";
import type { NodeRead } from "./tree-reader.js";
import { type Creation, Ledger } from "./workload.js";

const zxid = (counter: number) => ({ epoch: 1, counter });
const stat = (counter: number, version = 0) => ({ czxid: zxid(counter), version }) as Stat;
const node = (data: string, counter: number, version = 0): NodeRead => {
  return { data, stat: stat(counter, version) };
};

function creation(path: string, token: string, given: Partial<Creation> = {}): Creation {
  const created: Create2Response = { path, stat: stat(7) };
  const usual = {
    kind: "persistent",
    outcome: "acknowledged",
    deleted: "no",
    owner: null,
  } as const;
  return { ...usual, path, token, created, ...given };
}

function ledgerOf(...creations: Creation[]): Ledger {
  const ledger = new Ledger();
  ledger.creations.push(...creations);
  return ledger;
}

const gone = { id: "1", state: "closed" } as const;

describe("brokenPromises", () => {
  it("finds nothing where every promise is kept, whatever became of the unacknowledged", () => {
    const unknown = creation("/w/b", "t2", { outcome: "unknown", created: null });
    const ledger = ledgerOf(creation("/w/a", "t1"), unknown);
    expect(brokenPromises(ledger, new Map([["/w/a", node("t1", 7)]]))).toEqual([]);
    const both = new Map([
      ["/w/a", node("t1", 7)],
      ["/w/b", node("t2", 9)],
    ]);
    expect(brokenPromises(ledger, both)).toEqual([]);
  });

  it.each([
    ["lost", [creation("/w/a", "t1")], []],
    ["lost its data", [creation("/w/a", "t1")], [["/w/a", node("", 7)]]],
    ["made twice", [creation("/w/a", "t1")], [["/w/a", node("t1", 8)]]],
    ["deleted", [creation("/w/a", "t1", { deleted: "yes" })], [["/w/a", node("t1", 7)]]],
    ["closed", [creation("/e/a", "t1", { owner: gone })], [["/e/a", node("t1", 7)]]],
    ["foreign", [], [["/w/a", node("t1", 7)]]],
    [
      "there twice",
      [creation("/s/", "t1", { kind: "sequential", outcome: "unknown", created: null })],
      [
        ["/s/1", node("t1", 7)],
        ["/s/2", node("t1", 8)],
      ],
    ],
    [
      "named as another was",
      [
        creation("/s/1", "t1", { kind: "sequential", deleted: "yes" }),
        creation("/s/1", "t2", { kind: "sequential" }),
      ],
      [["/s/1", node("t2", 7)]],
    ],
  ] as [string, Creation[], [string, NodeRead][]][])(
    "finds a node that is %s",
    (_what, creations, nodes) => {
      expect(brokenPromises(ledgerOf(...creations), new Map(nodes))).not.toEqual([]);
    },
  );

  it("counts the writes of a register, and knows the newest", () => {
    const ledger = new Ledger();
    const register = { path: "/v/a", acknowledged: 2, unknown: 1, version: 2, token: "t2" };
    ledger.registers.push({ ...register, candidates: [{ version: 3, token: "t3" }] });
    const at = (data: string, version: number) =>
      brokenPromises(ledger, new Map([["/v/a", node(data, 7, version)]]));
    expect(at("t2", 2)).toEqual([]);
    expect(at("t3", 3)).toEqual([]);
    expect(at("t1", 1)).toHaveLength(2);
    expect(at("t3", 4)).toHaveLength(2);
    expect(at("t9", 2)).toHaveLength(1);
    expect(brokenPromises(ledger, new Map())).toEqual(["/v/a is lost"]);
  });
});

describe("differences", () => {
  it("names every path at which two trees differ", () => {
    const one = new Map([
      ["/a", node("x", 1)],
      ["/b", node("x", 2)],
      ["/c", node("x", 3)],
    ]);
    const other = new Map([
      ["/a", node("x", 1)],
      ["/b", node("y", 2)],
      ["/d", node("x", 3)],
    ]);
    expect(differences(one, other)).toEqual(["/b", "/c", "/d"]);
    expect(differences(one, one)).toEqual([]);
  });
});
