// Promise: what the standard modules of the subset define, by name and number of arguments.

/** Of `SelectSeq` and its like, the argument that is an operator; the others are values. */
export interface StandardOperator {
  readonly module: string;
  readonly arity: number;
  /** Which argument is an operator, and how many arguments that one takes. */
  readonly operator?: { readonly index: number; readonly arity: number };
}

const MODULES: Readonly<Record<string, { extends: readonly string[]; names: string }>> = {
  Naturals: { extends: [], names: "Nat/0 +/2 -/2 */2 ^/2 %/2 \\div/2 ../2 </2 >/2 <=/2 >=/2" },
  Integers: { extends: ["Naturals"], names: "Int/0 -/1" },
  Sequences: {
    extends: ["Naturals"],
    names: "Seq/1 Len/1 Head/1 Tail/1 Append/2 SubSeq/3 SelectSeq/2 \\o/2",
  },
  FiniteSets: { extends: [], names: "IsFiniteSet/1 Cardinality/1" },
  TLC: {
    extends: [],
    names: "Print/2 PrintT/1 Assert/2 TLCGet/1 TLCSet/2 ToString/1 Permutations/1 :>/2 @@/2",
  },
  TLCExt: { extends: [], names: "" },
};

export const isStandard = (module: string): boolean => Object.hasOwn(MODULES, module);

/** Operators that every module has, written as names. */
export const BUILT_IN: ReadonlyMap<string, StandardOperator> = new Map(
  ["BOOLEAN", "STRING"].map((name) => [name, { module: "the language", arity: 0 }]),
);

/** What `module` defines, and what it extends; operators are listed as they are written. */
export function standard(module: string): ReadonlyMap<string, StandardOperator> {
  const { extends: extended, names } = MODULES[module] ?? { extends: [], names: "" };
  const own = names.split(" ").filter((text) => text !== "");
  return new Map([
    ...extended.flatMap((one) => [...standard(one)]),
    ...own.map((text): [string, StandardOperator] => {
      const slash = text.lastIndexOf("/");
      const [name, arity] = [text.slice(0, slash), Number(text.slice(slash + 1))];
      const operator = name === "SelectSeq" ? { operator: { index: 1, arity: 1 } } : {};
      return [`${name}/${String(arity)}`, { module, arity, ...operator }];
    }),
  ]);
}
