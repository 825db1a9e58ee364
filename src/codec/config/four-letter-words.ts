import { type Entries, entry, warn } from "./entries.js";
import { nearest } from "./nearest.js";

/** Harmless words that loopback may ask unless the file says otherwise. */
const DEFAULT_WORDS = ["srvr", "ruok", "stat", "mntr", "isro", "conf"] as const;

/** Every word ZooKeeper knows, this server or not. */
const ZOOKEEPERS_WORDS =
  "conf cons crst dirs dump envi gtmk ruok stmk srst srvr stat wchc wchp wchs mntr isro hash".split(
    " ",
  );

export interface AllowedWords {
  readonly fourLetterWords: readonly string[] | "*";
  readonly fourLetterWordsLoopbackOnly: boolean;
}

/** `4lw.commands.whitelist`: words between commas, blanks around them ignored, or `*`. */
export function readWords(entries: Entries): AllowedWords {
  const found = entry(entries, "4lw.commands.whitelist");
  if (found === null) return { fourLetterWords: DEFAULT_WORDS, fourLetterWordsLoopbackOnly: true };
  const words = found.value
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.includes("*")) return { fourLetterWords: "*", fourLetterWordsLoopbackOnly: false };
  for (const word of words.filter((each) => !ZOOKEEPERS_WORDS.includes(each))) {
    const near = nearest(word, ZOOKEEPERS_WORDS);
    const hint = near === null ? "" : `; did you mean ${near}?`;
    warn(entries, found, `"${word}" is no four-letter word of ZooKeeper's${hint}`);
  }
  return { fourLetterWords: words, fourLetterWordsLoopbackOnly: false };
}
