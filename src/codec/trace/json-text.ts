/** What JSON.parse lets pass and no server writes: endless nesting, and a key that comes twice. */

/** The codec's values nest five deep. */
const DEEPEST = 64;

const QUOTE = 34;
const BACKSLASH = 92;

/** Where a text nests deeper than any line of a trace, in characters from 0; null: nowhere. */
export function tooDeepAt(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "}" || char === "]") depth -= 1;
    else if ((char === "{" || char === "[") && (depth += 1) > DEEPEST) return at;
  }
  return null;
}

/** A key that its object has already. */
export interface Repeated {
  readonly at: number;
  /** Its path from the outermost object (`out.0.m.type`). */
  readonly path: string;
}

/** An object or a list that is not at its end. */
interface Open {
  /** Null for a list. */
  readonly keys: Set<string> | null;
  /** The key or the index of the value that comes next, or is under way. */
  name: string | number;
  /** Whether the next string is a key. */
  named: boolean;
}

/** The first key that comes twice in a text that JSON.parse accepts; null: none does. */
export function repeatedKey(text: string): Repeated | null {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const inner = open.at(-1);
    if (char === "{") open.push({ keys: new Set(), name: "", named: true });
    else if (char === "[") open.push({ keys: null, name: 0, named: false });
    else if (char === "}" || char === "]") open.pop();
    else if (char === "," && inner !== undefined) {
      if (typeof inner.name === "number") inner.name += 1;
      else inner.named = true;
    } else if (char === '"') {
      const from = at;
      at = endOfString(text, at);
      if (inner?.named !== true) continue;
      inner.named = false;
      // The same key may be written with escapes, and without.
      inner.name = JSON.parse(text.slice(from, at + 1)) as string;
      if (inner.keys?.has(inner.name) === true) {
        return { at: from, path: open.map(({ name }) => name).join(".") };
      }
      inner.keys?.add(inner.name);
    }
  }
  return null;
}

/** Where the string that begins here has its second quote; the text's end where it has none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
