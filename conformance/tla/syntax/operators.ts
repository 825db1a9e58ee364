// Promise: which operators the subset has, how each may be spelled, and how tightly each binds.
import type { Infix, Prefix } from "./ast.js";

/** How tightly an operator binds: a range, because TLA+ leaves some pairs unordered. */
export interface Precedence {
  readonly low: number;
  readonly high: number;
  /** `a op b op c` is `(a op b) op c`; otherwise it needs parentheses. */
  readonly left: boolean;
}

const range = (low: number, high = low, left = false): Precedence => ({ low, high, left });
const left = (low: number, high = low): Precedence => range(low, high, true);

/** What stands between two operands; junctions and products are nodes of their own. */
export type Between = Infix | "/\\" | "\\/" | "\\X";

export const INFIX: ReadonlyMap<Between, Precedence> = new Map<Between, Precedence>([
  ["=>", range(1)],
  ["<=>", range(2)],
  ["~>", range(2)],
  ["/\\", left(3)],
  ["\\/", left(3)],
  ["=", range(5)],
  ["#", range(5)],
  ["<", range(5)],
  [">", range(5)],
  ["<=", range(5)],
  [">=", range(5)],
  ["\\in", range(5)],
  ["\\notin", range(5)],
  ["\\subseteq", range(5)],
  ["@@", left(6)],
  [":>", range(7)],
  ["\\cup", left(8)],
  ["\\cap", left(8)],
  ["\\", range(8)],
  ["..", range(9)],
  ["+", left(10)],
  ["-", left(11)],
  ["%", range(10, 11)],
  ["\\X", left(10, 13)],
  ["*", left(13)],
  ["\\div", range(13)],
  ["\\o", left(13)],
  ["^", range(14)],
]);

export const PREFIX: ReadonlyMap<Prefix, Precedence> = new Map<Prefix, Precedence>([
  ["~", range(4)],
  ["ENABLED", range(4, 15)],
  ["UNCHANGED", range(4, 15)],
  ["[]", range(4, 15)],
  ["<>", range(4, 15)],
  ["SUBSET", range(10, 13)],
  ["UNION", range(10, 13)],
  ["DOMAIN", range(10, 13)],
  ["-", range(12)],
]);

export const PRIME = range(15);
export const APPLICATION = range(16);

/** Other spellings of the same operator. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["\\land", "/\\"],
  ["\\lor", "\\/"],
  ["\\lnot", "~"],
  ["\\neg", "~"],
  ["\\equiv", "<=>"],
  ["/=", "#"],
  ["=<", "<="],
  ["\\leq", "<="],
  ["\\geq", ">="],
  ["\\intersect", "\\cap"],
  ["\\union", "\\cup"],
  ["\\circ", "\\o"],
  ["\\times", "\\X"],
  ["\\exists", "\\E"],
  ["\\forall", "\\A"],
]);

/** Reserved words; those that no production takes are refused where they stand. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN " +
    "ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE " +
    "NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE STATE SUBSET " +
    "SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WITH WITNESS"
  ).split(" "),
);
