import { describe, expect, it } from "vitest";
import {
  compile,
  interpreter,
  loadSpec,
  own,
  parseConfig,
  parseExpression,
  ValueTable,
  type Value,
} from "#conformance/tla";
import { small } from "../support/models.js";

const MODULE = `---- MODULE Small ----
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS Server, None, Unset, Least
VARIABLES x, f
RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))
RECURSIVE Down(_)
Down(n) == IF n = 0 THEN x ELSE Down(n - 1)
Apply(Op(_), a) == Op(a)
First(a, b) == a
Sizes == {Cardinality(s) : s \\in SUBSET Server}
Zero == 0
Grows == x' > x
Here == ENABLED (x' = x + 1 /\\ x < 3 /\\ UNCHANGED f)
====`;

const CONFIG = `CONSTANTS
  Server = {s1, s2}
  None = None
  Least <- Zero`;

const spec = loadSpec("Small", () => MODULE);
const table = new ValueTable();
const printed: Value[] = [];
const it_ = interpreter(spec, parseConfig(CONFIG), table, {
  print: (value) => printed.push(value),
});
const f = table.fcn([
  [table.model("s1"), 1],
  [table.model("s2"), 2],
]);

/** In the state x = 2, f = (s1 :> 1 @@ s2 :> 2), before x = 5. */
const value = (text: string): string => {
  const environment = { state: [2, f], next: [5, f], locals: new Map() };
  return table.text(own(it_.evaluate(parseExpression(text), environment), table));
};

describe("the value of an expression", () => {
  it.each([
    ["1 + 2 * 3", "7"],
    ["-7 \\div 2", "-3"],
    ["(-7) \\div 2", "-4"],
    ["(-7) % 2", "1"],
    ["2 ^ 3", "8"],
    ["x", "2"],
    ["x'", "5"],
    ["f[s]", "!"],
    ["[s \\in Server |-> f[s] + x]", "(s1 :> 3 @@ s2 :> 4)"],
    ["[f EXCEPT ![CHOOSE s \\in Server : f[s] = 2] = @ + 10]", "(s1 :> 1 @@ s2 :> 12)"],
    ["[[a |-> <<1, [b |-> 2]>>] EXCEPT !.a[2].b = @ * 2, !.a[1] = 0]", "[a |-> <<0, [b |-> 4]>>]"],
    ["{<<a, b>> \\in (1..2) \\X (1..2) : a < b}", "{<<1, 2>>}"],
    ["{a + b : a \\in 1..2, b \\in {10, 20}}", "{11, 12, 21, 22}"],
    ["[a, b \\in 1..2 |-> a * b][2, 2]", "4"],
    ["[<<a, b>> \\in {<<1, 2>>} |-> a + b][<<1, 2>>]", "3"],
    ["\\E a, b \\in Server : a # b", "TRUE"],
    ["\\A a \\in {} : a = 1 \\div 0", "TRUE"],
    ["Sizes", "{0, 1, 2}"],
    ["Least", "0"],
    ["None \\in Server", "FALSE"],
    ["Sum(<<1, 2, 3>>)", "6"],
    ["Down(3)", "2"],
    ["Down(3)'", "5"],
    ["Apply(LAMBDA a : a + x, 1)", "3"],
    ["Apply(Sum, <<4>>)", "4"],
    ["Apply(Len, <<4>>)", "1"],
    ["SelectSeq(<<1, 2, 3>>, LAMBDA a : a >= x)", "<<2, 3>>"],
    ["First(1, 1 \\div 0)", "1"],
    ["LET a == 1 \\div 0 IN 3", "3"],
    ["LET a == x IN <<a, a', x>>", "<<2, 5, 2>>"],
    ["LET a(b) == b + x IN a(a(1))", "5"],
    ["LET RECURSIVE g(_) g(n) == IF n = 0 THEN 0 ELSE n + g(n - 1) IN g(4)", "10"],
    ["FALSE /\\ 1 \\div 0 = 1", "FALSE"],
    ["TRUE \\/ 1 \\div 0 = 1", "TRUE"],
    ["FALSE => 1 \\div 0 = 1", "TRUE"],
    ["CASE FALSE -> 1 [] TRUE -> 2 [] OTHER -> 3", "2"],
    ["<<1, 2>> \\in Seq(Nat)", "TRUE"],
    ["[a |-> -1] \\in [a : Nat]", "FALSE"],
    ["UNCHANGED f", "TRUE"],
    ["UNCHANGED <<f, x>>", "FALSE"],
    ["[x' = 7]_f", "TRUE"],
    ["<<x' = 5>>_x", "TRUE"],
    ["<<x' = 5>>_f", "FALSE"],
    ["Grows", "TRUE"],
    ["Here", "TRUE"],
    ["Here'", "FALSE"],
    ["IsFiniteSet(Nat)", "FALSE"],
    ["IsFiniteSet(Server)", "TRUE"],
    ['ToString(<<1, "a">>)', '"<<1, \\"a\\">>"'],
    ["Permutations(Server)", "{(s1 :> s1 @@ s2 :> s2), (s1 :> s2 @@ s2 :> s1)}"],
    ["1 :> 2 @@ 2 :> 3", "<<2, 3>>"],
    ["Print(1, 2)", "2"],
    ["TLCEval(x)", "2"],
    ['Assert(TRUE, "never")', "TRUE"],
    ["UNION {{1}, {2}}", "{1, 2}"],
    ["DOMAIN <<7, 8>>", "{1, 2}"],
  ])("%s is %s", (text, wanted) => {
    if (wanted === "!") expect(() => value(text)).toThrow("there is no s");
    else expect(value(text)).toBe(wanted);
  });

  it.each([
    ["1 \\div 0", "<expression>:1:1: 1 \\div 0"],
    ["Head(<<>>)", "Head of the empty sequence"],
    ["f[3]", "3 is not in the domain of (s1 :> 1 @@ s2 :> 2)"],
    ['1 = "a"', "compares values of different kinds"],
    ["1 /\\ TRUE", "which is neither TRUE nor FALSE"],
    ["CASE FALSE -> 1", "no condition of this CASE is TRUE"],
    ["CHOOSE a \\in {1, 2} : a > 2", "nothing that CHOOSE could choose"],
    ["CHOOSE a \\in {1, 2} : a > 0", "CHOOSE could choose 1 and 2: make it choose one"],
    ["Cardinality(Nat)", "infinite"],
    ["Unset", "the constant Unset has no value"],
    ["Apply", "Apply is an operator, no value"],
    ["Sum(1, 2)", "takes 1 arguments and is given 2"],
    ["TLCGet(1)", "TLCGet is TLC's alone"],
    ["RandomElement({1})", "RandomElement is TLC's alone"],
    ["[]Grows", "infinite behaviours"],
    ["WF_x(Grows)", "infinite behaviours"],
    ["Grows ~> Grows", "infinite behaviours"],
    ['Assert(FALSE, "no")', 'Assert failed: "no"'],
    ["x''", "there is no next state"],
    ["{a \\in {1} : LAMBDA b : b}", "LAMBDA stands only as an argument"],
    ["\\E <<a, b>> \\in {<<1>>} : TRUE", "cannot be taken apart"],
    ["LET a(b) == b IN a", "a is an operator, no value"],
  ])("%s has none: %s", (text, problem) => {
    expect(() => value(text)).toThrow(problem);
  });

  it("says where the error is, in the innermost expression", () => {
    expect(() => value("1 + Len(<<1>>) + Head(<<>>)")).toThrow("<expression>:1:18: Head");
  });

  it("hands over what PrintT prints", () => {
    printed.length = 0;
    expect(value('PrintT(<<"at", x>>)')).toBe("TRUE");
    expect(printed.map((one) => table.text(one))).toEqual(['<<"at", 2>>']);
  });

  it("takes the first witness of CHOOSE when it is told so", () => {
    const first = interpreter(spec, parseConfig(CONFIG), table, { choice: "first" });
    const environment = { state: null, next: null, locals: new Map() };
    expect(first.evaluate(parseExpression("CHOOSE a \\in {1, 2} : a > 0"), environment)).toBe(1);
  });
});

describe("a configuration", () => {
  it.each([
    ["CONSTANT Nowhere <- First", "has no Nowhere: remove it"],
    ["CONSTANT None <- Nowhere", "has no Nowhere: define it"],
  ])("%s: %s", (config, problem) => {
    expect(() => interpreter(spec, parseConfig(config), table)).toThrow(problem);
  });

  it("may give a value to a name that nothing declares, as TLC has it", () => {
    const body = "VARIABLE y\nInit == y = 1\nNext == y' = y";
    const found: unknown[] = [];
    const alone = small(body, "INIT Init\nNEXT Next\nCONSTANTS Nowhere = 1 s1 = s1");
    interpreter(alone.spec, alone.config, table).initial((state) => found.push(state));
    compile(alone.spec, alone.config).initial((state) => found.push(state));
    expect(found).toEqual([[1], [1]]);
    const put = small(body, "INIT Init\nNEXT Next\nCONSTANT Nowhere <- Init");
    expect(() => compile(put.spec, put.config)).toThrow("no module of Small defines Nowhere");
  });
});

describe("environments", () => {
  const outside = { state: [2, f], next: null, locals: new Map<string, Value>() };

  it("bind names, enter LETs and operators", () => {
    const bound = it_.bind({ ...outside, locals: new Map([["a", 4]]) }, "b", 5);
    expect(it_.evaluate(parseExpression("a + b"), bound)).toBe(9);
    const text = parseExpression("LET c == a + b IN First(c, x)");
    if (text.kind !== "let") throw new Error("no LET");
    const inside = it_.withLet(bound, text.definitions);
    const entered = it_.enter(text.body, inside);
    expect(entered?.name).toBe("First");
    if (entered === null) throw new Error("not entered");
    expect(it_.evaluate(entered.body, entered.environment)).toBe(9);
    expect(it_.enter(parseExpression("Len(<<1>>)"), inside)).toBeNull();
    expect(it_.enter(parseExpression("1"), inside)).toBeNull();
  });

  it("know which expressions read the next state, through operators and arguments", () => {
    expect(it_.readsNext(parseExpression("Grows"), outside)).toBe(true);
    expect(it_.readsNext(parseExpression("Here"), outside)).toBe(false);
    expect(it_.readsNext(parseExpression("Sum(<<x>>)"), outside)).toBe(false);
    expect(it_.readsNext(parseExpression("First(x', 1)"), outside)).toBe(true);
    const text = parseExpression("LET c(a) == x' + a IN c(1)");
    if (text.kind !== "let") throw new Error("no LET");
    expect(it_.readsNext(text.body, it_.withLet(outside, text.definitions))).toBe(true);
  });
});

describe("memory", () => {
  it("finds again what has left the table", () => {
    const own_ = new ValueTable();
    const one = interpreter(spec, parseConfig(CONFIG), own_);
    const environment = { state: null, next: null, locals: new Map() };
    const text = parseExpression("<<Sizes, Sum(<<4, 5>>)>> = <<{0, 1, 2}, 9>>");
    expect(one.evaluate(text, environment)).toBe(true);
    own_.retain(one.roots());
    one.forget();
    expect(one.evaluate(text, environment)).toBe(true);
  });

  it("lets no history be too long for the stack, and knows its value the second time", () => {
    const long = table.tuple(Array.from({ length: 20_000 }, (_, k) => k % 5));
    const environment = { state: null, next: null, locals: new Map([["h", long]]) };
    const text = parseExpression("Sum(h)");
    const [first = 0, ...later] = [1, 2, 3, 4, 5, 6].map(() => {
      const began = performance.now();
      expect(it_.evaluate(text, environment)).toBe(40_000);
      return performance.now() - began;
    });
    // The shortest: whatever else the machine does, it leaves one of them alone.
    expect(Math.min(...later)).toBeLessThan(first / 2);
  });

  it("says what is wrong at the far end of a long one", () => {
    const long = table.tuple(["x", ...Array.from({ length: 1000 }, () => 1)].reverse());
    const environment = { state: null, next: null, locals: new Map([["h", long]]) };
    expect(() => it_.evaluate(parseExpression("Sum(h)"), environment)).toThrow(
      "the left side of +",
    );
    expect(it_.evaluate(parseExpression("Sum(<<1>>)"), environment)).toBe(1);
  });

  it("refuses a recursion without an end, of numbers", () => {
    const endless = loadSpec(
      "Endless",
      () => "---- MODULE Endless ----\nEXTENDS Naturals\nRECURSIVE E(_)\nE(n) == E(n + 1)\n====",
    );
    const one = interpreter(endless, parseConfig(""), new ValueTable());
    const environment = { state: null, next: null, locals: new Map() };
    expect(() => one.evaluate(parseExpression("E(1)"), environment)).toThrow(
      "the recursion has no end",
    );
  });

  it("refuses a recursion without an end, of what reads the state", () => {
    const endless = loadSpec(
      "Endless",
      () => "---- MODULE Endless ----\nVARIABLE x\nRECURSIVE E(_)\nE(n) == {x} \\cup E({n})\n====",
    );
    const one = interpreter(endless, parseConfig(""), new ValueTable());
    expect(() => one.operator("E")([1], null, [1])).toThrow("the recursion goes too deep");
  });
});
