import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { digest, digestText } from "#conformance/mapping";
import { smallSpec } from "./support.js";

/** ms; each test starts a JVM. */

/** The digest of Add, or what is hashed for it, after one edit of the fixture. */
async function addAfter(from = "", to = "", twins: readonly string[] = []) {
  const { tree } = await smallSpec(from, to);
  const add = tree.byName.get("Add");
  if (add === undefined) throw new Error("the fixture has no Add");
  return { text: digestText(tree, add, new Set(twins)), hex: digest(tree, add, new Set(twins)) };
}

/** The same without an edit, found once. */
const unedited = new Map<string, ReturnType<typeof addAfter>>();
function addBefore(twins: readonly string[] = []): ReturnType<typeof addAfter> {
  const known = unedited.get(twins.join()) ?? addAfter("", "", twins);
  unedited.set(twins.join(), known);
  return known;
}

describe("the digest of an action", () => {
  it("is the SHA-256 of its parse and of what it reaches, in order of name", async () => {
    const { text, hex } = await addBefore();
    expect(text).toBe(
      [
        "Add ( s ) == ( /\\ ( \\in ( $FcnApply x s ) ( $SetEnumerate 0 1 ) ) ( Low ( $FcnApply x s ) )",
        '( /= ( $FcnApply y s ) "done" ) ( LET n ( ) == ( + ( $FcnApply x s ) 1 ) IN',
        "( $IfThenElse ( = n 2 ) ( Step s n ) ( /\\ ( > n 0 ) ( = ( ' x )",
        "( $Except x ( $Pair ( $Seq s ) ( + @ 1 ) ) ) ) ) ) ) ( UNCHANGED y ) )\n",
      ]
        .join(" ")
        .concat(
          "Low ( n ) == ( \\leq n 3 )\n",
          "Step ( s n ) == ( = ( ' x ) ( $Except x ( $Pair ( $Seq s ) n ) ) )\n",
        ),
    );
    expect(hex).toBe(createHash("sha256").update(text).digest("hex").slice(0, 12));
    expect(hex).toBe("44a3f98aa4b5");
  });

  it.each([
    ["a comment", "\\* One more.", "\\* Two more."],
    ["the layout", "  /\\ UNCHANGED y", "  /\\   UNCHANGED\n       y"],
    ["a list in place of an infix form", "Low(x[s]) /\\ y[s]", "Low(x[s])\n  /\\ y[s]"],
    ["an operator that it does not reach", "\\* At most n.", "Other == 5"],
    ["what a twin says for itself", "n <= 3", "n <= 4", ["Low"]],
  ])("does not see %s", async (_, from, to, twins: readonly string[] = []) => {
    const before = await addBefore(twins);
    expect((await addAfter(from, to, twins)).hex).toBe(before.hex);
  });

  it.each([
    ["a number", "x[s] + 1", "x[s] + 2"],
    ["a guard that is gone", "  /\\ x[s] \\in {0, 1}\n", ""],
    ["an operator without a twin", "n <= 3", "n <= 4"],
    [
      "a bullet that has moved into another list",
      "  /\\ UNCHANGED y",
      `${" ".repeat(39)}/\\ UNCHANGED y`,
    ],
  ])("sees %s", async (_, from, to) => {
    expect((await addAfter(from, to)).hex).not.toBe((await addBefore()).hex);
  });
});
