/** Known bugs: each as an edit of the spec, a schedule, and what reducers make of it. */
export { BugsError } from "./bugs-error.js";
export { loadCatalogue, loadSchedule, pagesOf, show, staleOf } from "./catalogue.js";
export { changedCfg } from "./cfg.js";
export { defectiveReducers, type ReducerDefect } from "./defective.js";
export { drive, type Driven } from "./drive.js";
export { difference, edited } from "./edit.js";
export { readCatalogue, type Entry, type Further } from "./entry.js";
export type { Shown } from "./page.js";
export { stepText, type Schedule, type Search, type Step } from "./schedule.js";
