import { describe, expect, it } from "vitest";
import { compile, text, type Program, type State, type Value } from "#conformance/tla";
import { small } from "../support/models.js";

const VARIABLES = "VARIABLES x, y\n";
const START = "INIT Init\nNEXT Next\n";
const WHOLE = "Init == x = 0 /\\ y = <<>>\nNext == UNCHANGED <<x, y>>\n";

/** A program of these definitions over the variables x and y. */
function program(definitions: string, cfg = START, rest = WHOLE): Program {
  const { spec, config } = small(`${VARIABLES}${rest}${definitions}`, cfg);
  return compile(spec, config);
}

function value(p: Program, name: string, state: State = [0, 0], next: State | null = null): string {
  return text(p.operator(name)(state, next, []));
}

function nextStates(p: Program, state: State): string[] {
  const found: string[] = [];
  p.successors(state, (action, args, next) => {
    found.push(`${action}(${args.map(text).join()}) ${next.map(text).join(" ")}`);
  });
  return found.sort();
}

describe("an expression", () => {
  it("has the value that TLA+ gives it", () => {
    const values: [string, string][] = [
      ["[k \\in 1..3 |-> k * k]", "<<1, 4, 9>>"],
      ["[a |-> 1, b |-> <<TRUE>>]", "[a |-> 1, b |-> <<TRUE>>]"],
      ["[[f |-> <<1, 2>>] EXCEPT !.f[2] = @ + 5]", "[f |-> <<1, 7>>]"],
      ["[<<1, 2>> EXCEPT ![1] = @ + 1, ![1] = @ * 10]", "<<20, 2>>"],
      ["{k \\in 1..5 : k % 2 = 0}", "{2, 4}"],
      ["{<<a, b>> : a \\in {1}, b \\in {2, 3}}", "{<<1, 2>>, <<1, 3>>}"],
      ["{<<a, b>> \\in {1, 2} \\X {1, 2} : a < b}", "{<<1, 2>>}"],
      ["[a, b \\in {1, 2} |-> a + b][2, 1]", "3"],
      ["{a + b : <<a, b>> \\in {<<1, 2>>}}", "{3}"],
      ["CHOOSE k \\in 1..9 : k * k = 49", "7"],
      ["LET f(a) == a + 1 IN f(f(1))", "3"],
      ["LET a == 1 b == a + 1 IN <<a, b>>", "<<1, 2>>"],
      ["IF 1 \\in Nat THEN -1 ELSE 0", "-1"],
      ["CASE FALSE -> 1 [] TRUE -> 2", "2"],
      ["CASE FALSE -> 1 [] OTHER -> 3", "3"],
      ["DOMAIN [a |-> 1]", '{"a"}'],
      ["(1 :> 2) @@ (1 :> 5 @@ 2 :> 3)", "<<2, 3>>"],
      ["SelectSeq(<<1, 2, 3>>, LAMBDA k : k > 1)", "<<2, 3>>"],
      ["SubSeq(<<1, 2, 3>>, 2, 3) \\o Tail(<<8, 9>>)", "<<2, 3, 9>>"],
      ["UNION {{1}, {2, 3}} \\ {2}", "{1, 3}"],
      ["SUBSET {1, 2}", "{{}, {1}, {2}, {1, 2}}"],
      ["[{1} -> {5, 6}]", "{<<5>>, <<6>>}"],
      ["[f : {1}, g : {2, 3}]", "{[f |-> 1, g |-> 2], [f |-> 1, g |-> 3]}"],
      ["<<1, {2}>> \\in Nat \\X SUBSET Nat", "TRUE"],
      ["<<>> \\in Seq({}) /\\ ~(<<1>> \\in Seq({}))", "TRUE"],
      ["\\A a, b \\in 1..3 : a + b = b + a", "TRUE"],
      ["\\E <<a, b>> \\in {<<1, 2>>} : a > b", "FALSE"],
      ["(TRUE => FALSE) <=> FALSE", "TRUE"],
      ["Cardinality(Permutations({1, 2, 3}))", "6"],
      ["7 \\div 2 + 2 ^ 3 - (5 % 3)", "9"],
      ['ToString(<<1, "a">>)', '"<<1, \\"a\\">>"'],
      ["Twice(Inc, 3)", "5"],
      ["Twice(LAMBDA k : 2 * k, 3)", "12"],
      ["{1, 2} \\subseteq {1, 2, 3} /\\ 4 \\notin {1}", "TRUE"],
      ["IsFiniteSet({1})", "TRUE"],
      ["[<<a, b>> \\in {<<1, 2>>} |-> a + b][<<1, 2>>]", "3"],
      ["[[a, b \\in {1, 2} |-> 0] EXCEPT ![1, 2] = @ + 7][1, 2]", "7"],
      ["CHOOSE <<a, b>> \\in {<<1, 2>>, <<3, 1>>} : a > b", "<<3, 1>>"],
      ["SelectSeq(<<1, 2, 3>>, Odd)", "<<1, 3>>"],
      ["Print(1, TLCEval(2)) + 1", "3"],
      [
        "LET RECURSIVE F(_) F(k) == IF k = 0 THEN <<>> ELSE Append(F(k - 1), k) IN F(3)",
        "<<1, 2, 3>>",
      ],
      ["LET S == SUBSET {1} IN {S}", "{{{}, {1}}}"],
      ["IF {1} \\in SUBSET Nat THEN [k \\in 0..1 |-> k] ELSE <<>>", "(0 :> 0 @@ 1 :> 1)"],
      ["{SUBSET {}} \\cup {{}}", "{{}, {{}}}"],
      ["Cardinality({1, 2, 3} \\cap Odds) * 2", "4"],
      ["CASE 1 \\in Odds -> {1} [] OTHER -> SUBSET {}", "{1}"],
      ["-(3 - 5)", "2"],
      [
        "<<2 \\in 1..2, 3 \\in 1..2, 0 \\notin 1..2, {} \\in 1..0>>",
        "<<TRUE, FALSE, TRUE, FALSE>>",
      ],
      ["5 \\in 1..500000000", "TRUE"],
      ["{(a \\in {1}) : b \\in {5}, a \\in {1, 2}}", "{FALSE, TRUE}"],
      ["~(1 = 2) /\\ (1 # 2 <=> 2 >= 1)", "TRUE"],
      ["Tail(Append(<<1>>, {2}))", "<<{2}>>"],
      ["Len(<<1>> \\o <<>>) + Len([k \\in 1..4 |-> 0])", "5"],
    ];
    const defined = values.map(([e], k) => `E${String(k)} == ${e}`).join("\n");
    const p = program(
      `Odd(a) == a % 2 = 1\nOdds == {1, 3}\nInc(a) == a + 1\nTwice(F(_), a) == F(F(a))\n${defined}`,
    );
    values.forEach(([e, wanted], k) => {
      expect(`${e} is ${value(p, `E${String(k)}`)}`).toBe(`${e} is ${wanted}`);
    });
  });

  it("evaluates nothing that is not asked for", () => {
    const p = program(`
      Pick(c, a, b) == IF c THEN a ELSE b
      LetOfNothing == LET m == Head(<<>>) IN x = 0 \\/ (m = 1 /\\ m = 2)
      Argument == Pick(x = 0, 1, Head(<<>>))
      Short == x = 0 \\/ Head(y) = 1
      Premise == y # <<>> => Head(y) = 1
      Twice == LET m == Head(y) IN y # <<>> /\\ m = 1 /\\ m < 2`);
    const empty = [0, p.table.emptySequence];
    const names = ["LetOfNothing", "Argument", "Short", "Premise", "Twice"];
    expect(names.map((name) => value(p, name, empty))).toEqual([
      ..."TRUE 1 TRUE TRUE FALSE".split(" "),
    ]);
  });

  it("that cannot be evaluated says where, and what was there", () => {
    const errors: [string, string][] = [
      ["Head(<<>>)", "Small.tla:7:9: Head of the empty sequence"],
      ['1 + "a"', 'Small.tla:7:9: the right side of + is "a", which is no number'],
      ["1 = TRUE", "Small.tla:7:9: 1 = TRUE compares values of different kinds"],
      ["TRUE /\\ 1", "Small.tla:7:17: this is 1, which is neither TRUE nor FALSE"],
      ["CASE FALSE -> 1", "Small.tla:7:9: no arm of CASE is true"],
      ["CHOOSE k \\in {1} : FALSE", "Small.tla:7:9: CHOOSE finds nothing"],
      ["CHOOSE k \\in {1, 2} : TRUE", "Small.tla:7:9: CHOOSE has more than one witness, 1 and 2"],
      ["<<1>>[2]", "Small.tla:7:9: 2 is not in the domain of <<1>>"],
      ["[a |-> 1].b", 'Small.tla:7:9: "b" is not in the domain of [a |-> 1]'],
      ["[<<1>> EXCEPT ![5] = 1]", "EXCEPT at 5, which is not in DOMAIN <<1>>"],
      ["536870911 + 1", "Small.tla:7:9: 536870912 is outside"],
      ["{k \\in Nat : k > 1}", "Small.tla:7:16: the set of the form Nat is infinite"],
      ["Cardinality(SUBSET (1..40))", "more than 65536 are not listed"],
      ['{1, "a"}', "Small.tla:7:9: a set cannot hold both"],
      ['"a" \\in 1..2', 'Small.tla:7:9: what may be in a range is "a"'],
      ["1 \\in 1..{}", "Small.tla:7:9: the right side of .. is {}"],
      ["TLCSet(1, 2)", "Small.tla:7:9: TLCSet is TLC's own register"],
      ['Assert(x = 1, "no")', 'Small.tla:7:9: Assert: "no"'],
      ["[]<>(x = 1)", "<> is a temporal operator: it is not evaluated"],
    ];
    for (const [e, wanted] of errors) {
      const p = program(`\nE == \\* here\n        ${e}`.replace("\n", ""));
      expect(() => value(p, "E")).toThrow(wanted);
    }
  });

  it("is folded when it is constant, but not what prints", () => {
    const printed: string[] = [];
    const { spec, config } = small(`${VARIABLES}${WHOLE}P == PrintT(<<"seen", 1>>)`, START);
    const p = compile(spec, config, { print: (v: Value) => printed.push(text(v)) });
    expect(printed).toEqual([]);
    expect([value(p, "P"), value(p, "P")]).toEqual(["TRUE", "TRUE"]);
    expect(printed).toEqual(['<<"seen", 1>>', '<<"seen", 1>>']);
  });

  it("takes the first witness of CHOOSE where that is asked for", () => {
    const { spec, config } = small(`${VARIABLES}${WHOLE}E == CHOOSE k \\in 1..9 : k > 3`, START);
    expect(value(compile(spec, config, { choice: "first" }), "E")).toBe("9");
  });

  it("reads the next state under a prime, through operators and their parameters", () => {
    const p = program(`
      Plus(a) == a + x
      Grows(a) == a' > a
      Both == <<x', Plus(1), Plus(1)', (LET a == x IN a + 1)', Plus(x)'>>
      ByName == Grows(x + 0)
      InLet == LET a == x IN a' > a
      Step == [x' = x + 1]_x
      Same == UNCHANGED <<x>>`);
    expect(value(p, "Both", [1, 0], [5, 0])).toBe("<<5, 2, 6, 6, 10>>");
    expect(value(p, "ByName", [1, 0], [5, 0])).toBe("TRUE");
    expect(value(p, "InLet", [1, 0], [1, 0])).toBe("FALSE");
    expect(value(p, "InLet", [1, 0], [2, 0])).toBe("TRUE");
    const steps = [1, 2, 3].map((next) => value(p, "Step", [1, 0], [next, 0]));
    expect(steps).toEqual(["TRUE", "TRUE", "FALSE"]);
    expect(value(p, "Same", [1, 0], [1, 9])).toBe("TRUE");
    expect(() => value(p, "Both", [1, 0], null)).toThrow("there is no next state");
  });

  it("looks for a next state of its own under ENABLED, and needs none", () => {
    const p = program(`
      Up(k) == x < 2 /\\ x' = x + k /\\ y' = y
      Can == ENABLED Up(1)
      Further == ENABLED (Up(1) /\\ x' > 1)
      Both == ENABLED Up(1) /\\ x' = 0`);
    expect([0, 2].map((x) => value(p, "Can", [x, 0]))).toEqual(["TRUE", "FALSE"]);
    expect([0, 1].map((x) => value(p, "Further", [x, 0]))).toEqual(["FALSE", "TRUE"]);
    expect(p.reads("Can")).toEqual(["x", "y"]);
    expect(() => value(p, "Both")).toThrow("there is no next state");
    expect(value(p, "Both", [1, 0], [0, 0])).toBe("TRUE");
  });
});

describe("recursion", () => {
  const RECURSION = `
    RECURSIVE Sorted(_)
    Sorted(h) == Len(h) < 2 \\/ (h[Len(h) - 1] <= h[Len(h)] /\\ Sorted(SubSeq(h, 1, Len(h) - 1)))
    RECURSIVE Common(_, _)
    Common(g, h) ==
      IF Len(g) > Len(h) THEN Common(SubSeq(g, 1, Len(g) - 1), h)
      ELSE IF Len(h) > Len(g) THEN Common(g, SubSeq(h, 1, Len(h) - 1))
      ELSE IF g = <<>> THEN 0
      ELSE LET n == Common(SubSeq(g, 1, Len(g) - 1), SubSeq(h, 1, Len(h) - 1))
           IN  IF n = Len(g) - 1 /\\ g[Len(g)] = h[Len(h)] THEN Len(g) ELSE n
    RECURSIVE Sum(_)
    Sum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)
    RECURSIVE Down(_)
    Down(n) == IF n = 0 THEN x ELSE Down(n - 1)
    RECURSIVE Wrong(_)
    Wrong(n) == IF n = 0 THEN Head(<<>>) ELSE Wrong(n - 1)
    Local == LET RECURSIVE F(_) F(n) == IF n = 0 THEN 1 ELSE n * F(n - 1) IN F(5)`;

  it("over a history of 100,000 entries does not overflow, and its second time is short", () => {
    const p = program(RECURSION);
    const length = 100_000;
    let h = p.table.tuple(Array.from({ length }, (_, k) => k));
    const sorted = p.operator("Sorted");
    const began = performance.now();
    expect(sorted([0, 0], null, [h])).toBe(true);
    const whole = performance.now() - began;
    const other = p.table.append(p.table.append(h, 7), 8);
    expect(p.operator("Common")([0, 0], null, [h, other])).toBe(length);
    const again = performance.now();
    for (let k = 0; k < 1000; k++) {
      h = p.table.append(h, length + k);
      expect(sorted([0, 0], null, [h])).toBe(true);
    }
    expect(sorted([0, 0], null, [p.table.append(h, 0)])).toBe(false);
    // A thousand times from the beginning would take a thousand times as long.
    expect(performance.now() - again).toBeLessThan(100 * whole);
  });

  it("has its value, its error, and its variables", () => {
    const p = program(RECURSION);
    const call = (name: string, n: number, state: State = [0, 0]) =>
      p.operator(name)(state, null, [n]);
    expect(call("Sum", 10_000)).toBe(50_005_000);
    expect([call("Down", 3, [7, 0]), call("Down", 3, [8, 0])]).toEqual([7, 8]);
    expect(() => call("Wrong", 1000)).toThrow("Head of the empty sequence");
    expect(call("Sum", 4)).toBe(10);
    expect(value(p, "Local")).toBe("120");
  });

  it("leaves the constants of the text, sets that are not written out too", () => {
    const p = program(`
      Small == {1, 2}
      Subsets == \\E s \\in SUBSET Small : s = {x + 2}
      Member == <<{1}, <<1, 1>>>> \\in (SUBSET Small) \\X Seq(Small)
      Record == [f |-> 1] \\in [f : Small \\cup Nat]
      Function == <<1>> \\in [{1} -> Nat \\ {0}]`);
    const names = ["Subsets", "Member", "Record", "Function"];
    const all = () => names.map((name) => value(p, name));
    expect(all()).toEqual(["TRUE", "TRUE", "TRUE", "TRUE"]);
    p.retain([]);
    expect(all()).toEqual(["TRUE", "TRUE", "TRUE", "TRUE"]);
  });

  it("that nothing bounds is an error of evaluation", () => {
    const p = program(`
      RECURSIVE Endless(_)
      Endless(n) == x + Endless(n + 1)
      Deep == LET RECURSIVE F(_) F(k) == IF k = 0 THEN 0 ELSE 1 + F(k - 1) IN F(1000000)
      Depth == Endless(1)`);
    expect(() => value(p, "Deep")).toThrow("the recursion goes too deep");
    expect(() => value(p, "Depth")).toThrow("the recursion goes too deep");
  });

  it("keeps what it knows of values that stay, and forgets the rest", () => {
    const p = program(RECURSION);
    const h = p.table.tuple(Array.from({ length: 1000 }, (_, k) => k));
    p.operator("Sorted")([0, 0], null, [h]);
    p.operator("Sorted")([0, 0], null, [p.table.tuple([5, 4, 3])]);
    const before = p.table.size;
    p.retain([[0, h]]);
    expect(p.table.size).toBe(before - 3);
    expect(p.operator("Sorted")([0, 0], null, [h])).toBe(true);
    expect(p.operator("Sorted")([0, 0], null, [p.table.tuple([5, 4, 3])])).toBe(false);
  });
});

describe("a step", () => {
  const step = (next: string, more = "") =>
    program("", START, `Init == x = 0 /\\ y = 0\n${more}\nNext == ${next}\n`);

  it("branches, tests and fills the next state", () => {
    const cases: [string, string[]][] = [
      ["x' = x + 1 /\\ y' = x'", ["Next() 1 1"]],
      ["x' = 1 /\\ x' = 2 /\\ y' = 0", []],
      ["x' = 1 /\\ x' = 1 /\\ y' = 0", ["Next() 1 0"]],
      ["x' \\in {1, 2} /\\ y' = 3", ["Next() 1 3", "Next() 2 3"]],
      ["x' \\in {1, 2} /\\ x' # 1 /\\ UNCHANGED y", ["Next() 2 0"]],
      ["(x' = 1 \\/ x' = 2) /\\ y' = x' + 1", ["Next() 1 2", "Next() 2 3"]],
      ["\\E k \\in 1..2 : x' = k /\\ y' = k", ["Next() 1 1", "Next() 2 2"]],
      ["(IF x = 0 THEN x' = 5 ELSE UNCHANGED x) /\\ UNCHANGED y", ["Next() 5 0"]],
      ["(CASE x = 1 -> x' = 5 [] OTHER -> x' = 6) /\\ y' = 1", ["Next() 6 1"]],
      ["LET k == x + 1 IN x' = k /\\ y' = k + k", ["Next() 1 2"]],
      ["x > 0 /\\ x' = Head(<<>>) /\\ y' = 0", []],
      ["x' = 1 /\\ UNCHANGED <<x, y>>", []],
      ["[x' = 1 /\\ y' = 1]_<<x, y>>", ["Next() 0 0", "Next() 1 1"]],
      ["A(1) \\/ (B /\\ UNCHANGED y)", ["A(1) 1 0", "Next() 7 0"]],
      ["\\E k \\in {1, 2} : A(k)", ["A(1) 1 0", "A(2) 2 0"]],
      ["Both(x' = 3, y' = 4)", ["Both(", "Next() 3 4"].slice(1)],
      ["ENABLED A(1) /\\ A(4)", ["Next() 4 0"]],
      ["~ENABLED (x = 1 /\\ A(1)) /\\ A(4)", ["Next() 4 0"]],
      ["(IF x = 0 THEN x' = 1 /\\ y' = 1 ELSE x' = 2) /\\ y' = 1", ["Next() 1 1"]],
      ["(IF TRUE THEN x' = 1 ELSE x' = 2) /\\ (IF FALSE THEN x' = 3 ELSE y' = 1)", ["Next() 1 1"]],
      ["x' = 2 /\\ y' = 2 /\\ \\A k \\in {x, y} : k < x'", ["Next() 2 2"]],
      ["x' = 2 /\\ y' = 2 /\\ <<x' > 1>>_x", ["Next() 2 2"]],
      ["x' = 2 /\\ y' = 2 /\\ UNCHANGED (x + y)", []],
      ["(\\E F \\in {1} : D(F)) \\/ \\E k \\in {1} : D(k)", ["D(1) 1 1", "D(1) 1 1"]],
    ];
    const more =
      "D(k) == LET m == k IN x' = m /\\ y' = m\nA(k) == x' = k /\\ UNCHANGED y\nB == x' = 7\nBoth(F, G) == F /\\ G";
    for (const [next, wanted] of cases) {
      expect([next, ...nextStates(step(next, more), [0, 0])]).toEqual([next, ...wanted]);
    }
  });

  it("that forgets a variable, or reads one too early, is refused by its name", () => {
    expect(() => step("x' = 1")).toThrow("Next leaves y without a value");
    expect(() => step("y' = x' /\\ x' = 1")).toThrow("x' is read before it has a value here");
    expect(() => step("D /\\ x' = 1 /\\ y' = 1", "D == x' > x")).toThrow("x' is read before");
    const p = step("UNCHANGED <<x, y>>", "Half == x' = 1");
    expect(() => {
      p.action("Half")([0, 0], [], () => undefined);
    }).toThrow("Half leaves y without a value");
    expect(() => p.action("Nothing")).toThrow("no module defines action Nothing");
  });

  it("is taken by name, with its arguments", () => {
    const p = step("\\E k \\in 1..2 : A(k)", "A(k) == x' = x + k /\\ y' \\in {k, 0}");
    const found: string[] = [];
    p.action("A")([10, 0], [5], (next) => found.push(next.map(text).join(" ")));
    expect(found.sort()).toEqual(["15 0", "15 5"]);
  });

  it("starts in every state that INIT allows", () => {
    const p = program(
      "",
      START,
      "Init == x \\in {1, 2} /\\ y = x + 1\nNext == UNCHANGED <<x, y>>\n",
    );
    const found: string[] = [];
    p.initial((state) => found.push(state.map(text).join(" ")));
    expect(found.sort()).toEqual(["1 2", "2 3"]);
    const spec = "Spec == Init /\\ [][Next]_<<x, y>>\n";
    const bySpec = program(spec, "SPECIFICATION Spec\n");
    expect(nextStates(bySpec, [3, 4])).toEqual(["Next() 3 4"]);
  });
});

describe("a configuration", () => {
  const TEXT = `CONSTANTS N, S, F(_)
    VARIABLE x
    Init == x = N
    Id(a) == a
    Other(a) == a + 100
    Twice(a) == 2 * a
    Next == x' = Id(x) + N /\\ x' \\in Nat
    TypeOK == x \\in S`;

  it("gives constants their values and puts one definition in the place of another", () => {
    const { spec, config } = small(
      TEXT,
      `${START}CONSTANTS N = 3 S = {3, 6} F <- Twice\nId <- Other\n`.replace("\nId", " Id"),
    );
    const p = compile(spec, config);
    expect(nextStates(p, [3])).toEqual(["Next() 106"]);
    expect(p.operator("TypeOK")([3], null, [])).toBe(true);
    expect(p.operator("N")([3], null, [])).toBe(3);
    expect(p.reads("Next")).toEqual(["x"]);
  });

  it("that leaves a constant out, or names what is not there, is refused", () => {
    const without = small(TEXT, `${START}CONSTANTS N = 3 F <- Twice\n`);
    expect(() => compile(without.spec, without.config)).toThrow("gives CONSTANT S no value");
    const wrong = small(TEXT, `${START}CONSTANTS N = 3 S = {} F <- Thrice\n`);
    expect(() => compile(wrong.spec, wrong.config)).toThrow("no module of Small defines Thrice");
  });
});
