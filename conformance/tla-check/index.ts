/** What holds the evaluator against SANY and TLC; it is no part of it. */
export { readLayouts, type Layout } from "./layouts.js";
export { operatorPairs } from "./operator-pairs.js";
export { moduleOf, ourTrees, REFUSED, treeOf } from "./our-trees.js";
export { difference, explored, notExplored, type Question } from "./mutant-verdicts.js";
export { questionsOf } from "./mutant-questions.js";
export { outcome } from "./compare-answers.js";
export { isError, ourAnswers } from "./evaluations.js";
export { randomExpressions } from "./expressions/random-expressions.js";
export { type Asked } from "./mutant-asking.js";
export { askedInThread, type MutantTask } from "./mutant-in-thread.js";
