// Promise: everything is found from the compiled file, wherever the command is called.
import { fileURLToPath } from "node:url";

const inRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const MUTANTS = inRoot("simulator/mutants/mutants.json");
export const PAGE = inRoot("docs/judge.md");
/** What each mistake is, in words. */
export const MISTAKES = inRoot("spec/mutants.json");
/** The guards that may be missing. */
export const EXCUSED = inRoot("simulator/mutants/clauses/excused.json");
/** What came of the mistakes. */
export const MISTAKES_KEPT = inRoot("docs/judge/reducer-mutants.json");
/** What came of the guards that were left out. */
export const GUARDS_KEPT = inRoot("docs/judge/reducer-guards.json");
/** The reducers' sources. */
export const REDUCERS = inRoot("src/state-machine");
