/** Where in a line of JSON a field stands, or where the line stops being JSON. */

/** What a scan of a line ends with, in characters from 0. */
type Scanned =
  | { readonly json: true; readonly field: number | null }
  | { readonly json: false; readonly wrong: number };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;
const WORD = /true|false|null/y;

/** Goes through one JSON text and remembers where the value of one path begins. */
class Scanner {
  readonly #text: string;
  readonly #wanted: string;
  #at = 0;
  #found: number | null = null;

  constructor(text: string, wanted: string) {
    this.#text = text;
    this.#wanted = wanted;
  }

  scan(): Scanned {
    const whole = this.#value("") && this.#skip() && this.#at === this.#text.length;
    return whole ? { json: true, field: this.#found } : { json: false, wrong: this.#at };
  }

  #value(path: string): boolean {
    this.#skip();
    if (path === this.#wanted && path !== "") this.#found ??= this.#at;
    const char = this.#text[this.#at];
    if (char === "{") return this.#items("}", path, true);
    if (char === "[") return this.#items("]", path, false);
    return this.#match(STRING) || this.#match(NUMBER) || this.#match(WORD);
  }

  #items(end: string, path: string, named: boolean): boolean {
    this.#at += 1;
    this.#skip();
    if (this.#char(end)) return true;
    for (let k = 0; ; k += 1) {
      let key = String(k);
      if (named) {
        const from = this.#skip() && this.#at;
        if (!this.#match(STRING)) return false;
        key = this.#text.slice(Number(from) + 1, this.#at - 1);
        this.#skip();
        if (!this.#char(":")) return false;
      }
      if (!this.#value(path === "" ? key : `${path}.${key}`)) return false;
      this.#skip();
      if (this.#char(end)) return true;
      if (!this.#char(",")) return false;
    }
  }

  #char(wanted: string): boolean {
    if (this.#text[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #skip(): true {
    this.#match(SPACE);
    return true;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }
}

/** The column of the first character that JSON does not allow; null for a line of JSON. */
export function wrongColumn(line: string): number | null {
  const scanned = new Scanner(line, "").scan();
  return scanned.json ? null : scanned.wrong + 1;
}

/**
 * The column at which the value of a field begins, by its path (`out.0.m.type`); where there is
 * none, that of the object it is missing in.
 */
export function fieldColumn(line: string, path: string): number {
  for (let rest = path; rest !== ""; rest = rest.slice(0, Math.max(rest.lastIndexOf("."), 0))) {
    const scanned = new Scanner(line, rest).scan();
    if (scanned.json && scanned.field !== null) return scanned.field + 1;
  }
  return 1;
}
