/** The names of properties as reports show them: `Z14 EpochOrder`, with its comment's number. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FILES = {
  Zab: ["Properties.tla", "traces/StepZab.tla"],
  Election: ["ElectionProperties.tla", "traces/StepElection.tla"],
} as const;

/** A comment that begins with a number, and the definition right below it. */
const NUMBERED = /^\\\* ([A-Z]\d+[a-z]?)[.:] (?:.*\n\\\*)*.*\n(\w+)(?:\(.*\))? *==/gm;

export class Labels {
  readonly #numbers: ReadonlyMap<string, string>;

  constructor(texts: readonly string[]) {
    const found = texts.flatMap((text) => [...text.matchAll(NUMBERED)]);
    this.#numbers = new Map(found.map(([, number = "", name = ""]) => [name, number]));
  }

  static async in(specDir: string, spec: keyof typeof FILES): Promise<Labels> {
    const texts = FILES[spec].map((file) => readFile(join(specDir, file), "utf8"));
    return new Labels(await Promise.all(texts));
  }

  of(name: string): string {
    const number = this.#numbers.get(name);
    return number === undefined ? name : `${number} ${name}`;
  }
}
