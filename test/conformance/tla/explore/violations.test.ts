import { describe, expect, it } from "vitest";
import { compile, explore, text, type Exploration } from "#conformance/tla";
import { compiled, expected, small } from "../support/models.js";

const COUNTER = `VARIABLES x, y
  Init == x = 0 /\\ y \\in {0, 1}
  Up == x < 5 /\\ x' = x + 1 /\\ UNCHANGED y
  Jump(k) == y = 1 /\\ x < 3 /\\ x' = x + k /\\ y' = y
  Next == Up \\/ \\E k \\in 1..2 : Jump(k)
  View == <<x>>
  Sum == x + y
  Small == x < 4
  Never == x # 4
  Slow == [][x' - x < 2]_<<x, y>>
  Odd == x % 2 = 1
  Below == x < 3
  Short == x' < 3
  Two == y = 1 => (x < 9 /\\ \\A k \\in 1..1 : x + k # 5)`;

function exploring(cfg: string, maxStates?: number): Exploration {
  const { spec, config } = small(COUNTER, `INIT Init\nNEXT Next\n${cfg}`);
  return explore(compile(spec, config), config, maxStates === undefined ? {} : { maxStates });
}

function way({ violation }: Exploration): string[] {
  expect(violation).not.toBeNull();
  return (violation?.steps ?? []).map(({ action, args, state }) => {
    return `${action ?? "-"}(${args.map(text).join()}) ${state.map(text).join(" ")}`;
  });
}

describe("the explorer", () => {
  it("shows a shortest way to a state that violates an invariant", () => {
    const found = exploring("INVARIANT Small\nCHECK_DEADLOCK FALSE");
    expect(found.violation).toMatchObject({ kind: "invariant", name: "Small" });
    expect(found.complete).toBe(false);
    expect(way(found)).toHaveLength(3);
    expect(way(found).at(-1)).toBe("Jump(2) 4 1");
    expect(way(exploring("INVARIANT Odd"))).toEqual(["-() 0 0"]);
    expect(way(exploring("INVARIANT Two\nCHECK_DEADLOCK FALSE")).at(-1)).toContain(" 4 1");
  });

  it("checks a property of steps on every step, also to a state that is known", () => {
    const found = exploring("PROPERTY Slow\nCHECK_DEADLOCK FALSE");
    expect(found.violation).toMatchObject({ kind: "property", name: "Slow" });
    expect(way(found)).toEqual(["-() 0 1", "Jump(2) 2 1"]);
  });

  it("takes a state without a successor for a deadlock, unless that is allowed", () => {
    const found = exploring("");
    expect(found.violation).toMatchObject({ kind: "deadlock", name: "Deadlock" });
    expect(way(found).at(-1)).toMatch(/ 5 [01]$/);
    const allowed = exploring("CHECK_DEADLOCK FALSE");
    expect(allowed).toMatchObject({ distinct: 12, violation: null, complete: true });
  });

  it("goes no farther than constraints, and not beyond the states it may look at", () => {
    const whole = "CHECK_DEADLOCK FALSE\n";
    expect(exploring(`${whole}CONSTRAINT Below`).distinct).toBe(6);
    expect(exploring(`${whole}ACTION_CONSTRAINT Short`).distinct).toBe(6);
    expect(exploring(whole, 4)).toMatchObject({ complete: false, violation: null });
    const beyond = exploring(`${whole}CONSTRAINT Below\nINVARIANT Never`);
    expect(way(beyond).at(-1)).toBe("Jump(2) 4 1");
  });

  it("tells states apart by the view, a tuple of variables or not", () => {
    expect(exploring("VIEW View\nCHECK_DEADLOCK FALSE").distinct).toBe(6);
    expect(exploring("VIEW Sum\nCHECK_DEADLOCK FALSE").distinct).toBe(7);
  });

  it("refuses to permute numbers", () => {
    const { spec, config } = small(
      `VARIABLE x\nInit == x = 1\nNext == x' = x\nSym == Permutations({1, 2})`,
      "INIT Init\nNEXT Next\nSYMMETRY Sym\n",
    );
    expect(() => explore(compile(spec, config), config)).toThrow("SYMMETRY permutes 1");
  });

  it.each(["must-fail-minority-commit", "el-minority"])(
    "finds what TLC finds in %s, which has to fail",
    (name) => {
      const { config, program } = compiled(name);
      const { expect: pinned, depth } = expected(name);
      const { violation } = explore(program, config);
      expect(`violates:${violation?.name ?? ""}`).toBe(pinned);
      expect(violation?.steps).toHaveLength(depth);
    },
  );
});
