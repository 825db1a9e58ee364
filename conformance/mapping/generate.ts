// Promise: the generated files follow from spec, code and recorded runs, and from nothing else.
import type { Mapping } from "./check.js";
import type { Texts } from "./files.js";
import { outlineJson } from "./spec/outline.js";

export const OUTLINE_FILE = "spec/outline.json";
export const PAGES_DIR = "docs/mapping";

export function generate(mapping: Mapping): Texts {
  return new Map([[OUTLINE_FILE, outlineJson([...mapping.specs.values()])]]);
}
