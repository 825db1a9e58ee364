import { classifyKey, type Key } from "./keys.js";
import type { Properties, Property } from "./properties.js";
import type { ConfigFault, ConfigWarning } from "./server-config.js";

/** A key's last value and where it stands. */
export type Entry = Property;

/** The entries of a file by key, and the notes taken while their meaning is found out. */
export interface Entries {
  readonly file: string;
  /** Number of lines: where something is missing that no other line asks for. */
  readonly lines: number;
  readonly byKey: ReadonlyMap<string, Entry>;
  readonly servers: readonly (Entry & { readonly number: string })[];
  readonly faults: ConfigFault[];
  readonly warnings: ConfigWarning[];
}

/** Sorts the keys into those that mean something, `server.N`, and what is warned about. */
export function collectEntries(file: string, text: Properties): Entries {
  const byKey = new Map<string, Entry>();
  const servers: (Entry & { readonly number: string })[] = [];
  const entries: Entries = { file, lines: text.lines, byKey, servers, faults: [], warnings: [] };
  for (const { line, found } of text.badEscapes) {
    entries.faults.push({ file, line, key: "escape", found, wanted: "\\u and four hex digits" });
  }
  for (const property of lastOfEach(text, entries)) {
    const kind = classifyKey(property.key);
    if (kind.kind === "known") byKey.set(property.key, property);
    else if (kind.kind === "server") servers.push({ ...property, number: kind.number });
    else if (kind.kind === "refused") fault(entries, property, kind.wanted);
    else if (kind.kind === "without effect") {
      warn(entries, property, "ZooKeeper's key, but it has no effect here");
    } else {
      const hint = kind.nearest === null ? "" : `; did you mean ${kind.nearest}?`;
      warn(entries, property, `unknown key, ignored${hint}`);
    }
  }
  return entries;
}

/** A later line replaces an earlier one of the same key, as in ZooKeeper; that is worth a word. */
function lastOfEach(text: Properties, entries: Entries): Property[] {
  const last = new Map<string, Property>();
  for (const property of text.properties) {
    const earlier = last.get(property.key);
    if (earlier !== undefined) {
      warn(entries, earlier, `replaced by the value on line ${property.line}`);
    }
    last.set(property.key, property);
  }
  return [...last.values()].sort((a, b) => a.line - b.line);
}

/** Notes that the value of `entry` is not what it should be. */
export function fault(entries: Entries, entry: Entry, wanted: string): void {
  const { key, line, value } = entry;
  entries.faults.push({ file: entries.file, line, key, found: value, wanted });
}

/** Notes that `key` is not there although `because`, or the file as a whole, needs it. */
export function missing(entries: Entries, key: string, because: Entry | null, wanted: string) {
  const line = because?.line ?? entries.lines;
  entries.faults.push({ file: entries.file, line, key, found: null, wanted });
}

export function warn(entries: Entries, entry: Entry, message: string): void {
  entries.warnings.push({ file: entries.file, line: entry.line, key: entry.key, message });
}

export function entry(entries: Entries, key: Key): Entry | null {
  return entries.byKey.get(key) ?? null;
}
