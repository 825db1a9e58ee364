import { parseLocation, type SpecLocation } from "./location.js";

/** How often one action was taken. */
export interface ActionCoverage {
  /** The initial predicate has coverage of its own. */
  readonly kind: "init" | "next";
  readonly action: string;
  readonly location: SpecLocation;
  /** New states found through it. */
  readonly distinct: number;
  /** How often it was taken; 0 means that no behaviour of the model ever takes it. */
  readonly taken: number;
}

const ACTION = /^<(\S+) (line .*)>: (\d+):(\d+)$/m;
const INIT = 2773;
const NEXT = 2772;

/** Reads one line of the coverage report; null for the lines that are not about actions. */
export function parseCoverage(code: number, text: string): ActionCoverage | null {
  if (code !== INIT && code !== NEXT) return null;
  const found = ACTION.exec(text);
  const location = parseLocation(found?.[2] ?? "");
  if (found === null || location === null) return null;
  return {
    kind: code === INIT ? "init" : "next",
    action: found[1] ?? "",
    location,
    distinct: Number(found[3]),
    taken: Number(found[4]),
  };
}
