import { describe, expect, it } from "vitest";
import {
  loadSpec,
  parseConfig,
  parseExpression,
  parseModule,
  TlaSyntaxError,
} from "#conformance/tla";

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof TlaSyntaxError) return error.message;
    throw error;
  }
  return "nothing was refused";
};

const expression = (text: string) => refusal(() => parseExpression(text));

describe("what is not of the subset is refused with its place and a remedy:", () => {
  it.each([
    ["a +", "1:4: found the end of the text; write an expression here"],
    ["a b", "1:3: found b; write nothing behind the expression"],
    ["(a", "1:3: found the end of the text; write ) to close what ( opened"],
    ["a /\\ b \\/ c", "1:8: found \\/; it binds neither more nor less than the /\\ before it"],
    ["\\E x : x", "1:6: found :; write \\in and a set: what is bound without a set"],
    ["CHOOSE x : x", "1:10: found :; write \\in and a set"],
    ["A!B", "1:2: found !; A!... is of an INSTANCE, which is not in the subset"],
    ["LAMBDA x : x", "1:1: found LAMBDA; LAMBDA stands only as an argument of an operator"],
    ["1.5", "1:3: found 5; write the name of a field here"],
    ["a \\oplus b", "1:3: found \\oplus, which is not in the subset"],
    ["a $ b", '1:3: found the character "$"; remove it'],
    ["a\tb", "1:2: found a tab; columns have a meaning in TLA+: write spaces"],
    ["(* a", "1:1: found a comment without an end; close it with *)"],
    ["(* a\tb *) c", "1:5: found a tab"],
    ['"a', '1:1: found a string without an end; close it with "'],
    ["99999999999", "1:1: found 99999999999; write a number up to 2147483647"],
    ["[a |-> 1", "1:9: found the end of the text; write ] to close what [ opened"],
    ["[a]", "1:3: found ]; write ->, EXCEPT or ]_ behind the first expression in [ ]"],
    ["[f EXCEPT !a = 1]", "1:12: found a; write [ or . behind !"],
    ["[x \\in S]", "1:9: found ]; write |-> behind what a function binds"],
    ["{a : b}", "1:7: found }; write \\in and a set"],
    ["IF a THEN b", "1:12: found the end of the text; write ELSE behind the expression of THEN"],
    ["LET a == 1 b", "1:13: found the end of the text; write == and what b stands for"],
    ["LET f[x \\in S] == 1 IN f", "1:6: found [; functions are defined as values: write f =="],
    ["LET a ++ b == 1 IN a", "1:7: found +; operators of one's own are not in the subset"],
    ["WF_[a](b)", "1:4: found [; write ( or a name behind _"],
    ['"a" "b"', '1:5: found the string "b"; write nothing behind the expression'],
    ["---- a", "1:1: found a line ----; write an expression here"],
    ["/\\ (a\n b\n/\\ c)", "2:2: found b; write ) to close what ( opened"],
    ["/\\ (a\n/\\ c)", "2:1: found /\\, not right of the bullet at column 1; write )"],
  ])("%j", (text, wanted) => {
    expect(expression(text)).toContain(`<expression>:${wanted}`);
  });

  const inModule = (...lines: string[]) =>
    refusal(() => parseModule(["---- MODULE M ----", ...lines, "===="].join("\n")));

  it.each([
    ["INSTANCE N", "M.tla:2:1: found INSTANCE; INSTANCE is not in the subset"],
    ["N == INSTANCE M", "M.tla:2:6: found INSTANCE; it is not in the subset: extend the module"],
    ["LOCAL INSTANCE N", "M.tla:2:7: found INSTANCE; INSTANCE is not in the subset"],
    ["THEOREM a", "M.tla:2:1: found THEOREM; THEOREM is not in the subset"],
    ["f[x \\in S] == x", "M.tla:2:2: found [; functions are defined as values"],
    ["a \\prec b == a", "M.tla:2:3: found \\prec, which is not in the subset"],
    ["a \\o b == a", "M.tla:2:3: found \\o; operators of one's own are not in the subset"],
    ["CONSTANT F(a)", "M.tla:2:12: found a; write _ for an argument"],
    ["a == INSTANCE", "M.tla:2:6: found INSTANCE"],
  ])("%j in a module", (text, wanted) => {
    expect(inModule(text)).toContain(wanted);
  });

  it("a text that is no module, and one that does not end", () => {
    expect(refusal(() => parseModule("a == b", "a.tla"))).toBe(
      "a.tla:1:1: found no module; begin it with ---- MODULE Name ----",
    );
    expect(refusal(() => parseModule("---- MODULE M ----\na == 1\n"))).toBe(
      "M.tla:3:1: found the end of the text; close the module with a line ====",
    );
  });

  it("what stands around a module does not count", () => {
    const module = parseModule("about it\t\n---- MODULE M ----\na == 1\n====\nbelow\t");
    expect(module.at).toMatchObject({ line: 2, column: 1, endLine: 4, endColumn: 5 });
    expect(module.definitions[0]?.at).toMatchObject({ line: 3, column: 1 });
  });
});

describe("a configuration is refused:", () => {
  it.each([
    ["INIT", "m.cfg:1:5: found the end of the text; write the name of a definition behind INIT"],
    ["INIT A INIT B", "m.cfg:1:13: found B; INIT has been given already"],
    ["CONSTANT a = ", "m.cfg:1:14: found the end of the text; write a number, a string"],
    ["CONSTANT a = 1 a <- b", "m.cfg:1:16: found a; a has a value already"],
    ["CHECK_DEADLOCK maybe", "m.cfg:1:16: found maybe; write FALSE or TRUE"],
    ["ALIAS A", "m.cfg:1:1: found ALIAS; write a keyword such as INIT"],
    ["SPECIFICATION S INIT I", "m.cfg:1:1: found SPECIFICATION beside INIT or NEXT"],
    ["CONSTANT a = {1", "m.cfg:1:16: found the end of the text; write } behind a set"],
  ])("%s", (text, wanted) => {
    expect(refusal(() => parseConfig(text, "m.cfg"))).toContain(wanted);
  });

  it("and read, whatever the order and the case of its words", () => {
    const config = parseConfig(
      'CONSTANTS a = -1 b = {x, "s", {}} c <- d \\* comment\n e = TRUE\n' +
        "INVARIANTS I J INVARIANT K PROPERTY P CONSTRAINT C ACTION_CONSTRAINT D\n" +
        "SYMMETRY S VIEW V SPECIFICATION Spec CHECK_DEADLOCK TRUE",
    );
    expect(config).toMatchObject({
      ...{ specification: "Spec", symmetry: "S", view: "V", checkDeadlock: true },
      ...{ invariants: ["I", "J", "K"], properties: ["P"] },
      ...{ constraints: ["C"], actionConstraints: ["D"] },
    });
    expect([...config.overrides]).toEqual([["c", "d"]]);
    expect(config.constants.get("a")).toEqual({ kind: "number", value: -1 });
    expect(config.constants.get("b")).toEqual({
      kind: "set",
      items: [
        { kind: "model value", name: "x" },
        { kind: "string", value: "s" },
        { kind: "set", items: [] },
      ],
    });
  });
});

describe("a spec is refused:", () => {
  const load = (modules: Readonly<Record<string, string>>) =>
    refusal(() =>
      loadSpec("M", (name) => {
        const text = modules[name];
        return text?.startsWith("----") === true
          ? text
          : text && `---- MODULE ${name} ----\n${text}\n====`;
      }),
    );

  it.each([
    [{}, "M.tla:1:1: found no text of module M; there is no file M.tla: add it"],
    [{ M: "EXTENDS N" }, "M.tla:1:1: found EXTENDS N; there is no file N.tla: add it"],
    [{ M: "EXTENDS N", N: "EXTENDS M" }, "found EXTENDS M, which extends this; break the circle"],
    [{ M: "---- MODULE N ----\n====" }, "found the name N; the file says M"],
    [{ M: "a == b" }, "M.tla:2:6: found b; nothing here has that name: define it"],
    [{ M: "a == b\nb == 1" }, "M.tla:2:6: found b; nothing here has that name"],
    [{ M: "a == a" }, "M.tla:2:6: found a; nothing here has that name"],
    [{ M: "a == Len(1)" }, "M.tla:2:6: found Len; nothing here has that name: extend Sequences"],
    [{ M: "a == 1 + 1" }, "M.tla:2:6: found +; nothing here has that name: extend Naturals"],
    [
      { M: "EXTENDS Naturals\na == -1" },
      "M.tla:3:6: found -; nothing here has that name: extend Int",
    ],
    [{ M: "a == 1\na == 2" }, "M.tla:3:1: found a again; it is M.tla:2:1: rename one"],
    [{ M: "a == 1\nb == \\E a \\in {} : a" }, "found a again; it is M.tla:2:1"],
    [{ M: "b == \\E x \\in {} : \\A x \\in {} : x" }, "found x again; it is M.tla:2:6"],
    [{ M: "b(x) == LET x == 1 IN x" }, "M.tla:2:13: found x again; it is M.tla:2:3"],
    [{ M: "EXTENDS Sequences\nLen(s) == s" }, "found Len again; a standard module has it"],
    [
      { M: "EXTENDS N\nVARIABLE y", N: "f(s) == LET y == s IN y" },
      "M.tla:3:10: found y again; it is bound at N.tla:2:13: rename one of the two",
    ],
    [{ M: "f(x) == x\na == f(1, 2)" }, "M.tla:3:6: found f with 2 arguments; it takes 1"],
    [{ M: "f(x) == x\na == f" }, "M.tla:3:6: found f with 0 arguments; it takes 1"],
    [
      { M: "g(F(_)) == F(1)\na == g(1)" },
      "found another argument; name an operator of 1 arguments",
    ],
    [{ M: "h == 1\ng(F(_)) == F(1)\na == g(h)" }, "found h; name an operator of 1 arguments"],
    [{ M: "g(F(_)) == F(1)\na == g(none)" }, "found none; nothing here has that name"],
    [{ M: "f(x) == x\na == f(LAMBDA y : y)" }, "M.tla:3:8: found LAMBDA; write a value"],
  ])("%j", (modules, wanted) => {
    expect(load(modules)).toContain(wanted);
  });

  it("and read when all is in order", () => {
    const M =
      "EXTENDS Sequences, N\nVARIABLE v\nRECURSIVE r(_)\nr(x) == LET RECURSIVE t(_) " +
      "t(y) == t(x) IN t(1)\na == SelectSeq(<<>>, LAMBDA y : y) = k\nASSUME p == a";
    const spec = loadSpec(
      "M",
      (name) =>
        ({
          M: `---- MODULE M ----\n${M}\n====`,
          N: "---- MODULE N ----\nCONSTANT k\nLOCAL l == 1\n====",
        })[name],
    );
    expect([...spec.definitions.keys()]).toEqual(["l", "r", "a"]);
    expect(spec.definitions.get("l")?.local).toBe(true);
    expect(spec.modules.map(({ name }) => name)).toEqual(["N", "M"]);
    expect(spec.modules[1]?.assumptions[0]?.name).toBe("p");
  });
});
