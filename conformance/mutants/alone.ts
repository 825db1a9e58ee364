// Promise: a model that asks for one property alone is the same model in all else.
import { cfgProperties } from "tla2tools-runner";
import { NO_HALT } from "../models/expectation.js";
import type { SpecModules } from "./modules.js";

/** A property that fails as well, behind the one that kills, when nothing else is asked. */
export interface Alone {
  readonly property: string;
  /** The model that is asked. */
  readonly model: string;
}

/** The sections of a cfg that ask for something. */
const QUESTIONS = /^(INVARIANTS?|PROPERTY|PROPERTIES|CHECK_DEADLOCK)\b/;

/** The text of a cfg, asking for `property` and nothing else; L0 is asked for by the deadlock. */
export function askingFor(cfg: string, property: string): string {
  let asks = false;
  const kept = cfg.split("\n").filter((line) => {
    if (QUESTIONS.test(line)) asks = true;
    else if (/^\S/.test(line)) asks = false;
    return !asks && line !== "";
  });
  const isHalt = property === NO_HALT;
  const word = cfgProperties(cfg).includes(property) ? "PROPERTY" : "INVARIANT";
  const question = isHalt ? [] : [`${word} ${property}`];
  return [...kept, `CHECK_DEADLOCK ${isHalt ? "TRUE" : "FALSE"}`, ...question, ""].join("\n");
}

/** The changed modules, and all others, without the assumptions that TLC asks for by name. */
export function withoutAssumptions(
  spec: SpecModules,
  changed: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const texts = [...spec.texts].map(([name, text]) => [name, changed.get(name) ?? text] as const);
  const without = texts.map(([name, text]) => [name, text.replace(/^ASSUME +\w+$/gm, "")] as const);
  return new Map(without.filter(([name, text]) => text !== spec.texts.get(name)));
}
