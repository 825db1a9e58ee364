// Promise: a state that TLC printed becomes its canonical lines, each text parsed once.
import { parseTlaValue } from "tla2tools-runner";
import { canonicalText } from "./canonical.js";
import { GraphError } from "./errors.js";

/** Turns TLC's texts of states into canonical lines, without the variables that name no state. */
export class StateReader {
  readonly #ignored: ReadonlySet<string>;
  /** TLC's text of one variable to its canonical line; most of them come again and again. */
  readonly #lines = new Map<string, string>();

  constructor(ignored: readonly string[]) {
    this.#ignored = new Set(ignored);
  }

  /** `text` is what stands in the quotes of a label: line breaks and quotes are escaped. */
  lines(text: string): readonly string[] {
    const lines: string[] = [];
    const conjuncts = text.startsWith("/\\\\ ") ? text.slice(4).split("\\n/\\\\ ") : [text];
    for (const conjunct of conjuncts) {
      let line = this.#lines.get(conjunct);
      if (line === undefined) {
        line = this.#canonical(conjunct);
        this.#lines.set(conjunct, line);
      }
      if (line !== "") lines.push(line);
    }
    return lines.sort();
  }

  /** `name = text`, or nothing for a variable that is ignored. */
  #canonical(escaped: string): string {
    const text = escaped.replace(/\\(.)/g, (_, of: string) => (of === "n" ? "\n" : of));
    const at = text.indexOf(" = ");
    const name = text.slice(0, at);
    if (at < 1 || !/^\w+$/.test(name)) {
      throw new GraphError(`TLC's graph has a state without a variable: ${text.slice(0, 80)}`);
    }
    if (this.#ignored.has(name)) return "";
    return `${name} = ${canonicalText(parseTlaValue(text.slice(at + 3)))}`;
  }
}
