// Promise: what the standard modules of the subset define, by name and number of arguments.

const MODULES: Readonly<Record<string, { extends: readonly string[]; operators: string }>> = {
  Naturals: { extends: [], operators: "Nat/0 +/2 -/2 */2 ^/2 %/2 \\div/2 ../2 </2 >/2 <=/2 >=/2" },
  Integers: { extends: ["Naturals"], operators: "Int/0 -/1" },
  Sequences: {
    extends: ["Naturals"],
    operators: "Seq/1 Len/1 Head/1 Tail/1 Append/2 SubSeq/3 SelectSeq/2 \\o/2",
  },
  FiniteSets: { extends: [], operators: "IsFiniteSet/1 Cardinality/1" },
  TLC: {
    extends: [],
    operators:
      "Print/2 PrintT/1 Assert/2 TLCGet/1 TLCSet/2 ToString/1 Permutations/1 TLCEval/1 " +
      "RandomElement/1 :>/2 @@/2",
  },
  TLCExt: { extends: [], operators: "" },
};

/** Of the operators above, the argument that is itself an operator of so many arguments. */
const OPERATOR_ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  SelectSeq: [0, 1],
};

export const isStandard = (module: string): boolean => Object.hasOwn(MODULES, module);

/** `Len/1`, `-/2`: what `module` defines, and what it extends. */
export function standardOperators(module: string): string[] {
  const { extends: extended, operators } = MODULES[module] ?? { extends: [], operators: "" };
  const own = operators.split(" ").filter((text) => text !== "");
  return [...extended.flatMap(standardOperators), ...own];
}

/** The modules that define `operator`, `Len/1`. */
export function modulesWith(operator: string): string[] {
  return Object.keys(MODULES).filter((module) => standardOperators(module).includes(operator));
}

/** How many arguments each argument takes: 0 for a value. */
export function argumentArities(name: string, count: number): readonly number[] {
  return OPERATOR_ARGUMENTS[name] ?? Array<number>(count).fill(0);
}
