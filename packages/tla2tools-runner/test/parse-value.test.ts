import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatTlaValue,
  modelValue,
  parseTlaValue,
  TlaValueError,
  type TlaValue,
} from "tla2tools-runner";

const printed: readonly (readonly [string, TlaValue])[] = [
  ["0", 0],
  ["-17", -17],
  ["TRUE", true],
  ["FALSE", false],
  ["s1", modelValue("s1")],
  ["1st", modelValue("1st")],
  ["TRUEST", modelValue("TRUEST")],
  ['""', ""],
  ['"a \\"b\\" \\\\ \\n\\t >> }"', 'a "b" \\ \n\t >> }'],
  ["<<>>", []],
  ["<< >>", []],
  ["<<1, <<2>>, {}>>", [1, [2], new Set()]],
  ["{}", new Set()],
  ["{<<0, 1>>, {s1}}", new Set([[0, 1], new Set([modelValue("s1")])])],
  ["1..3", new Set([1, 2, 3])],
  ["-1 .. 1", new Set([-1, 0, 1])],
  ["3..1", new Set()],
  ["[a |-> 1, b_2 |-> [c |-> FALSE]]", { a: 1, b_2: { c: false } }],
  ["(0 :> 5)", new Map([[0, 5]])],
  [
    "(s1 :> <<>> @@ s2 :> (1 :> -1 @@ 3 :> -3))",
    new Map<TlaValue, TlaValue>([
      [modelValue("s1"), []],
      [
        modelValue("s2"),
        new Map([
          [1, -1],
          [3, -3],
        ]),
      ],
    ]),
  ],
  [
    '<< "W",\n   [ k |->\n         { "abc",\n           "d" } ] >>',
    ["W", { k: new Set(["abc", "d"]) }],
  ],
];

const notValues: readonly (readonly [string, string, number])[] = [
  ["nothing", "", 0],
  ["an open sequence", "<<1, 2", 6],
  ["an open string", '"abc', 4],
  ["two values", "1 2", 2],
  ["a record without arrow", "[a = 1]", 3],
  ["a function without arrow", "(a, b)", 2],
  ["a set that cannot be enumerated", "Seq({1})", 3],
  ["a missing element", "<<1, >>", 5],
  ["an interval without end", "1..", 3],
  ["an interval of absurd length", "0..99999999", 11],
];

const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/)
  .filter((word) => !/^(TRUE|FALSE)$/.test(word));

/** Any value; maps are never empty, because TLC prints the empty function as `<<>>`. */
const { value } = fc.letrec<{ value: TlaValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.integer(),
    fc.string({ unit: "binary-ascii" }).filter((text) => !/[\0\b\v]/.test(text)),
    fc.boolean(),
    name.map(modelValue),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.uniqueArray(fc.integer(), { maxLength: 4 }).map((items) => new Set<TlaValue>(items)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    fc
      .uniqueArray(fc.integer(), { minLength: 1, maxLength: 3 })
      .chain((keys) =>
        fc
          .array(tie("value"), { minLength: keys.length, maxLength: keys.length })
          .map(
            (values) => new Map<TlaValue, TlaValue>(keys.map((key, i) => [key, values[i] ?? 0])),
          ),
      ),
  ),
}));

describe("parseTlaValue", () => {
  it.each(printed)("reads %s", (text, wanted) => {
    expect(parseTlaValue(text)).toStrictEqual(wanted);
  });

  it.each(notValues)("refuses %s and says where", (_, text, offset) => {
    let refusal: unknown;
    try {
      parseTlaValue(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(TlaValueError);
    expect(refusal).toMatchObject({ offset });
  });

  it("reads back whatever formatTlaValue writes", () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(parseTlaValue(formatTlaValue(any))).toStrictEqual(any);
      }),
    );
  });

  it("reads across any layout between the tokens", () => {
    fc.assert(
      fc.property(value, (any) => {
        const text = formatTlaValue(any);
        const wide = text.replace(/"(?:[^"\\]|\\.)*"|<<|>>|:>|@@|\|->|[[\]{}(),]/g, "\n $& \t");
        expect(parseTlaValue(wide)).toStrictEqual(any);
      }),
    );
  });
});
