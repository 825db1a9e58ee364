/**
 * Cuts a line into words at blanks; quotes of either kind keep blanks, and are taken away.
 *
 * @returns null when a quote is left open
 */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const char of line) {
    if (quote !== null) {
      if (char === quote) quote = null;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + char;
  }
  if (quote !== null) return null;
  return word === null ? words : [...words, word];
}

/** Options of a command by letter, and its other words in order. */
export interface ParsedWords {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Sorts a command's words. Options may stand anywhere, and nothing behind `--` is one.
 *
 * @param flags letters that stand alone, e.g. "sw"
 * @param valued letters with a value behind them, e.g. "v"
 * @returns what is wrong, as text, when a word looks like an option and is none
 */
export function parseWords(
  words: readonly string[],
  flags: string,
  valued: string,
): ParsedWords | string {
  const found = { flags: new Set<string>(), values: new Map<string, string>() };
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = String(words[at]);
    const letter = word.slice(1);
    if (word === "--") return { ...found, rest: [...rest, ...words.slice(at + 1)] };
    if (!word.startsWith("-") || word === "-") rest.push(word);
    else if (letter.length === 1 && flags.includes(letter)) found.flags.add(letter);
    else if (letter.length === 1 && valued.includes(letter)) {
      at += 1;
      const value = words[at];
      if (value === undefined) return `Missing argument for option: ${letter}`;
      found.values.set(letter, value);
    } else return `Unrecognized option: ${word}`;
  }
  return { ...found, rest };
}
