import { describe, expect, it } from "vitest";
import { outcomeOf, type Damage, type Kind } from "#conformance/corruption";
import type { Verdict, Violates } from "#conformance";

const at = { file: "2.1.ndjson", line: 8 };
const damage: Damage = { run: new Map(), at: [at], names: ["post.memLen"], told: "" };
const kind = (wanted: Kind["wanted"]): Kind => ({
  name: "k",
  wanted,
  named: "field",
  make: () => null,
});

const violates = (file: string, line: number, name: string) =>
  ({
    verdict: "violates",
    step: { place: { file, line }, server: 2, q: 7, action: "DiskComplete", parameters: [] },
    fields: [{ name, recorded: "1", expected: "2" }],
    sender: null,
  }) as unknown as Violates;
const conforms = { verdict: "conforms" } as Verdict;
const missing = (line: number): Verdict => ({
  verdict: "cannot tell",
  reason: "the line of event 7 is missing",
  place: { file: "/run/2.1.ndjson", line },
});

describe("what a verdict on a damaged copy is worth", () => {
  it.each([
    ["refused", violates("/run/2.1.ndjson", 8, "post.memLen"), "named"],
    ["refused", violates("/run/2.1.ndjson", 8, "post.phase"), "placed"],
    ["refused", violates("/run/2.1.ndjson", 9, "post.memLen"), "elsewhere"],
    ["refused", violates("/run/1.1.ndjson", 8, "post.memLen"), "elsewhere"],
    ["refused", conforms, "accepted"],
    ["refused", missing(8), "undecided"],
    ["refused", missing(9), "elsewhere"],
    ["undecided", violates("/run/2.1.ndjson", 8, "post.memLen"), "decided"],
    ["undecided", conforms, "decided"],
    ["undecided", missing(9), "elsewhere"],
    ["kept", violates("/run/2.1.ndjson", 8, "post.memLen"), "decided"],
    ["kept", conforms, "fine"],
    ["kept", missing(8), "fine"],
  ] as const)("wanted %s: %o is %s", (wanted, verdict, outcome) => {
    expect(outcomeOf(kind(wanted), damage, verdict)).toBe(outcome);
  });

  it("a missing line must be called missing", () => {
    const names = ["missing"];
    expect(outcomeOf(kind("undecided"), { ...damage, names }, missing(8))).toBe("named");
    expect(outcomeOf(kind("undecided"), damage, missing(8))).toBe("placed");
  });
});
