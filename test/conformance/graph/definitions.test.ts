import { afterEach, describe, expect, it } from "vitest";
import { definitions, loadGraphModel, reachable, withoutComments } from "#conformance/graph";
import { copySpec, specDir, type SpecCopy } from "./support.js";

const copies: SpecCopy[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) copy.dispose();
});

/** The digests of a model's spec and configuration after one edit. */
async function digestsAfter(model: string, ...edit: readonly [string, string, string]) {
  const copy = copySpec();
  copies.push(copy);
  copy.edit(...edit);
  const { specDigest, cfgDigest } = await loadGraphModel(copy.dir, model);
  return { specDigest, cfgDigest };
}

describe("withoutComments", () => {
  it("keeps layout and texts, and drops nested comments and the space they leave", () => {
    const text = 'A == /\\ x \\* why\n\n(* a (* b *)\n c *)\n     /\\ y = "(* \\\\* *)"\n';
    expect(withoutComments(text)).toBe('A == /\\ x\n     /\\ y = "(* \\\\* *)"\n');
  });
});

describe("reachable", () => {
  it("takes what a name reaches, through other modules, and nothing else", () => {
    const units = definitions(
      new Map([
        [
          "A",
          "---- MODULE A ----\nEXTENDS B\nVARIABLE x\nNext == Step(1)\nOther == Step(2)\n====\n",
        ],
        ["B", "---- MODULE B ----\nStep(n) ==\n  Deep[n]\nDeep[n \\in Nat] == n\n====\n"],
      ]),
    );
    expect(reachable(units, ["Next"])).toBe(
      "Deep[n \\in Nat] == n\nNext == Step(1)\nStep(n) ==\n  Deep[n]\n",
    );
  });
});

describe("a model's digests", () => {
  it("change with a guard, also with one in an operator that the guard uses", async () => {
    const now = await loadGraphModel(specDir, "flat-tiny");
    const dropped = await digestsAfter("flat-tiny", "Zab.tla", "  /\\ f # l\n", "");
    expect(dropped.specDigest).not.toBe(now.specDigest);
    expect(dropped.cfgDigest).toBe(now.cfgDigest);
    const deep = await digestsAfter("flat-tiny", "Channels.tla", "toLeader[f] # <<>> /\\ ", "");
    expect(deep.specDigest).not.toBe(now.specDigest);
  });

  it("change with what a constant is replaced by", async () => {
    const now = await loadGraphModel(specDir, "el-leave");
    const edit = [
      "models/MCElection.tla",
      "{[epoch |-> 1, zxid |-> <<1, 2>>], [epoch |-> 2",
      "{[epoch |-> 3",
    ] as const;
    const other = await digestsAfter("el-leave", ...edit);
    expect(other.specDigest).not.toBe(now.specDigest);
  });

  it("stay with a comment and with a property", async () => {
    const { specDigest, cfgDigest } = await loadGraphModel(specDir, "flat-tiny");
    const digests = { specDigest, cfgDigest };
    const comment = "\\* Server f follows l, whether l leads or not";
    expect(await digestsAfter("flat-tiny", "Zab.tla", comment, "\\* f follows l")).toEqual(digests);
    const property = ["models/MCZab.tla", "gEstablished[e] <= 1", "gEstablished[e] <= 2"] as const;
    expect(await digestsAfter("flat-tiny", ...property)).toEqual(digests);
    const checks = ["models/flat-tiny.cfg", "INVARIANTS\n", "INVARIANTS \\* one\n"] as const;
    expect(await digestsAfter("flat-tiny", ...checks)).toEqual(digests);
  });

  it("change with a bound", async () => {
    const { specDigest, cfgDigest } = await loadGraphModel(specDir, "flat-tiny");
    const bound = ["models/flat-tiny.cfg", "MaxTxn = 1", "MaxTxn = 2"] as const;
    const found = await digestsAfter("flat-tiny", ...bound);
    expect(found.specDigest).toBe(specDigest);
    expect(found.cfgDigest).not.toBe(cfgDigest);
  });
});
